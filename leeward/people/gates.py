"""The gate of this room before people's own pages: the induction and agreement of their first days."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import FIRST_STEPS_PAGE, Actor
from leeward.foundation.gates.registry import Gate, Passage, may_enter
from leeward.people.queries.before_access import access_rule, gate_is_used, pending_before_access

DOOR = "account"
"""The door behind which somebody's own pages lie. Rooms declare gates of it; `people` says whose are looked at."""


def first_tasks(person: UUID, now: datetime) -> Passage:
    """Open where every task that comes before access is settled, or its days of grace are not over."""
    rule, today = access_rule(person, now), timezone.localdate(now)
    waiting = [one.words for one in pending_before_access(person) if rule.shuts(one.asked_on, today)]
    if not waiting:
        return Passage(True)
    return Passage(False, _("Still to do: %(tasks)s.") % {"tasks": "; ".join(waiting)}, FIRST_STEPS_PAGE)


FIRST_TASKS = Gate("people.first-tasks", DOOR, "Induction and agreement are done before access.", first_tasks)


def held_back(actor: Actor, now: datetime) -> bool:
    """Is somebody signed in kept from their pages by a gate? One statement while no class has one."""
    if actor.person is None or not gate_is_used(now):
        return False
    return not may_enter(actor.person, DOOR, now=now).may_enter
