"""The one question about the board: when it met."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField


class BoardDayForm(forms.Form):
    """A day on which the board met, with the reference of its minutes."""

    day = DateField(
        label=_("When did the board meet?"), error_messages={"required": _("Enter the day on which the board met.")}
    )
    minute = forms.CharField(
        label=_("Reference of the minutes"),
        help_text=_("For example “Board 12 November, item 6”. It may stay empty."),
        required=False,
        max_length=200,
    )
