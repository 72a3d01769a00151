"""One line of a whole chronology, whatever it comes from, and the order of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from leeward.safeguarding.rules.precision import Precision


class From(StrEnum):
    """Where a line comes from."""

    CONCERN = "concern"
    ENTRY = "entry"
    DECISION = "decision"
    ACTION = "action"
    DUTY = "duty"
    MESSAGE = "message"
    STATE = "state"
    PLAN = "plan"
    CHECK_IN = "check-in"


@dataclass(frozen=True, slots=True)
class Moment:
    """`at`: when it happened, None where nobody knows; `written`: when it was written down. `title` is a short word of
    the product or of whoever wrote it, `voice` what a person said word for word.
    """

    source: From
    at: datetime | None
    written: datetime
    title: str
    text: str
    by: str
    precision: Precision = Precision.MINUTE
    voice: str = ""
    kind: str = ""


def in_order(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """By when things happened; what has no time by when it was written down."""
    return tuple(sorted(moments, key=lambda one: (one.at or one.written, one.written)))


def narrowed(
    moments: Iterable[Moment], *, sources: frozenset[From], since: date | None, until: date | None
) -> tuple[Moment, ...]:
    """Those of the sources chosen (all where none is) and of the days, both included; times are local already."""
    return tuple(
        one
        for one in moments
        if (not sources or one.source in sources)
        and (since is None or (one.at or one.written).date() >= since)
        and (until is None or (one.at or one.written).date() <= until)
    )
