"""How joining, moving, leaving and coming for a while are said to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leeward.people.task_rules import Occasion, TaskState, WhyClosed

Words = str | Promise

OCCASIONS: dict[Occasion, Words] = {
    Occasion.JOINING: _("Joins"),
    Occasion.MOVING: _("Moves"),
    Occasion.LEAVING: _("Leaves"),
    Occasion.TEMPORARY: _("Here for a while"),
}
LISTS: dict[Occasion, Words] = {
    Occasion.JOINING: _("When somebody joins"),
    Occasion.MOVING: _("When somebody moves"),
    Occasion.LEAVING: _("When somebody leaves"),
    Occasion.TEMPORARY: _("When somebody comes for a while"),
}
STATES: dict[TaskState, tuple[str, Words]] = {
    TaskState.OPEN: ("open", _("Open")),
    TaskState.DONE: ("done", _("Done")),
    TaskState.NOT_APPLICABLE: ("not-applicable", _("Not needed")),
}
CLOSURES: dict[WhyClosed, Words] = {
    WhyClosed.LEFT_AT_ONCE: _("Left at once"),
    WhyClosed.DISMISSED: _("Dismissed"),
    WhyClosed.SUSPENDED: _("Suspended"),
    WhyClosed.MISUSED: _("Somebody else may be using it"),
    WhyClosed.MISTAKE: _("Opened by mistake"),
}
