"""What HR fills in about a file of people: the file, what its columns mean, and which people it should name."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leeward.people.importing.entries import NAMES
from leeward.people.importing.table import MOST_BYTES, Table, heading_key, shown
from leeward.people.wording import CLASSES, COLUMNS


class ImportForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("At most 25 MB and 5,000 rows; larger files by the command."),
        allow_empty_file=True,
    )
    source = forms.CharField(
        label=_("Which system does it come from?"),
        help_text=_("What you choose about its columns is remembered under this name for the next file from there."),
        required=False,
        max_length=80,
    )
    complete = forms.MultipleChoiceField(
        label=_("Does the file name everybody of a class?"),
        help_text=_("Then you are told how many are missing from it, and may record them as having left."),
        required=False,
        choices=[(kind.value, words) for kind, words in CLASSES.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file = self.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 25 MB. Split it and import the parts."))
        return file

    def clean_source(self) -> str:
        return " ".join(str(self.cleaned_data["source"]).split())


class ColumnsForm(forms.Form):
    """What each column of a file means."""

    mark_optional = False

    def __init__(self, table: Table, chosen: Mapping[str, str], *args: Any, **more: Any) -> None:  # Any: as Form takes
        super().__init__(*args, **more)
        self.keys: dict[str, str] = {}
        for place, cell in enumerate(table.heading.cells):
            key = heading_key(cell)
            if not key or key in self.keys.values():
                continue
            name = f"column-{place}"
            self.keys[name] = key
            self.fields[name] = forms.ChoiceField(
                label=shown(cell),
                required=False,
                choices=[("", _("Not used")), *COLUMNS.items()],
                initial=chosen.get(key, NAMES.get(key, "")),
            )

    def columns(self) -> dict[str, str]:
        """Heading → field, empty for a column that is not used. Only after is_valid()."""
        return {key: str(self.cleaned_data.get(name) or "") for name, key in self.keys.items()}


class ExportForm(forms.Form):
    """Of whom the file is."""

    mark_optional = False
    kind = forms.ChoiceField(
        label=_("Class"),
        required=False,
        choices=[("", _("Everybody")), *((kind.value, words) for kind, words in CLASSES.items())],
    )
    purpose = forms.CharField(
        label=_("What do you need the file for?"),
        help_text=_("Kept in the audit trail. Name nobody."),
        max_length=200,
    )
