"""For whom it is to be proven that they cannot learn of a case."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class CannotForm(forms.Form):
    """One person, from those who are kept out, and everybody who holds a post."""

    person = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Choose somebody.")})

    def __init__(self, persons: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        options = [("", _("Choose")), *((str(person), name) for person, name in persons)]
        self.fields["person"].choices = options  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> UUID:
        return UUID(self.cleaned_data["person"])
