"""What those who run the systems are asked when they come across something, and the half that is theirs to act on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText
from leeward.safeguarding.forms.report import choices
from leeward.safeguarding.forms.staff import Cleaned, Intake
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.security_half import Half, Happened, Need, System

_NOTHING = ("", _("Nothing: only the safeguarding lead needs to know"))


class HalfFields(forms.Form):
    """The security half: chosen, never written."""

    happened_to_systems = forms.ChoiceField(
        label=_("Did something happen to an account, a device or a system?"),
        choices=[_NOTHING, *choices(Happened)],
        required=False,
    )
    system = forms.ChoiceField(label=_("To which?"), choices=[("", _("Choose")), *choices(System)], required=False)
    needs = forms.MultipleChoiceField(
        label=_("What is needed?"), choices=choices(Need), widget=forms.CheckboxSelectMultiple, required=False
    )

    def clean(self) -> Cleaned:
        found = super().clean() or {}
        if found.get("happened_to_systems"):
            if not found.get("system"):
                self.add_error("system", _("Choose what it happened to."))
            if not found.get("needs"):
                self.add_error("needs", _("Choose what is needed."))
        return found

    def half(self, noticed: datetime) -> Half | None:
        """What is handed over; None for nothing."""
        given = self.cleaned_data
        if not given["happened_to_systems"]:
            return None
        return Half.of(given["happened_to_systems"], given["system"], given["needs"], noticed)


class SystemsForm(HalfFields, Intake):
    """ "I came across something": handed over at once; whoever hands it over cannot open it again."""

    without = ("exact_words", "people_there", "done", "kind", "subject", "close_names")
    coached = False
    order = (
        "submission",
        "happened",
        "where",
        "when",
        "about",
        "about_names",
        "opinion",
        "happened_to_systems",
        "system",
        "needs",
    )

    def __init__(self, readers: Sequence[Holder], now: datetime, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(readers, now, *args, **kwargs)
        self.fields["happened"].label = _("What did you come across?")
        self.fields["happened"].help_text = _("Stop looking now. Do not copy, open or keep anything to prove it.")
        self.fields["where"].label = _("On which system, and how did you come to see it?")


class HalfForm(HalfFields):
    """The same half, handed over from a case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["happened_to_systems"].choices = choices(Happened)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["happened_to_systems"].required = True
        self.fields["happened_to_systems"].label = _("What happened?")


class DoneForm(forms.Form):
    """What was done about it."""

    what = LongText(label=_("What was done?"), help_text=_("Nothing about persons."), most=500, rows=3)
