"""How long after somebody learned of a worry it was passed on. Measured so that it can be shown, never to blame.

"Tell a designated safeguarding lead at once" is in every policy; what "at once" means is a setting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from statistics import median
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Delay:
    """From learning to reporting. `exact` is False where only the day is known: then only whole days count."""

    minutes: int
    exact: bool


def delay(learned: datetime, reported: datetime, zone: ZoneInfo) -> Delay:
    """The delay in minutes, never negative. Midnight means that only the day is known: days between the two dates."""
    local, later = learned.astimezone(zone), reported.astimezone(zone)
    if local.time() == time():
        return Delay(max(0, (later.date() - local.date()).days) * 24 * 60, exact=False)
    return Delay(max(0, int((reported - learned).total_seconds() // 60)), exact=True)


@dataclass(frozen=True, slots=True)
class Delays:
    """Several together. `middle`: as many were slower as faster; None where there are none."""

    number: int
    middle: int | None
    over: int


def together(minutes: Iterable[int], over: int) -> Delays:
    """The figures of several delays; `over` of them came after their limit."""
    known = sorted(minutes)
    return Delays(len(known), int(median(known)) if known else None, over)
