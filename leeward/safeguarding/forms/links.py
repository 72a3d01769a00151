"""What is asked when cases are put together or apart, and what a chronology is narrowed to."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField, LongText
from leeward.safeguarding.forms.case import Seen
from leeward.safeguarding.labels import label_later
from leeward.safeguarding.rules.chronology import From
from leeward.safeguarding.rules.telling import LONGEST_ANSWER


class LinkForm(Seen):
    """Another case, and why."""

    other_case = forms.CharField(
        label=_("Reference of the other case"), help_text=_("Such as K7QF-3MXD"), max_length=20
    )
    reason = LongText(label=_("Why?"), most=LONGEST_ANSWER, rows=3)


class SplitForm(Seen):
    """Why a concern gets a case of its own."""

    reason = LongText(label=_("Why?"), most=LONGEST_ANSWER, rows=3)


class ChronologyForm(forms.Form):
    """What is shown. Sent with GET; an answer that cannot be read counts as empty."""

    sources = forms.MultipleChoiceField(
        label=_("Only these"),
        choices=[(str(one), label_later(one)) for one in From],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)

    def __init__(self, given: Any) -> None:  # Any: Django's shape of an address's answers
        super().__init__(given)
        self.is_valid()

    @property
    def chosen(self) -> frozenset[From]:
        return frozenset(From(one) for one in self.cleaned_data.get("sources", ()))

    @property
    def days(self) -> tuple[date | None, date | None]:
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")

    @property
    def narrowed(self) -> bool:
        return bool(self.chosen) or any(self.days)
