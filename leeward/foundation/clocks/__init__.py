"""When a thing is due: working days, hours, terms and pauses, worked out from values alone (no clock is read here)."""

from leeward.foundation.clocks.calendar import (
    LONDON,
    CalendarError,
    Nation,
    WorkingCalendar,
    bank_holidays,
    instant,
)
from leeward.foundation.clocks.limits import (
    Deadline,
    Limit,
    Pause,
    Roll,
    Term,
    TermUnknownError,
    Unit,
    deadline,
)
from leeward.foundation.clocks.readings import Reading, Standing, reading

__all__ = [
    "LONDON",
    "CalendarError",
    "Deadline",
    "Limit",
    "Nation",
    "Pause",
    "Reading",
    "Roll",
    "Standing",
    "Term",
    "TermUnknownError",
    "Unit",
    "WorkingCalendar",
    "bank_holidays",
    "deadline",
    "instant",
    "reading",
]
