"""What people enter to make a token for another system."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.api.operations import scopes
from leeward.foundation.api.tokens import LONGEST_DAYS


class TokenForm(forms.Form):
    """A name, what it is for, and for how long."""

    name = forms.CharField(
        label=_("Which system is it for?"), max_length=80, help_text=_("For example, learner record system.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as it needs. No token ever gives concerns, cases or findings."),
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=90,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
        help_text=_("A year at most. Make a new one before it ends."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:  # Any: whatever django.forms.Form takes
        super().__init__(*given, **named)
        choices = [(scope.name, f"{scope.name}: {_(scope.words)}") for scope in scopes().values()]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]  # a choice field, as declared
