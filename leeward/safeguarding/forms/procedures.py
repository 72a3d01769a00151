"""The questions of a guided procedure as a form, and how a duty ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.safeguarding.forms.case import at
from leeward.safeguarding.rules.procedures.shape import Question, Screen
from leeward.safeguarding.rules.telling import LONGEST_ANSWER


class ScreenForm(forms.Form):
    """One screen of a procedure. Answers to several choices are kept as values joined by a space."""

    def __init__(self, screen: Screen, answers: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        for question in screen.questions:
            self.fields[question.key] = _field(question)
            given = answers.get(question.key, "")
            self.fields[question.key].initial = given.split() if question.several else given

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by question. Only after is_valid()."""
        return {key: " ".join(value) if isinstance(value, list) else value for key, value in self.cleaned_data.items()}


def _field(question: Question) -> forms.Field:
    label, hint = _(question.text), _(question.hint) if question.hint else ""
    if not question.choices:
        return LongText(label=label, help_text=hint, required=question.needed, most=LONGEST_ANSWER, rows=3)
    choices = [(value, Choice(_(text))) for value, text in question.choices]
    if question.several:
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            required=question.needed,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        label=label, help_text=hint, required=question.needed, choices=choices, widget=forms.RadioSelect
    )


class EndDutyForm(forms.Form):
    """A duty is done, or does not apply."""

    applies = forms.ChoiceField(
        label=lazy("Is it done?"),
        choices=[
            ("yes", Choice(lazy("It is done"))),
            ("no", Choice(lazy("It does not apply"), hint=lazy("Give the reason. It stays on record."))),
        ],
        widget=forms.RadioSelect,
    )
    result = LongText(
        label=lazy("What came of it, or why does it not apply?"),
        help_text=lazy("Whom you spoke to, when, their reference, and what they said."),
        most=LONGEST_ANSWER,
        rows=4,
    )
    day = DateField(
        label=lazy("When was it done?"),
        help_text=lazy("Leave it empty for just now. What follows is counted from then."),
        required=False,
    )
    clock = forms.TimeField(label=lazy("Time"), help_text=lazy("Such as 14:30"), required=False)

    def __init__(self, now: datetime, *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        found = super().clean() or {}
        day, clock = found.get("day"), found.get("clock")
        if (day is None) != (clock is None) and not {"day", "clock"} & set(self.errors):
            self.add_error("clock" if day else "day", _("Enter the day and the time, or neither."))
        elif day and clock and at(day, clock) > self.now:
            self.add_error("day", _("That time is still to come."))
        return found

    @property
    def done_at(self) -> datetime | None:
        """When it was done, None for just now. Only after is_valid()."""
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("clock")
        return at(day, clock) if day and clock else None
