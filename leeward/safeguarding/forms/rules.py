"""What is asked of somebody who compared a rule with the published text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, LongText
from leeward.safeguarding.rules.pack import Verdict


class CheckRuleForm(forms.Form):
    """The comparison and what came of it."""

    against = forms.CharField(
        label=_("Which publication did you compare it with?"),
        help_text=_("Title, edition and paragraph. Such as: Keeping children safe in education, 2026, paragraph 101."),
        max_length=300,
        error_messages={"required": _("Say which publication you compared it with.")},
    )
    verdict = forms.ChoiceField(
        label=_("Does it agree?"),
        choices=[
            (Verdict.AGREES, Choice(_("Yes, words and numbers agree"))),
            (
                Verdict.DIFFERS,
                Choice(_("No"), hint=_("Change the limit on the page of settings, and say here what differs.")),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it agrees.")},
    )
    note = LongText(label=_("What differs, or what should others know?"), required=False, most=1000, rows=3)

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        found = super().clean() or {}
        if found.get("verdict") == Verdict.DIFFERS and not str(found.get("note", "")).strip():
            self.add_error("note", _("Say what differs."))
        return found
