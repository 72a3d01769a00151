"""How a deadline stands right now, as a value that `words` turns into a phrase."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from leeward.foundation.clocks.calendar import WorkingCalendar, instant
from leeward.foundation.clocks.limits import COUNTS_WORKING_TIME, Deadline

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Standing(StrEnum):
    """Whether there is time left. STOPPED: the clock is paused."""

    DUE = "due"
    OVERDUE = "overdue"
    STOPPED = "stopped"


class Measure(StrEnum):
    """What a reading is told in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Reading:
    """A standing with a round amount. `working`: counted in opening hours. `due`: on the wall clock."""

    standing: Standing
    amount: int
    measure: Measure
    working: bool
    due: datetime
    unverified: bool


def reading(deadline: Deadline, now: datetime, calendar: WorkingCalendar) -> Reading:
    """How `deadline` stands at `now` (for a stopped clock: what was left when it stopped).

    Rounded down, so that it never promises more time than there is. Time over is told in real time, not in opening
    hours: whoever waits, waits through the weekend too.
    """
    now = instant(now)
    stopped = deadline.stopped_since is not None
    at = deadline.stopped_since if deadline.stopped_since is not None else now
    overdue = deadline.is_overdue(now)
    working = deadline.limit.unit in COUNTS_WORKING_TIME and not overdue
    if overdue:
        span, whole_day = now - deadline.due, _DAY
    elif working:
        span, whole_day = calendar.working_time(at, deadline.due), _opening_hours(calendar)
    else:
        span, whole_day = max(timedelta(), deadline.due - at), _DAY
    amount, measure = _rounded(span, whole_day)
    standing = Standing.STOPPED if stopped else Standing.OVERDUE if overdue else Standing.DUE
    return Reading(standing, amount, measure, working, calendar.local(deadline.due), deadline.limit.unverified)


def _opening_hours(calendar: WorkingCalendar) -> timedelta:
    return datetime.combine(date.min, calendar.closes) - datetime.combine(date.min, calendar.opens)


def _rounded(span: timedelta, whole_day: timedelta) -> tuple[int, Measure]:
    if span >= whole_day:
        return span // whole_day, Measure.DAYS
    if span >= _HOUR:
        return span // _HOUR, Measure.HOURS
    return span // _MINUTE, Measure.MINUTES
