"""Days in sentences are said as templates say them, in the time of the organisation."""

from datetime import UTC, date, datetime

import pytest

from leeward.foundation import days


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 3), "3 March 2026"),
        (date(2026, 11, 26), "26 November 2026"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
    ],
)
def test_a_day_is_said_without_a_zero_and_as_the_clocks_here_have_it(day, words):
    assert days.in_words(day) == words


def test_a_moment_is_said_with_its_time_here():
    assert days.moment_in_words(datetime(2026, 6, 3, 8, 5, tzinfo=UTC)) == "3 June 2026, 09:05"
