"""What is asked before a case is printed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText
from leeward.safeguarding.actions.recording import part_title
from leeward.safeguarding.rules.record import Part


def part_choices(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    """Parts of a record with their headings, in their order."""
    return [(str(part), part_title(part)) for part in parts]


class PrintForm(forms.Form):
    """Which parts, and why."""

    reason = LongText(
        label=_("Why is it printed, and for whom?"),
        help_text=_("It is kept in the chronology, with your name and the number of the print."),
        most=1000,
        rows=3,
        error_messages={"required": _("Say why it is printed.")},
    )

    def __init__(self, parts: tuple[Part, ...], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what django.forms.Form takes
        self.fields["parts"] = forms.MultipleChoiceField(
            label=_("What goes on paper?"),
            choices=part_choices(parts),
            initial=[str(part) for part in parts],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one part.")},
        )
        self.order_fields(["parts", "reason"])

    @property
    def parts(self) -> list[Part]:
        return [Part(one) for one in self.cleaned_data["parts"]]
