"""The questions about reviews, and about looks between them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField, LongText
from leeward.policy.rules.reconsidering import TOLD, Decision, Trigger

_DECISIONS = [
    (Decision.STANDS.value, _("The text stands as it is")),
    (Decision.NEW_VERSION.value, _("A new version is to be written")),
]
_TRIGGERS = [
    (Trigger.INCIDENT.value, _("An incident or a concern")),
    (Trigger.LAW.value, _("New law or guidance")),
    (Trigger.TECHNOLOGY.value, _("New technology")),
    (Trigger.FINDING.value, _("A finding of monitoring, an audit or an inspection")),
    (Trigger.COMPANY.value, _("A change in the organisation")),
]
assert [key for key, _words in _TRIGGERS] == [trigger.value for trigger in TOLD]


class ReviewForm(forms.Form):
    """That a review was held."""

    done_on = DateField(
        label=_("When was the review held?"),
        error_messages={"required": _("Enter the day on which the review was held.")},
    )
    decision = forms.ChoiceField(
        label=_("What came of it?"),
        choices=_DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the review.")},
    )
    finding = LongText(
        label=_("What did it find?"),
        help_text=_("Without names and without anything of a case: everybody who keeps policies reads it."),
        most=1000,
        rows=4,
        error_messages={"required": _("Say what the review found.")},
    )


class CycleForm(forms.Form):
    """How often."""

    months = forms.IntegerField(
        label=_("Months between reviews"),
        min_value=1,
        max_value=36,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"required": _("Enter the number of months."), "invalid": _("Enter a whole number.")},
    )
    how = forms.ChoiceField(
        label=_("Counted from"),
        choices=[
            ("rolling", _("the last review or approval")),
            ("fixed", _("fixed days, whenever the last review was held")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the months are counted from.")},
    )
    anchor = DateField(
        label=_("For fixed days: one of them"),
        help_text=_("For example 1 9 2027. Else leave it empty."),
        required=False,
    )
    why = forms.CharField(label=_("Why?"), max_length=500, error_messages={"required": _("Say why.")})

    def clean(self) -> dict[str, object]:
        """Fixed days need one to count from; a rolling cycle has none."""
        given = self.cleaned_data
        if given.get("how") == "fixed" and "anchor" in given and not given["anchor"]:
            self.add_error("anchor", _("Enter one of the fixed days."))
        if given.get("how") == "rolling":
            given["anchor"] = None
        return given


class LookForm(forms.Form):
    """That something happened."""

    trigger = forms.ChoiceField(
        label=_("What happened?"),
        choices=_TRIGGERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    why = LongText(
        label=_("Why may the policy have to change?"),
        help_text=_("Without names and without anything of a case: everybody who keeps policies reads it."),
        most=500,
        rows=3,
        error_messages={"required": _("Say what happened.")},
    )


class DecisionForm(forms.Form):
    """What comes of it."""

    decision = forms.ChoiceField(
        label=_("What comes of it?"),
        choices=_DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes of it.")},
    )
    reason = LongText(
        label=_("Why?"),
        help_text=_("It is kept and cannot be changed later. Without names and without anything of a case."),
        most=1000,
        rows=4,
        error_messages={"required": _("Give the reason for your decision.")},
    )
