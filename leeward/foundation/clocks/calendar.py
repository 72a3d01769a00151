"""Which days and hours an organisation works, and how much working time lies between two instants.

Instants go in aware (any zone) and come out in UTC. UTC on purpose: two Python datetimes of the same
`ZoneInfo` compare and subtract by wall clock, which is wrong by an hour on the night the clocks go back.
`WorkingCalendar.local` gives the wall clock for showing.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")

_LONGEST_CLOSURE = 366
"""Days in a row without a working day after which the closure dates must be a mistake."""

_CHANGE_STARTS, _CHANGE_ENDS = time(1), time(2)
"""The wall-clock hour that is skipped in March and doubled in October."""


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"


class CalendarError(ValueError):
    """The working week, its hours or the closure dates cannot be right; the text names the fix."""


def instant(moment: datetime) -> datetime:
    """`moment` in UTC. Raises ValueError for a datetime without a zone: it could be an hour off."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("Give the time with its zone, for example datetime(2026, 3, 2, 9, tzinfo=LONDON).")
    return moment.astimezone(UTC)


@lru_cache(maxsize=512)
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """The bank holidays of `nation` in `year`, substitute days included.

    From the `holidays` library. Future years follow the standing rules; a one-off holiday proclaimed later is
    entered as a closure date until the library knows it.
    """
    return frozenset(holidays.country_holidays("GB", subdiv=nation.value, years=year))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When an organisation works. `closures` are extra days off, `open_days` are worked whatever else says no.

    `weekdays`: Monday is 0. `opens` and `closes` are wall-clock times in `zone`, the same on each working day.
    """

    nation: Nation = Nation.ENGLAND
    closures: frozenset[date] = frozenset()
    open_days: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    opens: time = time(9)
    closes: time = time(17)
    zone: ZoneInfo = LONDON

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise CalendarError("Choose at least one working day of the week (Monday is 0, Sunday is 6).")
        if self.opens.tzinfo is not None or self.closes.tzinfo is not None:
            raise CalendarError("Give opening and closing times without a zone; the calendar has one.")
        if self.opens >= self.closes:
            raise CalendarError("The closing time must be later in the day than the opening time.")
        for hour in (self.opens, self.closes):
            if _CHANGE_STARTS <= hour < _CHANGE_ENDS:
                raise CalendarError("Opening and closing times cannot lie between 01:00 and 02:00: clocks change then.")
        if self.closures & self.open_days:
            both = min(self.closures & self.open_days)
            raise CalendarError(f"{both:%-d %B %Y} is entered as closed and as open: keep one.")

    def local(self, moment: datetime) -> datetime:
        """`moment` on the organisation's wall clock."""
        return instant(moment).astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """The date on the organisation's wall clock."""
        return self.local(moment).date()

    def opening(self, day: date) -> datetime:
        """The instant `day` opens, whether or not it is worked."""
        return datetime.combine(day, self.opens, self.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """The instant `day` closes, whether or not it is worked."""
        return datetime.combine(day, self.closes, self.zone).astimezone(UTC)

    def day_end(self, day: date) -> datetime:
        """The last second of `day` on the wall clock: midnight itself already reads as the day after."""
        following = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return following.astimezone(UTC) - timedelta(seconds=1)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked: an open day always, else a working weekday neither closed nor a bank holiday."""
        if day in self.open_days:
            return True
        return (
            day.weekday() in self.weekdays
            and day not in self.closures
            and day not in bank_holidays(self.nation, day.year)
        )

    def first_working_day(self, day: date) -> date:
        """`day` itself if worked, else the next one that is. Raises CalendarError when none comes within a year."""
        for step in range(_LONGEST_CLOSURE + 1):
            if self.is_working_day(candidate := day + timedelta(days=step)):
                return candidate
        raise CalendarError(f"No working day follows {day:%-d %B %Y} for a year: check the closure dates.")

    def last_working_day(self, day: date) -> date:
        """`day` itself if worked, else the last one before it. Raises CalendarError when none is within a year."""
        for step in range(_LONGEST_CLOSURE + 1):
            if self.is_working_day(candidate := day - timedelta(days=step)):
                return candidate
        raise CalendarError(f"No working day comes before {day:%-d %B %Y} for a year: check the closure dates.")

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.first_working_day(day + timedelta(days=1))

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day`; for 0, `day` itself if worked, else the next working day."""
        if count < 0:
            raise ValueError("Count working days forward: the number cannot be negative.")
        if count == 0:
            return self.first_working_day(day)
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after `after`, up to and with `until`; 0 when `until` is not later."""
        return sum(self.is_working_day(after + timedelta(days=step)) for step in range(1, (until - after).days + 1))

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants (true elapsed time within opening hours); 0 when `end` is not later."""
        start, end = instant(start), instant(end)
        total, day, last = timedelta(), self.day_of(start), self.day_of(end)
        while day <= last:
            if self.is_working_day(day):
                total += max(timedelta(), min(end, self.closing(day)) - max(start, self.opening(day)))
            day += timedelta(days=1)
        return total

    def after_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant by which `amount` of working time has passed since `start`; `start` itself for none."""
        if amount < timedelta():
            raise ValueError("Count working time forward: it cannot be negative.")
        moment, day = instant(start), self.day_of(start)
        while amount > timedelta():
            day = self.first_working_day(day)
            moment = max(moment, self.opening(day))
            here = max(timedelta(), self.closing(day) - moment)
            if amount <= here:
                return moment + amount
            amount -= here
            day += timedelta(days=1)
        return moment
