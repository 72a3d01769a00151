"""The one question of the writing aid."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText


class DraftForm(forms.Form):
    """Sentences to be looked over."""

    text = LongText(
        label=_("What do you want to promise?"),
        help_text=_("Paste one sentence or a whole section. Nothing is kept."),
        most=20000,
        rows=8,
        error_messages={"required": _("Write or paste what you want to promise.")},
    )
