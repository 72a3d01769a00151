"""What people enter about outside providers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leeward.foundation.fields import DateField
from leeward.people.actions.outside_it import ProviderDetails
from leeward.people.providers.rules import Duty
from leeward.people.providers.wording import DUTIES

LARGEST = 20_000_000


class ProviderForm(forms.Form):
    """A provider, and for each duty within how many hours it acts; empty where it has not taken it on."""

    name = forms.CharField(label=lazy("Name"), max_length=120)
    contract = forms.CharField(label=lazy("Contract reference"), max_length=80)
    starts = DateField(label=lazy("First day of the contract"))
    ends = DateField(label=lazy("Last day"), required=False, help_text=lazy("Leave empty where it goes on."))
    contact = forms.CharField(label=lazy("Whom to call there"), max_length=120)
    phone = forms.CharField(label=lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=lazy("E-mail"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:  # Any: whatever django.forms.Form takes
        super().__init__(*given, **named)
        for duty, words in DUTIES.items():
            self.fields[f"duty-{duty}"] = forms.IntegerField(
                label=str(words),
                min_value=1,
                max_value=1000,
                required=False,
                help_text=_("Within how many hours it acts."),
            )

    def details(self) -> ProviderDetails:
        """Only after is_valid()."""
        return ProviderDetails(**{name: self.cleaned_data[name] for name in ProviderDetails.__slots__})

    def duties(self) -> dict[Duty, int]:
        """Those taken on. Only after is_valid()."""
        given = {duty: self.cleaned_data[f"duty-{duty}"] for duty in Duty}
        return {duty: hours for duty, hours in given.items() if hours}


class AssuranceForm(forms.Form):
    """What a provider showed."""

    what = forms.CharField(label=lazy("What they showed or stated"), max_length=200)
    dated = DateField(label=lazy("Given on"))
    expires = DateField(label=lazy("Counts until"))
    document = forms.FileField(
        label=lazy("Document"),
        required=False,
        help_text=lazy("Only its fingerprint is kept, to show later that it is the same. Keep the document."),
    )

    def clean_document(self) -> "UploadedFile[bytes] | None":
        file = self.cleaned_data["document"]
        if file is not None and (file.size or 0) > LARGEST:
            raise ValidationError(_("The file is larger than 20 MB."))
        return file  # type: ignore[no-any-return]  # what FileField gives
