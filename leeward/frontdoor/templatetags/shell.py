"""Tags and filters of the page shell: its static files, and fields in GOV.UK markup."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Textarea
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leeward.foundation.fields import UNANSWERED, DateParts

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of the shell's static files, changing whenever the file does."""
    return static(f"frontdoor/{name}")


@register.filter
def kind(field: BoundField) -> str:
    """`checkbox` for a lone box, `date` for three parts, else nothing."""
    if isinstance(field.field.widget, CheckboxInput):
        return "checkbox"
    return "date" if isinstance(field.field.widget, DateParts) else ""


@register.filter
def counted(field: BoundField) -> int:
    """The number of characters a textarea shows as its limit, or 0."""
    return int(field.field.widget.attrs.get("data-count") or 0) if isinstance(field.field.widget, Textarea) else 0


@register.simple_tag
def count_limit(field: BoundField) -> str:
    """What a counted textarea says without script."""
    return _("You can enter up to %(number)s characters") % {"number": counted(field)}


@register.simple_tag
def optional(field: BoundField) -> str:
    """Marks what may be left empty, unless the label already says so or the form says it once for all."""
    silent = getattr(field.form, "mark_optional", True) is False or "optional" in str(field.label).lower()
    return "" if silent else _("(optional)")


@register.filter
def classes(widget: Mapping[str, Any]) -> str:  # Any: Django's own context of a widget
    """The class attribute of an input, textarea or select, with its error state."""
    kind_of_input = widget.get("type")
    base = "govuk-input" if kind_of_input else "govuk-select"
    if kind_of_input == "file":
        base = "govuk-file-upload"
    elif kind_of_input is None and "optgroups" not in widget:
        base = "govuk-textarea"
    attrs = widget.get("attrs", {})
    own = str(attrs.get("class", ""))
    extra = " govuk-js-character-count" if attrs.get("data-count") else ""
    wrong = f" {base}--error" if attrs.get("aria-invalid") else ""
    return f"{base}{wrong}{extra}{' ' + own if own else ''}"


@register.filter
def problems(form: BaseForm) -> list[tuple[str, str]]:
    """Every error with the id of the control it is about, in the order of the fields; errors of the whole first."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for name in form.fields:
        field = form[name]
        for problem in form.errors.as_data().get(name, []):
            for message in problem.messages:
                unanswered = problem.code == "required" and message == str(UNANSWERED)
                text = _("%(label)s: answer this question") % {"label": field.label} if unanswered else message
                found.append((_first_control(field), text))
    return found


def _first_control(field: BoundField) -> str:
    if isinstance(field.field.widget, DateParts):
        return f"{field.auto_id}_0"
    if field.use_fieldset:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag
def state(name: str, label: str) -> SafeString:
    """A state in words, with a shape and a colour beside them."""
    return format_html('<span class="lw-state lw-state--{}">{}</span>', name, label)
