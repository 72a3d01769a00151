"""The organisation's own calendar, from its settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.access import SYSTEM
from leeward.foundation.clocks import Nation, Term, WorkingCalendar
from leeward.foundation.clocks.organisation import CLOSURES, TermDates, terms, working_calendar
from leeward.foundation.installation.models import Installation
from leeward.foundation.settings_history import declared
from leeward.foundation.settings_history.actions import change_setting
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import SettingError

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
AUTUMN = Term(date(2026, 9, 7), date(2026, 12, 18), "Autumn term")


def enter(key: str, entered: str, scope: Scope = GROUP) -> None:
    change_setting(actor=SYSTEM, key=key, entered=entered, why="Ours", now=NOW, scope=scope)


@contextmanager
def scopes_of(*scopes: Scope) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(declared, "_scopes", lambda: dict.fromkeys((GROUP, *scopes), ""))
        yield


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
def test_hours_that_contradict_each_other_are_refused_with_the_fix() -> None:
    with pytest.raises(SettingError, match="change its end first"):
        enter("clocks.opens", "17:00")
    with pytest.raises(SettingError, match="change its beginning first"):
        enter("clocks.closes", "09:00")
    with pytest.raises(SettingError, match="clocks change in between"):
        enter("clocks.opens", "01:30")
    enter("clocks.closes", "22:00")
    enter("clocks.opens", "17:00")
    assert working_calendar(at=NOW).opens == time(17)


@pytest.mark.django_db
def test_choices_that_contradict_all_the_same_give_the_ordinary_week_and_never_an_error() -> None:
    north = Scope("north")
    with scopes_of(north):
        enter("clocks.opens", "16:00", north)
        enter("clocks.closes", "15:00")
    assert working_calendar(at=NOW).closes == time(15)
    assert working_calendar(at=NOW, scope=north) == WorkingCalendar()
    enter("clocks.working-days", "Monday")
    enter("clocks.closures", "\n".join(str(date(2026, 11, 23) + timedelta(weeks=week)) for week in range(60)))
    assert working_calendar(at=NOW) == WorkingCalendar()


@pytest.mark.django_db
def test_a_day_entered_as_closed_and_as_open_is_worked_so_that_nothing_is_due_later() -> None:
    enter("clocks.closures", "2026-12-29")
    enter("clocks.open-days", "2026-12-29, 2026-12-25")
    made = working_calendar(at=NOW)
    assert made.is_working_day(date(2026, 12, 29))
    assert made.is_working_day(date(2026, 12, 25))


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
