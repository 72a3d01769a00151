"""Reading how a case was closed, and what a second reader said: part of opening it, which leaves its trace."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.safeguarding.actions.runs import Namer
from leeward.safeguarding.actions.sealed import closure_field, reading_field, unseal
from leeward.safeguarding.models import Case, Closure, SecondReading
from leeward.safeguarding.rules.lifecycle import Closing, State


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """How a case was closed. `second`: what a second reader said of it, None where none was asked or none has yet."""

    at: datetime
    by: str
    closing: Closing
    second: "SecondLine | None" = None


@dataclass(frozen=True, slots=True)
class SecondLine:
    """What a second reader said. Without `by`: nobody else could read the case."""

    at: datetime
    by: str
    agreed: bool
    reason: str


def closures_of(case: Case, name: Namer) -> tuple[ClosureLine, ...]:
    """How it was closed each time, with what the second reader said."""
    read = {row.closure_id: row for row in case.second_readings.all()}
    lines = []
    for row in case.closures.order_by("at", "id"):
        closing = Closing(**unseal(case.record, closure_field(row), row.body))
        lines.append(ClosureLine(row.at, name(row.by), closing, _second(case, read.get(row.pk), name)))
    return tuple(lines)


def _second(case: Case, row: SecondReading | None, name: Namer) -> SecondLine | None:
    if row is None:
        return None
    return SecondLine(row.at, name(row.by), row.agreed, unseal(case.record, reading_field(row), row.body)["reason"])


def waiting_closure(case: Case) -> Closure:
    """The closing that waits for its second reader."""
    return case.closures.filter(second_reading=None).latest("at")


def may_read_second(case: Case, person: UUID | None) -> bool:
    """Is this person somebody else than whoever asked for the closing?"""
    return case.state == State.SECOND_READER and waiting_closure(case).by != person
