"""When the next review is due: a cycle that rolls from the last review, or a fixed row of days. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leeward.policy.rules.reviewing import months_after


@dataclass(frozen=True, slots=True)
class Cycle:
    """Every so many months: from the last review, or, with `anchor`, on that day and each cycle before and after."""

    months: int
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A review that was held: the day it was due, and the day it was done."""

    planned: date
    done: date

    @property
    def days_late(self) -> int:
        return max(0, (self.done - self.planned).days)


def next_review(approved: date, done: Iterable[Done], cycle: Cycle) -> date:
    """The day by which the next review is to be held.

    Rolling: one cycle after the approval or the last review, whichever is later. Fixed: the first day of the row after
    the approval, the last review and the day it was for: one held late does not move the row, one held early counts.
    """
    reviews = [one for one in done if one.done >= approved]
    if cycle.anchor is None:
        return months_after(max([approved, *(one.done for one in reviews)]), cycle.months)
    return _first_after(cycle.anchor, cycle.months, max([approved, *(max(one.planned, one.done) for one in reviews)]))


def _first_after(anchor: date, months: int, day: date) -> date:
    """The first day of the fixed row after `day`. Counted from the anchor each time: a 31st stays one."""
    apart = (day.year - anchor.year) * 12 + day.month - anchor.month
    step = apart // months - 1
    while (found := months_after(anchor, step * months)) <= day:
        step += 1
    return found
