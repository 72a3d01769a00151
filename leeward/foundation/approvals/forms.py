"""What people enter about a request: a decision, a deputy, a withdrawal."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.foundation.approvals.kinds import Kind, Purpose
from leeward.foundation.approvals.words import LONGEST
from leeward.foundation.fields import DateField, LongText
from leeward.foundation.holders import name_of

APPROVE, REFUSE = "approve", "refuse"
_WORDS = {
    Purpose.PERMISSION: (gettext_lazy("Approve"), gettext_lazy("Refuse")),
    Purpose.ATTESTATION: (gettext_lazy("Yes, this is true"), gettext_lazy("No, I cannot say that")),
    Purpose.SECOND_READER: (gettext_lazy("I agree"), gettext_lazy("I do not agree")),
}


class DecisionForm(forms.Form):
    """Yes or no, what was made sure of, until when, and why."""

    mark_optional = False
    decision = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose one.")})
    confirmed = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    until = DateField(required=False, earliest=2000)
    reason = LongText(most=LONGEST, rows=4, error_messages={"required": gettext_lazy("Give a reason.")})

    def __init__(self, kind: Kind, *given: Any, **named: Any) -> None:  # Any: whatever django.forms.Form takes
        super().__init__(*given, **named)
        yes, no = _WORDS[kind.purpose]
        fields: dict[str, Any] = self.fields  # Any: each kind of field has attributes of its own
        fields["decision"].label = _("Your decision")
        fields["decision"].choices = [(APPROVE, yes), (REFUSE, no)]
        fields["reason"].label = _("Reason")
        fields["reason"].help_text = _("The person who asked can read this.")
        if kind.criteria:
            fields["confirmed"].label = _("Before you say yes, make sure of each point")
            fields["confirmed"].choices = [(each.key, _(each.text)) for each in kind.criteria]
        else:
            del fields["confirmed"]
        if kind.purpose is Purpose.PERMISSION:
            fields["until"].label = _("Last day it holds")
            fields["until"].help_text = _longest(kind)
        else:
            del fields["until"]

    @property
    def approves(self) -> bool:
        return bool(self.cleaned_data["decision"] == APPROVE)

    @property
    def confirmed_points(self) -> list[str]:
        return list(self.cleaned_data.get("confirmed") or [])

    @property
    def end(self) -> datetime | None:
        """The end of the day chosen, None when left open."""
        day = self.cleaned_data.get("until")
        return None if day is None else datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone())


class DelegateForm(forms.Form):
    """Which deputy may decide as well."""

    to = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose a deputy.")})

    def __init__(self, deputies: Iterable[UUID], *given: Any, **named: Any) -> None:  # Any: as above
        super().__init__(*given, **named)
        fields: dict[str, Any] = self.fields  # Any: as above
        fields["to"].label = _("Let a deputy decide as well")
        fields["to"].choices = sorted(
            ((str(person), name_of(person) or _("A deputy")) for person in deputies), key=lambda choice: choice[1]
        )


def _longest(kind: Kind) -> str:
    if kind.longest is None:
        return _("Leave this empty if it has no end.")
    return _("At most %(days)d days from now, which is also what an empty date means.") % {"days": kind.longest.days}
