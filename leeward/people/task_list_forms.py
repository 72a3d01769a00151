"""Changing a list of tasks: a row for each task, and a few empty ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.people.queries.post_names import post_names
from leeward.people.queries.task_lists import doer_words
from leeward.people.task_rules import LONGEST_WORDS, MOST_DAYS, MOST_TASKS, SELF, SPONSOR, TUTOR, TaskLine

SPARE = 2
"""Empty rows for new tasks, each time the page is shown."""


class TaskRow(forms.Form):
    """One task; without words it is taken out of the list."""

    mark_optional = False
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What is to be done"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("Leave empty to take it out."),
    )
    doer = forms.ChoiceField(label=_("Who does it"))
    days = forms.IntegerField(
        label=_("Working days after the day, or before it with a minus"),
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        required=False,
        initial=0,
    )
    before_access = forms.BooleanField(label=_("Comes before access"), required=False)
    from_end = forms.BooleanField(label=_("Counted from the last day of somebody here for a while"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        doers = [*post_names(), SELF, TUTOR, SPONSOR]
        field = self.fields["doer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(doer), doer_words(str(doer))) for doer in doers]


class WhyForm(forms.Form):
    """Why a list changes."""

    why = forms.CharField(label=_("Why does the list change?"), max_length=300)


class TaskRows:
    """All rows of a list, as shown or as sent."""

    def __init__(self, lines: Sequence[TaskLine], data: Mapping[str, str] | None = None) -> None:
        count = len(lines) + SPARE
        if data is not None:
            asked = str(data.get("rows", ""))
            count = (
                min(int(asked), MOST_TASKS + SPARE) if asked.isascii() and asked.isdigit() and len(asked) < 4 else -1
            )
        self.garbled = count < 0
        self.forms = [
            TaskRow(data, prefix=f"task-{number}", initial=self._initial(lines, number)) for number in range(count)
        ]

    @staticmethod
    def _initial(lines: Sequence[TaskLine], number: int) -> dict[str, object]:
        if number >= len(lines):
            return {}
        line = lines[number]
        names = ("key", "words", "doer", "days", "before_access", "from_end")
        return {name: getattr(line, name) for name in names}

    def is_valid(self) -> bool:
        # Every row is looked at, so that each shows its own mistake.
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong and not self.garbled

    def lines(self) -> list[TaskLine]:
        """The tasks as sent, in order, each with a key of its own. Only after is_valid()."""
        taken: set[str] = set()
        found = []
        for number, form in enumerate(self.forms):
            given = form.cleaned_data
            words = " ".join(given["words"].split())
            if not words:
                continue
            key = given["key"] or f"own-{number}"
            while key in taken:
                key = f"{key[:34]}-{len(taken)}"
            taken.add(key)
            days = given["days"] or 0
            found.append(TaskLine(key, words, given["doer"], days, given["before_access"], given["from_end"]))
        return found
