"""Lists and tasks in words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leeward.people.coming_words import OCCASIONS, STATES
from leeward.people.queries.comings import ListLine, TaskShown
from leeward.people.task_rules import Occasion

register = template.Library()


@register.filter
def occasion_words(occasion: Occasion) -> str:
    """What happens: joins, moves, leaves."""
    return str(OCCASIONS[occasion])


def _state(name: str, label: str) -> SafeString:
    return format_html('<span class="lw-state lw-state--{}">{}</span>', name, label)


@register.simple_tag
def task_state(task: TaskShown) -> SafeString:
    """How a task stands."""
    if task.overdue:
        return _state("overdue", _("Overdue"))
    name, words = STATES[task.state]
    return _state(name, str(words))


@register.simple_tag
def list_state(line: ListLine) -> SafeString:
    """How a list stands: so many of so many, and whether something is late."""
    said = _("%(done)d of %(total)d done") % {"done": line.done, "total": line.total}
    if line.finished:
        return _state("done", said)
    if line.overdue:
        return _state("overdue", _("%(said)s, %(late)d overdue") % {"said": said, "late": line.overdue})
    return _state("open", said)
