"""When a telephone is answered, and whether an entry was looked at in time."""

import contextlib
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from leeward.people.help.rules import (
    ALWAYS,
    UNKNOWN_HOURS,
    Hours,
    Look,
    Now,
    Span,
    checked_in_time,
    hours_in_lines,
    read_hours,
    standing,
)

WEDNESDAY = date(2026, 11, 25)
OFFICE = Hours(spans=(Span(0, 4, time(9), time(17)),))


@pytest.mark.parametrize(
    ("hours", "days", "at", "said"),
    [
        (ALWAYS, 0, time(3), Now.OPEN),
        (UNKNOWN_HOURS, 0, time(12), Now.UNKNOWN),
        (OFFICE, 0, time(8, 59), Now.CLOSED),
        (OFFICE, 0, time(9), Now.OPEN),
        (OFFICE, 0, time(16, 59, 59), Now.OPEN),
        (OFFICE, 0, time(17), Now.CLOSED),
        (OFFICE, 3, time(12), Now.CLOSED),
        (Hours(spans=(Span(0, 6, time(15), time()),)), 3, time(23, 59), Now.OPEN),
    ],
)
def test_a_line_is_open_within_its_hours_only(hours: Hours, days: int, at: time, said: Now) -> None:
    assert standing(hours, datetime.combine(WEDNESDAY + timedelta(days=days), at)) is said


@pytest.mark.parametrize(
    "text",
    [
        "Mon 9",
        "Monday 17:00 to 09:00",
        "Friday to Monday 09:00 to 17:00",
        "Monday to Friday 9 to 5",
        "whenever",
        "Monday 09:00 to 25:00",
        "Someday 09:00 to 10:00",
    ],
)
def test_hours_that_cannot_be_are_refused_with_their_line(text: str) -> None:
    with pytest.raises(ValueError, match=text[:6]):
        read_hours(f"Monday 09:00 to 10:00\n{text}")


@given(some.lists(some.tuples(some.integers(0, 6), some.integers(0, 6), some.integers(0, 22), some.integers(1, 23))))
def test_hours_written_are_read_again(parts: list[tuple[int, int, int, int]]) -> None:
    spans = tuple(Span(min(a, b), max(a, b), time(c), time(d)) for a, b, c, d in parts if c < d)
    assert read_hours(hours_in_lines(Hours(spans=spans))) == Hours(spans=spans)


@given(some.text(max_size=80))
def test_garbage_is_refused_or_read_but_never_breaks(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_hours(text)


TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("looks", "in_time"),
    [
        ([], False),
        ([Look(TODAY, True)], True),
        ([Look(TODAY - timedelta(days=30), True)], True),
        ([Look(TODAY - timedelta(days=31), True)], False),
        ([Look(TODAY - timedelta(days=5), True), Look(TODAY, False)], False),
        ([Look(TODAY, True), Look(TODAY - timedelta(days=5), False)], True),
    ],
)
def test_the_last_look_decides(looks: list[Look], in_time: bool) -> None:
    assert checked_in_time(looks, TODAY, 30) is in_time
