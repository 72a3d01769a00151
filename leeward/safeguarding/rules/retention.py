"""How long a record is kept, by what it is: pure dates from facts and limits. Nothing here destroys anything.

Sources stand with the rules of the pack (topic "retention"); the law sets no number, so each is a setting.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """What a record is, for how long it is kept. Sealed with the plan: it would tell what the case is about."""

    CHILD = "child"
    SEXUAL_ABUSE = "sexual-abuse"
    STAFF_ALLEGATION = "staff-allegation"
    UNFOUNDED = "malicious-or-false"
    LOW_LEVEL = "low-level"
    ADULT = "adult-at-risk"
    NOT_SAFEGUARDING = "not-safeguarding"


class Needs(StrEnum):
    """The fact a period starts from."""

    BIRTH = "birth"
    CLOSED = "closed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Keep:
    """`months` after the fact, by the key of a limit; `at_least` after closing as well, where there is one.

    `rule` is the row of the pack behind it.
    """

    needs: Needs
    limit: str
    rule: str
    at_least: str = ""


KEEPS: Mapping[Basis, Keep] = {
    Basis.CHILD: Keep(Needs.BIRTH, "safeguarding.keep-file", "retention"),
    Basis.SEXUAL_ABUSE: Keep(Needs.BIRTH, "safeguarding.keep-sexual-abuse", "retention"),
    Basis.STAFF_ALLEGATION: Keep(
        Needs.BIRTH, "safeguarding.pension-age", "allegation-retention", "safeguarding.keep-allegation"
    ),
    Basis.UNFOUNDED: Keep(Needs.CLOSED, "safeguarding.keep-unfounded", "keep-unfounded"),
    Basis.LOW_LEVEL: Keep(Needs.LEFT, "safeguarding.keep-low-level", "keep-low-level"),
    Basis.ADULT: Keep(Needs.CLOSED, "safeguarding.keep-adult", "keep-adult"),
    Basis.NOT_SAFEGUARDING: Keep(Needs.CLOSED, "safeguarding.keep-not-safeguarding", "keep-not-safeguarding"),
}
LOOK_AGAIN = "safeguarding.keep-look-again"
"""Where the fact is not known yet (nobody has left, no date of birth): look again so long after closing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a period may start from; None where it is not known."""

    closed: date
    born: date | None = None
    left: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day of a later month. A day that month does not have becomes the first of the next: never too early."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > calendar.monthrange(years, month + 1)[1]:
        return months_after(date(day.year, day.month, 1), months + 1)
    return date(years, month + 1, day.day)


def review_on(basis: Basis, facts: Facts, months: Mapping[str, int]) -> tuple[date, bool]:
    """The day on which the record is looked at again, and whether that is the end of its period.

    False: the fact the period starts from is not known, and the day is only to look again. `months` by key of limit.
    """
    keep = KEEPS[basis]
    start = {Needs.BIRTH: facts.born, Needs.CLOSED: facts.closed, Needs.LEFT: facts.left}[keep.needs]
    if start is None:
        return months_after(facts.closed, months[LOOK_AGAIN]), False
    end = months_after(start, months[keep.limit])
    if keep.at_least:
        end = max(end, months_after(facts.closed, months[keep.at_least]))
    return max(end, facts.closed), True


class Stands(StrEnum):
    """What stands in the way of shredding."""

    HELD = "held"
    OPEN = "not-closed"
    NO_PLAN = "no-plan"
    TOO_EARLY = "too-early"
    UNKNOWN = "fact-unknown"
    SEALED = "sealed-files"
    ASKED_FOR = "request-open"
    ON_ITS_WAY = "transfer-open"


def in_the_way(
    *, closed: bool, held: bool, review: date | None, is_end: bool, today: date, also: Iterable[Stands] = ()
) -> tuple[Stands, ...]:
    """Everything that keeps a record from being shredded today; a hold beats every date. `also`: what the case knows.

    To destroy what somebody has asked to see is an offence (Data Protection Act 2018, section 173).
    """
    found = [*([Stands.HELD] if held else ()), *also]
    if not closed:
        found.append(Stands.OPEN)
    if review is None:
        found.append(Stands.NO_PLAN)
    elif not is_end:
        found.append(Stands.UNKNOWN)
    elif review > today:
        found.append(Stands.TOO_EARLY)
    return tuple(found)
