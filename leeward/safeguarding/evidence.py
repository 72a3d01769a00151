"""How this room proves that concerns are read in time.

Each case is a unit of its own, counted only for those who may know of it; the base unit counts nothing. So a barred
person's figure is the one that would stand without the case.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.evidence import registry
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.safeguarding.models import Case
from leeward.safeguarding.queries import cases_for, rule_lines

BASE = "safeguarding"
LOOKS_BACK = timedelta(days=28)


def units(now: datetime) -> Sequence[str]:
    """The base unit, and each case of the last four weeks or still unread."""
    recent = Case.objects.filter(raised_at__gt=now - LOOKS_BACK) | Case.objects.filter(acknowledged_at=None)
    return [BASE, *(f"{BASE}/{pk}" for pk in recent.order_by("pk").values_list("pk", flat=True))]


def admits(actor: Actor, unit: str) -> bool:
    """The base unit is everybody's; a case is for those who may know of it."""
    _base, _slash, key = unit.partition("/")
    return not key or cases_for(actor, timezone.now()).filter(pk=UUID(key)).exists()


def read_in_time(unit: str, now: datetime) -> Finding:
    """Was this concern acknowledged by its deadline, or is there still time?"""
    _base, _slash, key = unit.partition("/")
    case = Case.objects.filter(pk=UUID(key)).first() if key else None
    if case is None:
        return Finding(State.NOT_APPLICABLE, detail=_("No concern that you may know of in the last four weeks."))
    late = (case.acknowledged_at or now) > case.acknowledge_due
    if late:
        return Finding(State.SLIPPED, detail=_("A concern was not read in time."), good=0, total=1)
    if case.acknowledged_at is None:
        return Finding(State.TRUE, detail=_("Every concern was read in time, or there still is time."), good=1, total=1)
    return Finding(State.TRUE, detail=_("Every concern was read in time."), good=1, total=1)


def rules_checked(unit: str, now: datetime) -> Finding:
    """How many rules of the pack a named person here found to agree with the published text."""
    lines = rule_lines(now)
    if not lines:
        return Finding(State.UNPROVEN, detail=_("There is no rule pack for your nation."))
    good = sum(line.verified for line in lines)
    state = State.TRUE if good == len(lines) else State.UNPROVEN
    detail = _("%(good)s of %(all)s rules were compared with the published text by a named person.")
    return Finding(state, detail=detail % {"good": good, "all": len(lines)}, good=good, total=len(lines))


def declare() -> None:
    """Called by `frontdoor` wiring."""
    registry.declare(
        Check(
            "safeguarding.read-in-time",
            gettext_noop("Every concern is read by the close of the next working day."),
            "safeguarding",
            read_in_time,
            units=units,
            admits=admits,
        )
    )
    registry.declare(
        Check(
            "safeguarding.rules-checked",
            gettext_noop("The rules the safeguarding team works by were compared with the guidance in force."),
            "safeguarding",
            rules_checked,
        )
    )
