"""Deadlines: the cases people argue about, by table; what must always hold, by property."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leeward.foundation.clocks import (
    LONDON,
    Limit,
    Nation,
    Pause,
    Roll,
    Term,
    TermUnknownError,
    Unit,
    WorkingCalendar,
    deadline,
)
from tests.foundation.clocks.test_calendar import CALENDARS, INSTANTS, london

ENGLAND = WorkingCalendar()
TERMS = [Term(date(year, month, 5), date(year, month + 2, 20)) for year in range(2014, 2063) for month in (1, 4, 9)]


def limit(amount: int, unit: Unit, roll: Roll = Roll.STAYS) -> Limit:
    return Limit("test", amount, unit, "our own rule", roll=roll)


def due(amount: int, unit: Unit, start: datetime, calendar: WorkingCalendar = ENGLAND) -> datetime:
    return calendar.local(deadline(limit(amount, unit), start, calendar, terms=TERMS).due)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (london(2026, 3, 4, 9), london(2026, 3, 5, 17)),
        (london(2026, 3, 4, 23, 59), london(2026, 3, 5, 17)),
        (london(2026, 3, 6, 18), london(2026, 3, 9, 17)),  # Friday evening
        (london(2026, 3, 7, 3), london(2026, 3, 9, 17)),  # Saturday: Monday, not Tuesday
        (london(2026, 4, 2, 16), london(2026, 4, 7, 17)),  # Maundy Thursday
        (london(2026, 12, 24, 12), london(2026, 12, 29, 17)),
        (london(2026, 12, 31, 12), london(2027, 1, 4, 17)),
        (london(2028, 2, 28, 12), london(2028, 2, 29, 17)),
        (london(2026, 3, 27, 12), london(2026, 3, 30, 17)),  # the clocks go forward between
        (london(2026, 10, 23, 12), london(2026, 10, 26, 17)),  # and back
        (london(2026, 10, 25, 1, 30, fold=1), london(2026, 10, 26, 17)),
        (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), london(2026, 6, 3, 17)),  # already 2 June in London
    ],
)
def test_by_close_of_the_next_working_day(start: datetime, expected: datetime) -> None:
    assert due(1, Unit.WORKING_DAYS, start) == expected


def test_the_close_is_a_setting_and_the_nation_matters() -> None:
    assert due(1, Unit.WORKING_DAYS, london(2026, 3, 4, 9), WorkingCalendar(closes=time(16, 30))) == london(
        2026, 3, 5, 16, 30
    )
    scotland = WorkingCalendar(Nation.SCOTLAND)
    assert due(1, Unit.WORKING_DAYS, london(2026, 4, 2, 16), scotland) == london(2026, 4, 6, 17)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (london(2026, 3, 4, 9), london(2026, 3, 4, 17)),
        (london(2026, 3, 4, 17), london(2026, 3, 5, 17)),
        (london(2026, 3, 7, 9), london(2026, 3, 9, 17)),
    ],
)
def test_the_same_working_day_or_the_next_when_it_is_over(start: datetime, expected: datetime) -> None:
    assert due(0, Unit.WORKING_DAYS, start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (london(2026, 3, 28, 12), london(2026, 3, 29, 13)),  # 23-hour day
        (london(2026, 10, 24, 12), london(2026, 10, 25, 11)),  # 25-hour day
        (london(2026, 10, 24, 1, 30), london(2026, 10, 25, 1, 30)),
        (london(2026, 10, 25, 1, 30, fold=1), london(2026, 10, 26, 1, 30)),
        (london(2028, 2, 28, 12), london(2028, 2, 29, 12)),
        (london(2026, 12, 31, 12), london(2027, 1, 1, 12)),
    ],
)
def test_within_24_hours_means_24_real_hours(start: datetime, expected: datetime) -> None:
    made = deadline(limit(24, Unit.ELAPSED_HOURS), start, ENGLAND)
    assert made.due == expected.astimezone(UTC)
    assert made.due - start.astimezone(UTC) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "expected"),
    [
        (3, Unit.WORKING_HOURS, london(2026, 3, 6, 15), london(2026, 3, 9, 10)),
        (5, Unit.WORKING_DAYS, london(2026, 12, 23, 10), london(2027, 1, 4, 17)),
        (7, Unit.CALENDAR_DAYS, london(2026, 3, 25, 10), london(2026, 4, 1, 23, 59, 59)),
        (0, Unit.CALENDAR_DAYS, london(2026, 3, 25, 10), london(2026, 3, 25, 23, 59, 59)),
        (1, Unit.CALENDAR_MONTHS, london(2026, 1, 31, 10), london(2026, 2, 28, 23, 59, 59)),
        (1, Unit.CALENDAR_MONTHS, london(2028, 1, 31, 10), london(2028, 2, 29, 23, 59, 59)),
        (1, Unit.CALENDAR_MONTHS, london(2026, 12, 15, 10), london(2027, 1, 15, 23, 59, 59)),
        (12, Unit.CALENDAR_MONTHS, london(2028, 2, 29, 10), london(2029, 2, 28, 23, 59, 59)),
    ],
)
def test_the_other_units(amount: int, unit: Unit, start: datetime, expected: datetime) -> None:
    assert due(amount, unit, start) == expected


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        (Roll.STAYS, date(2026, 12, 26)),
        (Roll.FORWARD, date(2026, 12, 29)),
        (Roll.BACK, date(2026, 12, 24)),
    ],
)
def test_a_calendar_limit_that_ends_on_a_day_off_rolls_as_it_says(roll: Roll, expected: date) -> None:
    made = deadline(limit(10, Unit.CALENDAR_DAYS, roll), london(2026, 12, 16, 9), ENGLAND)
    assert ENGLAND.day_of(made.due) == expected


def test_in_term_days_run_from_now_and_between_terms_from_the_first_day_of_the_next() -> None:
    spring = Term(date(2027, 1, 5), date(2027, 3, 25), "Spring")
    autumn = Term(date(2026, 9, 7), date(2026, 12, 18), "Autumn")
    five = limit(5, Unit.TERM_DAYS)
    in_term = deadline(five, london(2026, 11, 2, 9), ENGLAND, terms=[spring, autumn])
    between = deadline(five, london(2026, 12, 19, 9), ENGLAND, terms=[spring, autumn])
    assert ENGLAND.local(in_term.due) == london(2026, 11, 9, 17)
    assert ENGLAND.local(between.due) == london(2027, 1, 11, 17)


@pytest.mark.parametrize("day", [date(2026, 9, 7), date(2026, 12, 18)])
def test_the_first_and_the_last_day_of_term_are_in_term(day: date) -> None:
    terms = [Term(date(2026, 9, 7), date(2026, 12, 18)), Term(date(2027, 1, 5), date(2027, 3, 25))]
    start = datetime.combine(day, time(9), LONDON)
    one = deadline(limit(1, Unit.TERM_DAYS), start, ENGLAND, terms=terms).due
    assert one == deadline(limit(1, Unit.WORKING_DAYS), start, ENGLAND).due


def test_a_term_may_be_one_day() -> None:
    day = date(2027, 1, 5)
    made = deadline(limit(1, Unit.TERM_DAYS), london(2026, 12, 20, 9), ENGLAND, terms=[Term(day, day)])
    assert ENGLAND.day_of(made.due) == day


def test_a_term_nobody_entered_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(TermUnknownError, match="Enter the dates of the term after 1 August 2026"):
        deadline(limit(5, Unit.TERM_DAYS), london(2026, 8, 1, 9), ENGLAND)


def test_a_stopped_clock_says_since_when_and_is_not_overdue() -> None:
    stop = Pause(london(2026, 3, 5, 10), None, "Waiting for advice")
    made = deadline(limit(1, Unit.WORKING_DAYS), london(2026, 3, 4, 9), ENGLAND, pauses=[stop])
    assert made.stopped_since == london(2026, 3, 5, 10).astimezone(UTC)
    assert made.stopped_because == "Waiting for advice"
    assert not made.is_overdue(london(2027, 1, 1, 9))


def test_a_pause_that_begins_when_time_is_up_changes_nothing() -> None:
    start = london(2026, 3, 4, 9)
    for ends in (None, london(2026, 3, 20, 9)):
        late = Pause(london(2026, 3, 5, 17), ends, "Too late")
        made = deadline(limit(1, Unit.WORKING_DAYS), start, ENGLAND, pauses=[late])
        assert made == deadline(limit(1, Unit.WORKING_DAYS), start, ENGLAND)
        assert made.is_overdue(london(2026, 3, 6, 9))


def test_pauses_that_overlap_are_given_back_once() -> None:
    start = london(2026, 3, 4, 9)
    overlapping = [
        Pause(london(2026, 3, 4, 12), london(2026, 3, 4, 15), "Two"),
        Pause(london(2026, 3, 4, 11), london(2026, 3, 4, 14), "One"),
        Pause(london(2026, 3, 4, 13), london(2026, 3, 4, 13), "Nothing"),
    ]
    one = [Pause(london(2026, 3, 4, 11), london(2026, 3, 4, 15), "Both")]
    assert (
        deadline(limit(8, Unit.ELAPSED_HOURS), start, ENGLAND, pauses=overlapping).due
        == deadline(limit(8, Unit.ELAPSED_HOURS), start, ENGLAND, pauses=one).due
        == london(2026, 3, 4, 21).astimezone(UTC)
    )


def test_pauses_apart_from_each_other_are_each_given_back() -> None:
    start = london(2026, 3, 4, 9)
    apart = [
        Pause(london(2026, 3, 4, 14), london(2026, 3, 4, 15), "Second"),
        Pause(london(2026, 3, 4, 10), london(2026, 3, 4, 11), "First"),
    ]
    assert ENGLAND.local(deadline(limit(8, Unit.ELAPSED_HOURS), start, ENGLAND, pauses=apart).due) == london(
        2026, 3, 4, 19
    )
    assert ENGLAND.local(deadline(limit(1, Unit.WORKING_DAYS), start, ENGLAND, pauses=apart).due) == london(
        2026, 3, 6, 11
    )


def test_a_pause_after_one_that_still_lasts_changes_nothing() -> None:
    pauses = [
        Pause(london(2026, 3, 4, 11), None, "Still waiting"),
        Pause(london(2026, 3, 4, 14), london(2026, 3, 4, 15), "Lunch"),
    ]
    made = deadline(limit(8, Unit.ELAPSED_HOURS), london(2026, 3, 4, 9), ENGLAND, pauses=pauses)
    assert made.stopped_because == "Still waiting"
    assert ENGLAND.local(made.due) == london(2026, 3, 4, 17)


@given(
    INSTANTS,
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), max_size=6),
    st.sampled_from([Unit.WORKING_DAYS, Unit.ELAPSED_HOURS]),
)
def test_pauses_one_after_another_shift_by_their_sum(
    start: datetime, gaps_and_lengths: list[tuple[int, int]], unit: Unit
) -> None:
    which = limit(10, unit)
    pauses: list[Pause] = []
    at = start
    for gap, length in gaps_and_lengths:
        pauses.append(Pause(at + timedelta(minutes=gap), at + timedelta(minutes=gap + length), "Waiting"))
        at = at + timedelta(minutes=gap + length)
    plain = deadline(which, start, ENGLAND).due
    assume(all(pause.start < plain for pause in pauses))
    paused = deadline(which, start, ENGLAND, pauses=pauses).due
    ended = [(pause.start, pause.end) for pause in pauses if pause.end is not None]
    if unit is Unit.WORKING_DAYS:
        given_back = sum((ENGLAND.working_time(begins, ends) for begins, ends in ended), timedelta())
        assert ENGLAND.working_time(plain, paused) == given_back
    else:
        assert paused - plain == sum((ends - begins for begins, ends in ended), timedelta())


def test_an_open_pause_within_another_stops_the_clock_from_the_first() -> None:
    pauses = [
        Pause(london(2026, 3, 4, 11), london(2026, 3, 4, 15), "First"),
        Pause(london(2026, 3, 4, 14), None, "Still waiting"),
    ]
    made = deadline(limit(8, Unit.ELAPSED_HOURS), london(2026, 3, 4, 9), ENGLAND, pauses=pauses)
    assert made.stopped_since == london(2026, 3, 4, 11).astimezone(UTC)
    assert made.stopped_because == "Still waiting"


def test_the_part_of_a_pause_before_the_start_does_not_count() -> None:
    start = london(2026, 3, 4, 9)
    early = Pause(london(2026, 3, 1, 9), london(2026, 3, 4, 10), "Holiday")
    made = deadline(limit(24, Unit.ELAPSED_HOURS), start, ENGLAND, pauses=[early])
    assert ENGLAND.local(made.due) == london(2026, 3, 5, 10)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: limit(-1, Unit.WORKING_DAYS), "whole number from 0"),
        (lambda: limit(10_001, Unit.WORKING_DAYS), "whole number from 0"),
        (lambda: limit(0, Unit.ELAPSED_HOURS), "only limits in days"),
        (lambda: limit(1, Unit.WORKING_DAYS, Roll.BACK), "only calendar days and months"),
        (lambda: Pause(london(2026, 3, 2, 9), london(2026, 3, 1, 9), "x"), "end before it begins"),
        (lambda: Pause(datetime(2026, 3, 2, 9), None, "x"), "with its zone"),  # noqa: DTZ001
        (lambda: Pause(london(2026, 3, 2, 9), None, "  "), "Say why"),
        (lambda: Term(date(2026, 3, 2), date(2026, 3, 1), "Spring"), "The term Spring ends before"),
    ],
)
def test_what_cannot_be_right_is_refused(wrong: object, says: str) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=says):
        wrong()


def test_a_pause_out_and_back_over_the_doubled_hour_is_an_hour_and_not_nothing() -> None:
    # 01:30 before and 01:30 after the clocks go back look the same on the wall
    stop = Pause(london(2026, 10, 25, 1, 30), london(2026, 10, 25, 1, 30, fold=1), "Asleep")
    made = deadline(limit(24, Unit.ELAPSED_HOURS), london(2026, 10, 25, 0, 30), ENGLAND, pauses=[stop])
    assert made.due - london(2026, 10, 25, 0, 30).astimezone(UTC) == timedelta(hours=25)


UNITS_AND_AMOUNTS = st.tuples(st.sampled_from(Unit), st.integers(1, 24), st.sampled_from(Roll)).map(
    lambda parts: limit(
        parts[1],
        parts[0],
        parts[2] if parts[0] in {Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS} else Roll.STAYS,
    )
)
ON_WORKING_DAYS = {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.TERM_DAYS}


@given(UNITS_AND_AMOUNTS, CALENDARS, INSTANTS, st.timedeltas(timedelta(), timedelta(days=20)))
def test_a_later_start_is_never_due_earlier(
    which: Limit, calendar: WorkingCalendar, start: datetime, later: timedelta
) -> None:
    one = deadline(which, start, calendar, terms=TERMS).due
    assert one > start
    assert one <= deadline(which, start + later, calendar, terms=TERMS).due


@given(UNITS_AND_AMOUNTS, CALENDARS, INSTANTS)
def test_a_working_limit_is_never_due_on_a_day_off(which: Limit, calendar: WorkingCalendar, start: datetime) -> None:
    made = deadline(which, start, calendar, terms=TERMS)
    day = calendar.day_of(made.due)
    if which.unit in ON_WORKING_DAYS or which.roll is Roll.FORWARD:
        assert calendar.is_working_day(day)
    if which.unit in ON_WORKING_DAYS:
        assert calendar.opening(day) < made.due <= calendar.closing(day)


@given(UNITS_AND_AMOUNTS, CALENDARS, INSTANTS)
def test_one_more_is_never_due_earlier(which: Limit, calendar: WorkingCalendar, start: datetime) -> None:
    more = limit(which.amount + 1, which.unit, which.roll)
    assert deadline(which, start, calendar, terms=TERMS).due <= deadline(more, start, calendar, terms=TERMS).due


@given(
    UNITS_AND_AMOUNTS,
    CALENDARS,
    INSTANTS,
    st.timedeltas(timedelta(), timedelta(days=2)),
    st.timedeltas(timedelta(), timedelta(days=6)),
)
def test_a_pause_shifts_the_due_instant_by_exactly_the_time_stopped(
    which: Limit, calendar: WorkingCalendar, start: datetime, wait: timedelta, length: timedelta
) -> None:
    plain = deadline(which, start, calendar, terms=TERMS).due
    begins, ends = start + wait, start + wait + length
    assume(begins < plain)
    paused = deadline(which, start, calendar, terms=TERMS, pauses=[Pause(begins, ends, "Waiting")]).due
    if which.unit in ON_WORKING_DAYS:
        assert calendar.working_time(plain, paused) == calendar.working_time(begins, ends)
        assert calendar.is_working_day(calendar.day_of(paused))
    else:
        assert paused - plain == length


@given(INSTANTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=5))
def test_the_order_in_which_pauses_are_entered_does_not_matter(
    start: datetime,
    spans: list[tuple[int, int]],
) -> None:
    pauses = [
        Pause(start + timedelta(hours=at), start + timedelta(hours=at + length), "Waiting") for at, length in spans
    ]
    shuffled = pauses[::-1]
    which = limit(3, Unit.WORKING_DAYS)
    assert deadline(which, start, ENGLAND, pauses=pauses).due == deadline(which, start, ENGLAND, pauses=shuffled).due
