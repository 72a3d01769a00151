"""What every check observed, for other programs: each figure made only of what anyone may know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.api.operations import Call, Chapter, Page, Scope, page_of
from leeward.foundation.api.problems import Fault, refused
from leeward.foundation.api.shapes import Says
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import on_day
from leeward.foundation.evidence.registry import Check, checks

READ = Scope("checks:read", "read what every check observed", frozenset({"promises.see"}))

chapter = Chapter("checks", "The live proofs behind promises, as they were observed each morning.")


@dataclass(frozen=True, slots=True)
class ObservedDay:
    """Which day is asked for."""

    on: Annotated[date | None, Says("The day observed; today where it is left out.")] = None


@dataclass(frozen=True, slots=True)
class CheckShape:
    """One check as it was observed that day: `unproven` where nobody looked."""

    key: str
    sentence: str
    room: str
    state: State
    since: datetime | None
    detail: str
    good: int
    total: int


@chapter.get("checks", READ)
def list_checks(call: Call, query: ObservedDay) -> Page[CheckShape]:
    """Every check with what was observed."""
    today = timezone.localdate(call.now)
    day = query.on or today
    if day > today:
        raise refused(Fault("on", "Send today or a day past."))
    return page_of((_shape(call, check, day) for check in checks()), lambda shape: shape.key, call)


def _shape(call: Call, check: Check, day: date) -> CheckShape:
    found = on_day(call.actor, check.key, day)
    return CheckShape(
        check.key,
        _(check.sentence),
        check.room,
        found.state,
        found.since,
        found.detail,
        found.good,
        found.total,
    )
