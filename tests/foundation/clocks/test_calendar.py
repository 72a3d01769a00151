"""Working days and working time, by table and by property."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.clocks import LONDON, CalendarError, Nation, WorkingCalendar, bank_holidays, instant

DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(), timedelta(days=40))
CALENDARS = st.builds(
    WorkingCalendar,
    nation=st.sampled_from(Nation),
    closures=st.frozensets(DAYS, max_size=5),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    opens=st.sampled_from([time(0), time(0, 30), time(2), time(9)]),
    closes=st.sampled_from([time(15, 30), time(17), time(23, 59, 59)]),
)


def london(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold)  # type: ignore[misc, arg-type]  # parts are year, month, day …


@pytest.mark.parametrize(
    ("nation", "day", "why"),
    [
        (Nation.ENGLAND, date(2026, 4, 6), "Easter Monday"),
        (Nation.ENGLAND, date(2026, 12, 28), "Boxing Day falls on a Saturday"),
        (Nation.ENGLAND, date(2027, 12, 27), "Christmas Day falls on a Saturday"),
        (Nation.ENGLAND, date(2027, 12, 28), "Boxing Day falls on a Sunday"),
        (Nation.ENGLAND, date(2022, 9, 19), "state funeral"),
        (Nation.ENGLAND, date(2020, 5, 8), "May Day moved for VE Day"),
        (Nation.WALES, date(2026, 8, 31), "summer"),
        (Nation.SCOTLAND, date(2026, 8, 3), "summer, earlier than in England"),
        (Nation.SCOTLAND, date(2026, 1, 2), "2 January"),
        (Nation.SCOTLAND, date(2026, 11, 30), "St Andrew's Day"),
        (Nation.NORTHERN_IRELAND, date(2026, 3, 17), "St Patrick's Day"),
        (Nation.NORTHERN_IRELAND, date(2026, 7, 13), "12 July falls on a Sunday"),
    ],
)
def test_a_bank_holiday_of_the_nation_is_not_worked(nation: Nation, day: date, why: str) -> None:
    assert not WorkingCalendar(nation).is_working_day(day), why


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        (Nation.SCOTLAND, date(2026, 4, 6)),  # Easter Monday
        (Nation.SCOTLAND, date(2026, 8, 31)),
        (Nation.ENGLAND, date(2026, 8, 3)),
        (Nation.ENGLAND, date(2026, 3, 17)),
        (Nation.WALES, date(2026, 7, 13)),
        (Nation.ENGLAND, date(2020, 5, 4)),
        (Nation.ENGLAND, date(2028, 2, 29)),
    ],
)
def test_a_holiday_of_another_nation_or_a_moved_one_is_worked(nation: Nation, day: date) -> None:
    assert WorkingCalendar(nation).is_working_day(day)


def test_each_nation_has_eight_to_eleven_weekdays_off_in_each_year() -> None:
    for nation in Nation:
        for year in range(2023, 2040):
            weekdays_off = [day for day in bank_holidays(nation, year) if day.weekday() < 5]
            assert 8 <= len(weekdays_off) <= 11, (nation, year)


def test_a_closure_day_is_not_worked_and_an_open_day_beats_weekend_and_bank_holiday() -> None:
    calendar = WorkingCalendar(
        closures=frozenset({date(2026, 7, 20)}), open_days=frozenset({date(2026, 7, 18), date(2026, 12, 25)})
    )
    assert not calendar.is_working_day(date(2026, 7, 20))
    assert calendar.is_working_day(date(2026, 7, 18))
    assert calendar.is_working_day(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"weekdays": frozenset()}, "at least one working day"),
        ({"weekdays": frozenset({7})}, "at least one working day"),
        ({"opens": time(17), "closes": time(9)}, "later in the day"),
        ({"opens": time(9), "closes": time(9)}, "later in the day"),
        ({"opens": time(1, 30)}, "between 01:00 and 02:00"),
        ({"opens": time(1)}, "between 01:00 and 02:00"),
        ({"opens": time(0), "closes": time(1, 59)}, "between 01:00 and 02:00"),
        ({"closes": time(17, tzinfo=UTC)}, "without a zone"),
        (
            {
                "closures": frozenset({date(2026, 6, 1), date(2026, 7, 1)}),
                "open_days": frozenset({date(2026, 7, 1), date(2026, 8, 1)}),
            },
            "1 July 2026",
        ),
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused_with_the_fix(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        WorkingCalendar(**wrong)  # type: ignore[arg-type]  # a table of wrong arguments


def test_closures_without_end_are_refused_instead_of_searched_for_ever() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=step) for step in range(800))
    calendar = WorkingCalendar(closures=closed)
    with pytest.raises(CalendarError, match="check the closure dates"):
        calendar.next_working_day(date(2026, 1, 1))
    with pytest.raises(CalendarError, match="check the closure dates"):
        calendar.last_working_day(date(2027, 12, 31))
    with pytest.raises(CalendarError, match="check the closure dates"):
        calendar.after_working_time(london(2026, 1, 5, 9), timedelta(hours=1))


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001
    for ask in (instant, WorkingCalendar().local, WorkingCalendar().day_of):
        with pytest.raises(ValueError, match="with its zone"):
            ask(naive)


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        WorkingCalendar().add_working_days(date(2026, 3, 2), -1)
    with pytest.raises(ValueError, match="negative"):
        WorkingCalendar().after_working_time(london(2026, 3, 2, 9), timedelta(seconds=-1))


def test_the_day_is_the_one_on_the_wall_clock_in_london() -> None:
    calendar = WorkingCalendar()
    assert calendar.day_of(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)
    assert calendar.day_of(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)
    assert calendar.day_of(datetime(2026, 6, 2, 8, tzinfo=timezone(timedelta(hours=10)))) == date(2026, 6, 1)


def test_the_last_second_of_the_days_on_which_clocks_change() -> None:
    calendar = WorkingCalendar()
    assert calendar.day_end(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)
    assert calendar.day_end(date(2026, 10, 25)) == datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)


def test_opening_hours_that_span_the_change_of_clocks_have_their_true_length() -> None:
    calendar = WorkingCalendar(weekdays=frozenset(range(7)), opens=time(0), closes=time(12))
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert calendar.working_time(calendar.opening(spring), calendar.closing(spring)) == timedelta(hours=11)
    assert calendar.working_time(calendar.opening(autumn), calendar.closing(autumn)) == timedelta(hours=13)


def test_working_time_from_friday_to_monday_skips_the_weekend() -> None:
    calendar = WorkingCalendar()
    assert calendar.working_time(london(2026, 3, 6, 16), london(2026, 3, 9, 10, 30)) == timedelta(hours=2, minutes=30)
    assert calendar.working_time(london(2026, 3, 7, 9), london(2026, 3, 8, 17)) == timedelta()
    assert calendar.working_time(london(2026, 3, 9, 10), london(2026, 3, 6, 10)) == timedelta()


def test_working_days_between_counts_the_last_day_and_not_the_first() -> None:
    calendar = WorkingCalendar()
    assert calendar.working_days_between(date(2026, 12, 24), date(2026, 12, 31)) == 3
    assert calendar.working_days_between(date(2026, 12, 31), date(2026, 12, 24)) == 0


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_adding_working_days_lands_on_a_working_day_and_counts_right(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    landed = calendar.add_working_days(day, count)
    assert calendar.is_working_day(landed)
    if count:
        assert calendar.working_days_between(day, landed) == count


@given(CALENDARS, DAYS, DAYS, st.integers(0, 20))
def test_a_later_day_never_gives_an_earlier_working_day(
    calendar: WorkingCalendar, one: date, other: date, count: int
) -> None:
    early, late = sorted((one, other))
    assert calendar.add_working_days(early, count) <= calendar.add_working_days(late, count)
    assert calendar.last_working_day(early) <= calendar.last_working_day(late)


@given(CALENDARS, INSTANTS, SPANS, SPANS)
def test_working_time_adds_up_and_is_never_more_than_the_real_time(
    calendar: WorkingCalendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second
    whole = calendar.working_time(start, end)
    assert whole == calendar.working_time(start, middle) + calendar.working_time(middle, end)
    assert timedelta() <= whole <= end - start


@given(CALENDARS, INSTANTS, st.timedeltas(timedelta(microseconds=1), timedelta(hours=60)))
def test_working_time_forward_and_back_agree(calendar: WorkingCalendar, start: datetime, amount: timedelta) -> None:
    end = calendar.after_working_time(start, amount)
    assert calendar.working_time(start, end) == amount
    assert calendar.is_working_day(calendar.day_of(end))
    assert calendar.opening(calendar.day_of(end)) < end <= calendar.closing(calendar.day_of(end))
    # it is the first such instant
    assert calendar.working_time(start, end - timedelta(microseconds=1)) < amount


@given(INSTANTS)
def test_no_working_time_leaves_the_instant_where_it_is(start: datetime) -> None:
    assert WorkingCalendar().after_working_time(start, timedelta()) == start
