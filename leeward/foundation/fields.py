"""Form fields every room may use: a date in three parts, choices with a hint, long text with a count."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

_MONTH_NAMES = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}

UNANSWERED = _("Answer this question.")
TOO_LONG = _("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d.")


def speak_plainly() -> None:
    """Puts our words in the place of Django's for what goes wrong most often. Called once when everything is loaded."""
    forms.Field.default_error_messages["required"] = UNANSWERED
    MaxLengthValidator.message = TOO_LONG


class Choice:
    """The label of a choice with a line of explanation under it: `(value, Choice(_("Label"), hint=_("…")))`.

    Both are put into words when they are shown, not when the form is declared.
    """

    def __init__(self, label: object, *, hint: object = "") -> None:
        self._label, self._hint = label, hint

    def __str__(self) -> str:
        return str(self._label)

    @property
    def hint(self) -> str:
        """The explanation, or nothing."""
        return str(self._hint)


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes, as people know them from letters."""

    template_name = "frontdoor/date_parts.html"
    use_fieldset = True

    def __init__(self, *, birthday: bool = False, attrs: dict[str, Any] | None = None) -> None:  # Any: Django's shape
        parts = ((_("Day"), "2", "bday-day"), (_("Month"), "2", "bday-month"), (_("Year"), "4", "bday-year"))
        super().__init__(
            [
                forms.TextInput({"part": label, "width": width, **({"autocomplete": auto} if birthday else {})})
                for label, width, auto in parts
            ],
            attrs,
        )

    def decompress(self, value: date | str | None) -> list[str]:
        """A date as its three parts."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """The legend labels the group; no single box does."""
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[str]:
        """The three parts as typed, never cut or mended. Any: Django's shapes of posted data."""
        return [str(data.get(f"{name}_{n}", "")) for n in range(3)]


class DateField(forms.Field):
    """A date typed as day, month and year; the error says which part is missing or wrong.

    Months may be words ("March", "mar"). `earliest` and `latest` bound the year only to catch slips of the hand.
    """

    widget = DateParts

    def __init__(self, *, earliest: int = 1900, latest: int = 2100, birthday: bool = False, **more: Any) -> None:
        # Any: whatever django.forms.Field takes
        more.setdefault("widget", DateParts(birthday=birthday))
        super().__init__(**more)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: object) -> date | None:
        """The date, None when all three parts are empty. Raises ValidationError naming the part to mend."""
        if isinstance(value, date):
            return value
        typed = [str(part).strip() for part in value] if isinstance(value, list | tuple) else ["", "", ""]
        if not any(typed):
            return None
        labels = (_("a day"), _("a month"), _("a year"))
        missing = [str(label) for label, part in zip(labels, typed, strict=False) if not part]
        if missing:
            raise ValidationError(
                _("The date must include %(parts)s.") % {"parts": (str(_(" and "))).join(missing)}, code="missing-part"
            )
        try:
            day, month, year = _number(typed[0]), _month(typed[1]), _number(typed[2])
            found = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(_("Enter a real date, such as 27 3 2026."), code="not-a-date") from None
        if not self.earliest <= found.year <= self.latest:
            raise ValidationError(
                _("Enter a year between %(first)s and %(last)s, in four figures.")
                % {"first": self.earliest, "last": self.latest},
                code="year",
            )
        return found

    def has_changed(self, initial: object, data: object) -> bool:
        """Compared as dates."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise ValueError
    return int(text)


def _month(text: str) -> int:
    return MONTHS[text.lower()] if text.lower() in MONTHS else _number(text)


class LongText(forms.CharField):
    """Several lines. `most` characters are allowed; the page counts down when `count` is on."""

    def __init__(self, *, most: int = 20_000, rows: int = 6, count: bool = False, **more: Any) -> None:
        # Any: whatever django.forms.CharField takes
        attrs: dict[str, Any] = {"rows": rows}  # Any: Django's shape of attributes
        if count:
            attrs["data-count"] = most
        more.setdefault("widget", forms.Textarea(attrs))
        super().__init__(max_length=most, **more)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # Any: Django's shape of attributes
        """No maxlength: a browser would cut what people paste without telling them."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs
