"""What is asked for a support plan, a look at it, and a check-in."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField, LongText
from leeward.safeguarding.forms.case import Seen, at
from leeward.safeguarding.labels import label_later
from leeward.safeguarding.rules.plans import FINDS, PlanState, Verdict
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.telling import LONGEST_ANSWER


def _by_whom(readers: Sequence[Holder]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who sees to it?"),
        choices=[(str(one.person), one.name) for one in readers],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who sees to it.")},
    )


def _close_of(day: object) -> datetime | None:
    return at(day, time(17)) if day else None  # type: ignore[arg-type]  # a DateField gives a date or None


class PlanForm(Seen):
    """A support plan."""

    person = forms.CharField(label=_("For whom?"), max_length=200)
    needs = LongText(
        label=_("What do they need?"), help_text=_("In their words where you can."), most=LONGEST_ANSWER, rows=3
    )
    steps = LongText(label=_("What is done, and by whom?"), most=LONGEST_ANSWER, rows=4)
    day = DateField(
        label=_("When is it looked at again?"),
        help_text=_("Leave it empty for the usual time."),
        required=False,
    )

    def __init__(self, readers: Sequence[Holder], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _by_whom(readers)

    @property
    def review(self) -> datetime | None:
        return _close_of(self.cleaned_data.get("day"))

    @property
    def owner(self) -> UUID:
        return UUID(self.cleaned_data["owner"])


class ReviewForm(Seen):
    """A look at a plan."""

    text = LongText(
        label=_("How is it going?"), help_text=_("What they say, in their words."), most=LONGEST_ANSWER, rows=4
    )
    day = DateField(
        label=_("When is it looked at again?"),
        help_text=_("Leave it empty for the usual time. Once it is solved the look back has its own."),
        required=False,
    )

    def __init__(self, state: PlanState, *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["verdict"] = forms.ChoiceField(
            label=_("What do you find?"),
            choices=[(str(one), label_later(one)) for one in FINDS[state]],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what you find.")},
        )

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])

    @property
    def review(self) -> datetime | None:
        return _close_of(self.cleaned_data.get("day"))


class CheckInForm(forms.Form):
    """Somebody will be asked how they are."""

    who = forms.CharField(label=_("Who is asked?"), max_length=200)
    why = LongText(
        label=_("Why?"),
        help_text=_("Such as: back after three weeks away; the first week in class after learning from home."),
        most=LONGEST_ANSWER,
        rows=3,
    )
    day = DateField(label=_("By when?"), help_text=_("Leave it empty for the usual time."), required=False)

    def __init__(self, readers: Sequence[Holder], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _by_whom(readers)

    @property
    def due(self) -> datetime | None:
        return _close_of(self.cleaned_data.get("day"))

    @property
    def owner(self) -> UUID:
        return UUID(self.cleaned_data["owner"])


class AskedForm(forms.Form):
    """They were asked."""

    result = LongText(
        label=_("How are they, and what did they say?"),
        help_text=_("In their words. Something new that worries you is a line of the chronology as well."),
        most=LONGEST_ANSWER,
        rows=4,
    )
