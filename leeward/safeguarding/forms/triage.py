"""What is asked at the first look at a case: safety first, then how grave, of which kinds, and who leads."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leeward.foundation.fields import Choice, LongText
from leeward.safeguarding.actions import TriageText
from leeward.safeguarding.forms.case import Seen
from leeward.safeguarding.labels import label_later
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.telling import LONGEST_ANSWER

_SURE = [(YES, Choice(lazy("Yes"))), (NO, Choice(lazy("No"))), (UNSURE, Choice(lazy("I am not sure")))]


def _sure(text: object, hint: object = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=text, help_text=hint, choices=_SURE, widget=forms.RadioSelect)  # type: ignore[arg-type]  # lazy texts are shown as text


def _names(text: object, hint: object = "") -> forms.CharField:
    return forms.CharField(label=text, help_text=hint, max_length=500, required=False)  # type: ignore[arg-type]  # as above


class TriageForm(Seen):
    """One look at a case."""

    safe_now = LongText(
        label=lazy("Is anybody in danger now, and what was done to make them safe?"),
        help_text=lazy("In danger now: ring 999 before you fill this in. If nothing had to be done, say why."),
        most=LONGEST_ANSWER,
        rows=3,
        error_messages={"required": lazy("Say what was done to make everybody safe, or why nothing had to be.")},
    )
    severity = forms.TypedChoiceField(
        label=lazy("How grave is it?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose how grave it is.")},
    )
    kinds = forms.MultipleChoiceField(
        label=lazy("What kind of concern is it?"),
        help_text=lazy("Choose every one that fits. Each calls for its own guided procedure."),
        choices=[(str(kind), label_later(kind)) for kind in CaseKind],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one kind.")},
    )
    under_18 = _sure(lazy("Is it about somebody under 18?"))
    apprentice = _sure(lazy("Is it about an apprentice, or somebody on a placement?"))
    staff = _sure(lazy("Is it about something done by somebody who works here?"))
    unlawful = _sure(lazy("May what was done be against the law?"))
    places = _names(
        lazy("Places"), lazy("Separated by commas. Kept so that the same place is noticed in another case.")
    )
    handles = _names(lazy("Names used online"))
    employers = _names(lazy("Employers or placements"))
    why = LongText(
        label=lazy("Why do you see it like this?"),
        most=LONGEST_ANSWER,
        rows=4,
        error_messages={"required": lazy("Give the reason.")},
    )

    def __init__(
        self, scale: Sequence[str], readers: Sequence[Holder], *args: Any, may_wait: bool = False, **kwargs: Any
    ) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["severity"].choices = [(step, _(word)) for step, word in enumerate(scale, start=1)]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["owner"] = forms.ChoiceField(
            label=lazy("Who leads the work?"),
            choices=[(str(one.person), one.name) for one in readers],
            widget=forms.RadioSelect,
            error_messages={"required": lazy("Choose who leads.")},
        )
        if may_wait:
            self.fields["follows"] = forms.ChoiceField(
                label=lazy("What follows?"),
                choices=[
                    ("take-on", Choice(lazy("It is taken on as a case"))),
                    ("wait", Choice(lazy("More must be known first"), hint=lazy("You decide later."))),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": lazy("Choose what follows.")},
            )

    @property
    def take_on(self) -> bool:
        """Is the case taken on in the same step? Only after is_valid()."""
        return self.cleaned_data.get("follows") == "take-on"

    @property
    def text(self) -> TriageText:
        """The answers. Only after is_valid()."""
        given: Mapping[str, Any] = self.cleaned_data  # Any: Django's shape of cleaned data
        return TriageText(
            safe_now=given["safe_now"],
            severity=given["severity"],
            kinds=frozenset(CaseKind(kind) for kind in given["kinds"]),
            why=given["why"],
            owner=UUID(given["owner"]),
            under_18=given["under_18"],
            apprentice=given["apprentice"],
            staff=given["staff"],
            unlawful=given["unlawful"],
            places=given["places"],
            handles=given["handles"],
            employers=given["employers"],
        )


def before(text: TriageText) -> dict[str, object]:
    """An earlier triage as what a form begins with."""
    return {
        "safe_now": text.safe_now,
        "severity": text.severity,
        "kinds": [str(kind) for kind in text.kinds],
        "why": text.why,
        "owner": str(text.owner),
        "under_18": text.under_18,
        "apprentice": text.apprentice,
        "staff": text.staff,
        "unlawful": text.unlawful,
        "places": text.places,
        "handles": text.handles,
        "employers": text.employers,
    }


class OwnerForm(Seen):
    """Who leads from now on."""

    def __init__(self, readers: Sequence[Holder], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(
            label=lazy("Who leads the work?"),
            choices=[(str(one.person), one.name) for one in readers],
            widget=forms.RadioSelect,
            error_messages={"required": lazy("Choose who leads.")},
        )

    @property
    def owner(self) -> UUID:
        return UUID(self.cleaned_data["owner"])
