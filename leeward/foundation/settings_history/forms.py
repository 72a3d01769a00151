"""What people enter to change a setting."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.foundation.fields import DateField, LongText
from leeward.foundation.settings_history.actions import LONGEST_WHY
from leeward.foundation.settings_history.declared import AnySetting
from leeward.foundation.settings_history.shapes import Choice, Switch, TimeOfDay, Whole

_WHY_MISSING = {"required": gettext_lazy("Say why the setting changes.")}


class ChangeForm(forms.Form):
    """The new value, why, and from which day; as entered, so that the setting itself says what is wrong."""

    mark_optional = False
    value = forms.CharField(required=False)
    why = LongText(most=LONGEST_WHY, rows=2, error_messages=_WHY_MISSING)
    from_day = DateField(required=False, earliest=2000)

    def __init__(self, setting: AnySetting, now: datetime, *given: Any, **named: Any) -> None:
        # Any: whatever django.forms.Form takes
        super().__init__(*given, **named)
        self.now = now
        self.fields["value"] = _field(setting)
        self.fields["value"].label = _(setting.label)
        self.fields["why"].label = _("Why")
        self.fields["why"].help_text = _("Kept with the change. Do not name learners or describe cases.")
        self.fields["from_day"].label = _("From which day")
        self.fields["from_day"].help_text = _("Leave this empty to change it now.")

    def clean_from_day(self) -> datetime | None:
        """The start of the day, None for now. Raises ValidationError for a day that has begun already."""
        day = self.cleaned_data["from_day"]
        if day is None:
            return None
        start = datetime.combine(day, time(), timezone.get_default_timezone())
        if start < self.now:
            raise forms.ValidationError(_("Choose a day after today, or leave this empty to change it now."))
        return start


class GiveBackForm(forms.Form):
    """Why an own choice is given back to the company or group."""

    why = LongText(most=LONGEST_WHY, rows=2, error_messages=_WHY_MISSING, label=gettext_lazy("Why"))


def _field(setting: AnySetting) -> forms.Field:
    """The control that suits the shape. Nothing is required here: the shape has the better message."""
    hint = _(setting.help) if setting.help else ""
    match setting.shape:
        case Switch():
            return forms.ChoiceField(
                choices=[("on", _("On")), ("off", _("Off"))], widget=forms.RadioSelect, help_text=hint
            )
        case Choice(options):
            return forms.ChoiceField(
                choices=[(option, option) for option in options], widget=forms.RadioSelect, help_text=hint
            )
        case Whole():
            numeric = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"})
            unit = _(setting.unit) if setting.unit else ""
            return forms.CharField(required=False, widget=numeric, help_text=" ".join(filter(None, (hint, unit))))
        case TimeOfDay():
            short = forms.TextInput({"class": "govuk-input--width-5"})
            return forms.CharField(required=False, widget=short, help_text=hint)
    return LongText(required=False, most=20_000, rows=4, help_text=hint)
