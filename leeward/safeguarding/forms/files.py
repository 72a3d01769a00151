"""What is asked about a file of a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, LongText
from leeward.foundation.files.kinds import Unwelcome
from leeward.foundation.files.wording import WHY_NOT
from leeward.safeguarding.rules.attaching import Could
from leeward.safeguarding.rules.telling import LONGEST_ANSWER


class CouldForm(forms.Form):
    """Before any upload. Whoever is not sure does not upload."""

    could = forms.ChoiceField(
        label=_("Could the file show a nude or sexual picture of anyone under 18?"),
        help_text=_(
            "A drawing, a made-up picture, or one with the parts covered counts as well. Do not look to check."
        ),
        choices=[
            (Could.NO, Choice(_("No"))),
            (Could.YES, Choice(_("Yes, it could"))),
            (Could.UNSURE, Choice(_("I am not sure"), hint=_("Then it is not uploaded, and nobody is blamed."))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer this first: it decides whether a file may be sent here.")},
    )


class AddFileForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A picture (JPEG, PNG, GIF, WebP), a PDF, plain text, a saved e-mail (.eml), or .docx, .xlsx, .odt."
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, megabytes: int, too_large: bool = False, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.megabytes = megabytes
        if too_large:  # it was not even received
            self.fields["file"].error_messages["required"] = str(WHY_NOT[Unwelcome.TOO_LARGE])

    @property
    def sent(self) -> "UploadedFile[bytes]":
        """The file as it came, in memory."""
        found = self.cleaned_data["file"]
        assert isinstance(found, UploadedFile)
        return found


class SealForm(forms.Form):
    """Sealing a file for good."""

    why = LongText(
        label=_("Why is it sealed?"),
        help_text=_("Say what made you stop, in a few words. Do not describe what it shows."),
        most=LONGEST_ANSWER,
        rows=3,
        error_messages={"required": _("Say why it is sealed.")},
    )
    witness = forms.CharField(
        label=_("Who is with you?"),
        help_text=_("The name of somebody who was there, or “nobody”. They need not look, and should not."),
        max_length=200,
        error_messages={"required": _("Enter a name, or “nobody”.")},
    )
    sure = forms.BooleanField(
        label=_("I understand that nobody here can open it again, and that this cannot be taken back."),
        error_messages={"required": _("Confirm this before you seal it.")},
    )


class OriginalForm(forms.Form):
    """Why the original is needed."""

    reason = LongText(
        label=_("Why is the original needed?"),
        help_text=_("It may tell where and when it was made, and on which device."),
        most=LONGEST_ANSWER,
        rows=3,
        error_messages={"required": _("Say why the original is needed.")},
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if not reason:
            raise ValidationError(_("Say why the original is needed."))
        return reason


class ReleaseForm(forms.Form):
    """Which police ask for a sealed file."""

    force = forms.CharField(
        label=_("Which police force, and which officer?"),
        max_length=200,
        error_messages={"required": _("Name the force and the officer.")},
    )
    reference = forms.CharField(
        label=_("Their reference"),
        max_length=100,
        error_messages={"required": _("Enter the reference the police gave you.")},
    )
