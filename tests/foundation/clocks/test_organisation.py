"""The organisation's own calendar, from its settings."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.access import SYSTEM
from leeward.foundation.clocks import CalendarError, Nation, Term, WorkingCalendar
from leeward.foundation.clocks.organisation import CLOSES, CLOSURES, OPENS, TermDates, terms, working_calendar
from leeward.foundation.installation.models import Installation
from leeward.foundation.settings_history.actions import change_setting
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.shapes import SettingError

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
AUTUMN = Term(date(2026, 9, 7), date(2026, 12, 18), "Autumn term")


def enter(key: str, entered: str) -> None:
    change_setting(actor=SYSTEM, key=key, entered=entered, why="Ours", now=NOW)


@pytest.mark.django_db
def test_without_any_choice_it_is_england_nine_to_five() -> None:
    assert working_calendar(at=NOW) == WorkingCalendar()
    assert terms(at=NOW) == ()


@pytest.mark.django_db
def test_what_was_chosen_makes_the_calendar_from_then_on() -> None:
    Installation.objects.create(kind="real", organisation="Example College", nation="Scotland", made_at=NOW)
    enter("clocks.closes", "16:30")
    enter("clocks.closures", "2026-12-29\n2026-12-30")
    enter("clocks.working-days", "Monday, Tuesday")
    enter("clocks.terms", "2026-09-07 to 2026-12-18 Autumn term")
    made = working_calendar(at=NOW)
    assert (made.nation, made.closes, made.weekdays) == (Nation.SCOTLAND, time(16, 30), frozenset({0, 1}))
    assert not made.is_working_day(date(2026, 12, 29))
    assert terms(at=NOW) == (AUTUMN,)
    assert value(CLOSURES, at=datetime(2026, 1, 1, tzinfo=UTC)) == frozenset()
    enter("clocks.nation", "Northern Ireland")
    assert working_calendar(at=NOW).nation is Nation.NORTHERN_IRELAND


@pytest.mark.django_db
def test_settings_that_contradict_each_other_are_named() -> None:
    enter("clocks.opens", "18:00")
    assert value(OPENS, at=NOW) > value(CLOSES, at=NOW)
    with pytest.raises(CalendarError, match="closing time must be later"):
        working_calendar(at=NOW)


@pytest.mark.parametrize(
    "entered",
    [
        "Autumn",
        "2026-09-07",
        "2026-09-07 to",
        "2026-12-18 to 2026-09-07",
        "7/9/2026 to 18/12/2026",
        "2026-09-07 until x",
    ],
)
def test_term_dates_that_cannot_be_read_say_how_to_enter_them(entered: str) -> None:
    with pytest.raises(SettingError, match="such as 2026-09-07 to 2026-12-18 Autumn"):
        TermDates().read(entered)


def test_terms_out_of_order_or_one_in_another_are_refused() -> None:
    shape = TermDates()
    for entered in (
        "2027-01-04 to 2027-03-25\n2026-09-07 to 2026-12-18",
        "2026-09-07 to 2026-12-18\n2026-12-18 to 2027-03-01",
    ):
        with pytest.raises(SettingError, match="in order"):
            shape.check(shape.read(entered))


@given(st.text(max_size=60) | st.from_regex(r"20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d[ a-z]*", fullmatch=True))
def test_any_text_is_read_as_terms_that_come_back_the_same_or_refused(entered: str) -> None:
    shape = TermDates()
    try:
        read = shape.read(entered)
    except SettingError:
        return
    assert shape.load(shape.keep(read)) == read
    assert shape.read(shape.say(read)) == read
