"""A time limit with the guidance it comes from, and the deadline it makes from a start, pauses and term dates."""

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from leeward.foundation.clocks.calendar import WorkingCalendar, instant

_LARGEST = 10_000


class Unit(StrEnum):
    """What a limit counts.

    WORKING_DAYS: by close of the Nth working day after the day of the start. 1 is "by close of the next working
    day"; 0 is "by close of this working day" (of the next one, when it begins after closing or on a day off).
    WORKING_HOURS: hours of opening time. ELAPSED_HOURS: hours of the real clock ("within 24 hours"), day and night.
    CALENDAR_DAYS, CALENDAR_MONTHS: to the end of the Nth day, or of the same date N months on (the last of a
    shorter month). TERM_DAYS: in term, as WORKING_DAYS; between terms, by close of the Nth working day of the next
    (Keeping Children Safe in Education 2025 on child protection files: "within 5 days for an in-year transfer or
    within the first 5 days of the start of a new term").
    """

    WORKING_DAYS = "working-days"
    WORKING_HOURS = "working-hours"
    ELAPSED_HOURS = "elapsed-hours"
    CALENDAR_DAYS = "calendar-days"
    CALENDAR_MONTHS = "calendar-months"
    TERM_DAYS = "term-days"


COUNTS_WORKING_TIME = frozenset({Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.TERM_DAYS})
"""The units whose clock runs in opening hours only, pauses included."""


MAY_BE_ZERO = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS})
"""The units in which 0 means something: the same day."""


class Roll(StrEnum):
    """Where a calendar limit that ends on a day off goes. STAYS, the strictest reading for the latest day, is usual."""

    STAYS = "stays"
    FORWARD = "forward"
    BACK = "back"


class TermUnknownError(LookupError):
    """A limit counts days of a term whose dates nobody has entered; the text names the fix."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take, and who says so.

    `source` is the guidance in words ("Working Together to Safeguard Children"), `edition` as printed, `year` as a
    number. `unverified` stays True until a named person has checked the row against the published text; screens
    show it.
    """

    key: str
    amount: int
    unit: Unit
    source: str
    edition: str = ""
    year: int | None = None
    unverified: bool = True
    roll: Roll = Roll.STAYS

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= _LARGEST:
            raise ValueError(f"{self.key}: a limit is a whole number from 0 to {_LARGEST}, not {self.amount}.")
        if self.amount == 0 and self.unit not in MAY_BE_ZERO:
            raise ValueError(f"{self.key}: only limits in days may be 0 (the same day).")
        if self.roll is not Roll.STAYS and self.unit not in {Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS}:
            raise ValueError(f"{self.key}: only calendar days and months can roll to a working day.")


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock stopped from `start` until `end` (None: still stopped), and why ("waiting for the police")."""

    start: datetime
    end: datetime | None
    reason: str

    def __post_init__(self) -> None:
        if self.end is not None and instant(self.end) < instant(self.start):
            raise ValueError("A pause cannot end before it begins.")
        instant(self.start)
        if not self.reason.strip():
            raise ValueError("Say why the clock is stopped.")


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One term, first and last day included. Half-term days off are closure dates of the calendar."""

    first: date
    last: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"The term {self.name or 'entered'} ends before it begins: check its dates.")


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a limit that began at `start` runs out.

    `due` (UTC) counts every ended pause. While the clock is stopped, `stopped_since` is set and `due` is what it
    would be if the clock went on at that instant: do not call it overdue.
    """

    limit: Limit
    start: datetime
    due: datetime
    stopped_since: datetime | None = None
    stopped_because: str = ""

    def is_overdue(self, now: datetime) -> bool:
        """Whether `now` is past `due`. At the very instant it is still in time; a stopped clock is never overdue."""
        return self.stopped_since is None and instant(now) > self.due


def deadline(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    pauses: Sequence[Pause] = (),
    terms: Iterable[Term] = (),
) -> Deadline:
    """The deadline of `limit` begun at `start`.

    A pause shifts the due instant by exactly the time the clock was stopped, in the measure the limit counts:
    opening hours for working limits, real hours for the others. Pauses may overlap; one that begins when the limit
    has already run out changes nothing. Raises TermUnknownError for TERM_DAYS where the next term is not entered.
    """
    start = instant(start)
    due = _due(limit, start, calendar, tuple(terms))
    counts_working = limit.unit in COUNTS_WORKING_TIME
    for begins, ends, reason in _merged(pauses, start):
        if begins >= due:
            break
        if ends is None:
            return Deadline(limit, start, due, stopped_since=begins, stopped_because=reason)
        if counts_working:
            due = calendar.after_working_time(due, calendar.working_time(begins, ends))
        else:
            due += ends - begins
    return Deadline(limit, start, due)


def _due(limit: Limit, start: datetime, calendar: WorkingCalendar, terms: tuple[Term, ...]) -> datetime:
    day = calendar.day_of(start)
    match limit.unit:
        case Unit.ELAPSED_HOURS:
            return start + timedelta(hours=limit.amount)
        case Unit.WORKING_HOURS:
            return calendar.after_working_time(start, timedelta(hours=limit.amount))
        case Unit.WORKING_DAYS:
            return _close_of_working_day(limit.amount, start, calendar)
        case Unit.TERM_DAYS:
            return _close_of_term_day(limit, start, calendar, terms)
        case Unit.CALENDAR_DAYS:
            return calendar.day_end(_rolled(day + timedelta(days=limit.amount), limit.roll, calendar, day))
        case Unit.CALENDAR_MONTHS:
            return calendar.day_end(_rolled(_months_on(day, limit.amount), limit.roll, calendar, day))


def _close_of_working_day(count: int, start: datetime, calendar: WorkingCalendar) -> datetime:
    day = calendar.add_working_days(calendar.day_of(start), count)
    closing = calendar.closing(day)
    # only "this working day" can already be over when it begins; then it means the next one
    return closing if closing > start else calendar.closing(calendar.next_working_day(day))


def _close_of_term_day(limit: Limit, start: datetime, calendar: WorkingCalendar, terms: tuple[Term, ...]) -> datetime:
    day = calendar.day_of(start)
    if any(term.first <= day <= term.last for term in terms):
        return _close_of_working_day(limit.amount, start, calendar)
    coming = min((term for term in terms if term.first > day), default=None)
    if coming is None:
        raise TermUnknownError(f"Enter the dates of the term after {day:%-d %B %Y} under Settings, Term dates.")
    return calendar.closing(calendar.add_working_days(coming.first - timedelta(days=1), limit.amount))


def _months_on(day: date, count: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month0 + 1, min(day.day, months.monthrange(year, month0 + 1)[1]))


def _rolled(day: date, roll: Roll, calendar: WorkingCalendar, not_before: date) -> date:
    match roll:
        case Roll.STAYS:
            return day
        case Roll.FORWARD:
            return calendar.first_working_day(day)
        case Roll.BACK:
            return max(calendar.last_working_day(day), not_before)


def _merged(pauses: Sequence[Pause], start: datetime) -> list[tuple[datetime, datetime | None, str]]:
    """Pauses since `start`, in order, those that touch or overlap made one (so no minute is given twice)."""
    merged: list[tuple[datetime, datetime | None, str]] = []
    for pause in sorted(pauses, key=lambda pause: instant(pause.start)):
        begins = max(instant(pause.start), start)
        ends = None if pause.end is None else instant(pause.end)
        if ends is not None and ends <= begins:
            continue
        if merged and (merged[-1][1] is None or begins <= merged[-1][1]):
            earlier, until, why = merged[-1]
            later = None if until is None or ends is None else max(until, ends)
            merged[-1] = (earlier, later, why if later == until else pause.reason)
        else:
            merged.append((begins, ends, pause.reason))
    return merged
