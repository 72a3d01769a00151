"""What is known of a case for the routes: its kind, whom it concerns, how serious it is, and where."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.settings_history.declared import scopes
from leeward.foundation.settings_history.scopes import GROUP
from leeward.safeguarding.route_words import kind_words, severity_words, subject_words
from leeward.safeguarding.rules.facts import ConcernKind, Facts, Subject


class FactsForm(forms.Form):
    """Changing them works the readers out again by the routes in force."""

    kind = forms.ChoiceField(label=_("What is it mainly about?"), required=False)
    subject = forms.ChoiceField(label=_("Whom does it concern?"), required=False)
    severity = forms.ChoiceField(label=_("How serious is it?"), required=False, widget=forms.RadioSelect)
    site = forms.ChoiceField(label=_("Where?"), required=False)

    def __init__(self, now: datetime, *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        options = {
            "kind": [(one.value, kind_words(one)) for one in ConcernKind],
            "subject": [(one.value, subject_words(one)) for one in Subject],
            "severity": list(severity_words(now).items()),
            "site": [(scope.key, name) for scope, name in scopes().items() if scope != GROUP],
        }
        for name, found in options.items():
            self.fields[name].choices = [("", _("Not known")), *found]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def facts(self) -> Facts:
        """As chosen."""
        given = self.cleaned_data
        return Facts(given["kind"], given["subject"], given["severity"], given["site"])
