"""When a policy is due for review, and how acknowledgements stand: days in, answers out."""

from dataclasses import dataclass
from datetime import date, timedelta

from leeward.foundation.evidence.findings import State


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month: a 29 February falls on 28 a year later."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def review_state(due: date, today: date, lead: timedelta) -> State:
    """TRUE until `lead` before the review is due, SLIPPING until the day itself, SLIPPED from the day after."""
    if today > due:
        return State.SLIPPED
    return State.SLIPPING if today >= due - lead else State.TRUE


@dataclass(frozen=True, slots=True)
class Asked:
    """One person asked to acknowledge: by when, and whether it was done."""

    due: date
    done: bool


def acknowledgement_state(asked: list[Asked], today: date) -> State:
    """SLIPPED as soon as one is overdue, SLIPPING while some are outstanding, TRUE when all have been given."""
    if not asked:
        return State.NOT_APPLICABLE
    outstanding = [one for one in asked if not one.done]
    if any(one.due < today for one in outstanding):
        return State.SLIPPED
    return State.SLIPPING if outstanding else State.TRUE
