"""What people read about a deadline."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.clocks import Limit, Pause, Standing, Unit, WorkingCalendar, deadline, reading
from leeward.foundation.clocks.words import in_words, limit_in_words
from tests.documented import run_examples
from tests.foundation.clocks.test_calendar import INSTANTS, london
from tests.foundation.clocks.test_limits import TERMS, UNITS_AND_AMOUNTS, limit

ENGLAND = WorkingCalendar()
WEDNESDAY = london(2026, 3, 4, 9)


@pytest.mark.parametrize(
    ("which", "now", "words"),
    [
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 5, 14), "due in 3 working hours"),
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 5, 16), "due in 1 working hour"),
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 5, 16, 15), "due in 45 working minutes"),
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 5, 17), "due now"),
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 5, 17, 0, 30), "just overdue"),
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 5, 17, 1), "overdue by 1 minute"),
        (limit(1, Unit.WORKING_DAYS), london(2026, 3, 6, 17), "overdue by 1 day"),
        (limit(3, Unit.WORKING_DAYS), london(2026, 3, 6, 18), "due in 1 working day"),  # Friday evening, due Monday
        (limit(5, Unit.WORKING_DAYS), london(2026, 3, 4, 10), "due in 5 working days"),
        (limit(24, Unit.ELAPSED_HOURS), london(2026, 3, 4, 9), "due in 1 day"),
        (limit(24, Unit.ELAPSED_HOURS), london(2026, 3, 4, 21, 1), "due in 11 hours"),
        (limit(24, Unit.ELAPSED_HOURS), london(2026, 3, 8, 9), "overdue by 3 days"),
    ],
)
def test_the_reading_in_words(which: Limit, now: datetime, words: str) -> None:
    assert in_words(reading(deadline(which, WEDNESDAY, ENGLAND), now, ENGLAND)) == words


def test_a_stopped_clock_reads_what_was_left_whenever_it_is_asked() -> None:
    stop = Pause(london(2026, 3, 5, 14), None, "Waiting")
    made = deadline(limit(1, Unit.WORKING_DAYS), WEDNESDAY, ENGLAND, pauses=[stop])
    for now in (london(2026, 3, 5, 15), london(2027, 3, 5, 15)):
        assert in_words(reading(made, now, ENGLAND)) == "clock stopped with 3 working hours left"


@pytest.mark.parametrize(
    ("which", "words"),
    [
        (limit(0, Unit.WORKING_DAYS), "by close of the same working day"),
        (limit(1, Unit.WORKING_DAYS), "by close of the next working day"),
        (limit(3, Unit.WORKING_DAYS), "within 3 working days"),
        (limit(1, Unit.WORKING_HOURS), "within 1 working hour"),
        (limit(24, Unit.ELAPSED_HOURS), "within 24 hours"),
        (limit(0, Unit.CALENDAR_DAYS), "by the end of the same day"),
        (limit(7, Unit.CALENDAR_DAYS), "within 7 days"),
        (limit(1, Unit.CALENDAR_MONTHS), "within 1 month"),
        (limit(1, Unit.TERM_DAYS), "within 1 working day, or on the first day of the next term"),
        (limit(5, Unit.TERM_DAYS), "within 5 working days, or the first 5 working days of the next term"),
    ],
)
def test_the_limit_in_words(which: Limit, words: str) -> None:
    assert limit_in_words(which) == words


def test_a_reading_says_whether_the_limit_has_been_checked_by_a_person() -> None:
    unchecked = deadline(limit(1, Unit.WORKING_DAYS), WEDNESDAY, ENGLAND)
    checked = deadline(Limit("k", 1, Unit.WORKING_DAYS, "Guidance", "2025", 2025, unverified=False), WEDNESDAY, ENGLAND)
    assert reading(unchecked, WEDNESDAY, ENGLAND).unverified
    assert not reading(checked, WEDNESDAY, ENGLAND).unverified


@given(UNITS_AND_AMOUNTS, INSTANTS, st.timedeltas(timedelta(), timedelta(days=60)))
def test_every_reading_can_be_said_and_is_overdue_only_after_the_due_instant(
    which: Limit, start: datetime, later: timedelta
) -> None:
    made = deadline(which, start, ENGLAND, terms=TERMS)
    read = reading(made, start + later, ENGLAND)
    assert read.amount >= 0
    assert (read.standing is Standing.OVERDUE) == (start + later > made.due)
    assert "%(" not in in_words(read)


def test_the_page_about_clocks_tells_the_truth() -> None:
    run_examples("build/clocks.md")
