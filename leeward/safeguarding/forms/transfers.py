"""What is asked when a record goes to another setting, arrives there, or comes from one."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField, LongText
from leeward.safeguarding.actions.transferring import Receipt, Receiver
from leeward.safeguarding.forms.printing import part_choices
from leeward.safeguarding.rules.record import Part
from leeward.safeguarding.rules.transfer import MOST_PAGE

NOT_AT_FIRST = (Part.READERS, Part.MESSAGES)
"""Parts that are about how the work is done here: sent only when somebody chooses them."""


class TransferForm(forms.Form):
    """To whom, why, and what."""

    name = forms.CharField(label=_("Which school, college or provider?"), max_length=200)
    contact = forms.CharField(
        label=_("Who receives it there, and on which telephone number?"),
        help_text=_("The designated safeguarding lead. Take the number from a source you trust, not from a message."),
        max_length=200,
    )
    started_on = DateField(label=_("When did the learner start there, or when will they?"), required=False)
    why = LongText(label=_("Why does it go to them?"), most=1000, rows=3)

    def __init__(self, parts: tuple[Part, ...], *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["parts"] = forms.MultipleChoiceField(
            label=_("What goes with it?"),
            choices=part_choices(parts),
            initial=[str(part) for part in parts if part not in NOT_AT_FIRST],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one part.")},
        )

    @property
    def parts(self) -> list[Part]:
        return [Part(one) for one in self.cleaned_data["parts"]]

    @property
    def receiver(self) -> Receiver:
        given = self.cleaned_data
        started: date | None = given["started_on"]
        return Receiver(given["name"], given["contact"], given["why"], started)


class ReceiptForm(forms.Form):
    """What the receiver says."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    post = forms.CharField(label=_("Your post"), max_length=200)
    setting = forms.CharField(label=_("Your school, college or provider"), max_length=200)
    whole = forms.ChoiceField(
        label=_("Did the page say that every file is as the sender listed it?"),
        choices=[("yes", _("Yes")), ("no", _("No, or it did not open"))],
        widget=forms.RadioSelect,
    )
    note = LongText(
        label=_("Anything the sender must know"),
        help_text=_("Write nothing about the learner here."),
        most=500,
        rows=2,
        required=False,
    )

    @property
    def receipt(self) -> Receipt:
        given = self.cleaned_data
        return Receipt(given["name"], given["post"], given["setting"], given["whole"] == "yes", given["note"])


class ByTelephoneForm(forms.Form):
    """Somebody confirmed by telephone."""

    text = LongText(label=_("Who confirmed it, when and how?"), most=1000, rows=2)


class WithdrawForm(forms.Form):
    """Taking a pack back."""

    reason = LongText(label=_("Why is it taken back?"), most=1000, rows=2)


class ArrivalForm(forms.Form):
    """A pack and its words."""

    file = forms.FileField(label=_("The sealed record"), help_text=_("The file as you got it, at most 64 MB."))
    words = forms.CharField(
        label=_("The six words"),
        help_text=_("The sender says them on the telephone."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file = self.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        if (file.size or 0) > MOST_PAGE:
            raise ValidationError(_("The file is larger than 64 MB. Ask the sender for it in parts."))
        return file
