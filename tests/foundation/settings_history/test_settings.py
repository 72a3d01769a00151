"""Settings with history, in sentences."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.access import STRANGER, SYSTEM
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.settings_history.actions import CannotChange, change_setting, inherit, preview, set_to
from leeward.foundation.settings_history.declared import Setting, declare, setting_named
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.queries import history, limit, line, listing, value
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import SettingError, Whole
from tests.crash import every_crash_point
from tests.documented import run_examples
from tests.foundation.settings_history.conftest import LEEDS, MANAGER, NORTH, READER, SOUTH

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def change(entered: str, scope: Scope = GROUP, *, days: int = 0, key: str = "test.meetings") -> None:
    change_setting(actor=MANAGER, key=key, entered=entered, why="Agreed", now=NOW + days * DAY, scope=scope)


def test_a_setting_is_its_default_until_somebody_changes_it(meetings: Setting[int]) -> None:
    assert value(meetings, at=NOW) == 4
    change("6")
    assert value(meetings, at=NOW) == 6


def test_a_site_follows_its_company_and_a_company_its_group_until_they_choose(meetings: Setting[int]) -> None:
    change("6")
    assert [value(meetings, at=NOW, scope=scope) for scope in (GROUP, NORTH, LEEDS, SOUTH)] == [6, 6, 6, 6]
    change("8", NORTH)
    assert [value(meetings, at=NOW, scope=scope) for scope in (GROUP, NORTH, LEEDS, SOUTH)] == [6, 8, 8, 6]
    change("9", LEEDS)
    change("5")
    assert [value(meetings, at=NOW, scope=scope) for scope in (GROUP, NORTH, LEEDS, SOUTH)] == [5, 8, 9, 5]


def test_a_choice_given_back_is_inherited_again(meetings: Setting[int]) -> None:
    change("8", NORTH)
    inherit(actor=MANAGER, key="test.meetings", why="As the others", now=NOW + DAY, scope=NORTH)
    assert value(meetings, at=NOW + DAY, scope=NORTH) == 4
    assert value(meetings, at=NOW, scope=NORTH) == 8
    assert [row.cleared for row in history(READER, "test.meetings")] == [True, False]


def test_the_value_on_a_past_date_is_what_held_then(meetings: Setting[int]) -> None:
    for days, entered in enumerate(("5", "6", "7")):
        change(entered, days=10 * days)
    at = [NOW - DAY, NOW, NOW + 9 * DAY, NOW + 10 * DAY, NOW + 30 * DAY]
    assert [value(meetings, at=moment) for moment in at] == [4, 5, 5, 6, 7]


def test_a_planned_change_takes_over_when_its_moment_comes(meetings: Setting[int]) -> None:
    change_setting(
        actor=MANAGER, key="test.meetings", entered="10", why="From January", now=NOW, from_at=NOW + 30 * DAY
    )
    change("5", days=1)
    assert value(meetings, at=NOW + 29 * DAY) == 5
    assert value(meetings, at=NOW + 30 * DAY) == 10
    change_setting(
        actor=MANAGER, key="test.meetings", entered="3", why="Not after all", now=NOW, from_at=NOW + 30 * DAY
    )
    assert value(meetings, at=NOW + 30 * DAY) == 3


def test_the_history_says_who_when_why_and_from_when(meetings: Setting[int]) -> None:
    change("6")
    (row,) = history(READER, "test.meetings")
    assert (row.person, row.made_at, row.from_at, row.why, row.said) == (MANAGER.person, NOW, NOW, "Agreed", "6")
    entry = AuditEntry.objects.get(action="settings.change")
    assert (entry.actor, entry.subject) == (MANAGER.label, "setting:test.meetings")


def test_the_past_cannot_be_changed_not_even_in_the_database(meetings: Setting[int]) -> None:
    with pytest.raises(SettingError, match="in the past"):
        change_setting(actor=MANAGER, key="test.meetings", entered="6", why="Oh", now=NOW, from_at=NOW - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SettingChange.objects.create(
            setting_key="test.meetings", value=6, why="Oh", actor="x", made_at=NOW, from_at=NOW - DAY
        )


@pytest.mark.parametrize(
    "entered", ["", "four", "-1", "0", "13", "4.5", "1_0", "٤", "9" * 500, "4; DROP TABLE", "\x004", "on", "None"]
)
def test_a_value_that_cannot_be_taken_changes_nothing_and_says_what_to_enter(
    meetings: Setting[int], entered: str
) -> None:
    with pytest.raises(SettingError, match="Enter a"):
        change(entered)
    assert not SettingChange.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("why", "says"), [("", "Say why"), ("   ", "Say why"), ("x" * 501, "500 characters")])
def test_a_change_needs_a_reason(meetings: Setting[int], why: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        change_setting(actor=MANAGER, key="test.meetings", entered="6", why=why, now=NOW)


def test_the_longest_reason_and_the_present_moment_are_taken(meetings: Setting[int]) -> None:
    change_setting(actor=MANAGER, key="test.meetings", entered="6", why="x" * 500, now=NOW, from_at=NOW)
    assert value(meetings, at=NOW) == 6


def test_a_scope_that_does_not_exist_is_refused(meetings: Setting[int]) -> None:
    for scope in (Scope("east"), Scope("south", "leeds")):
        with pytest.raises(SettingError, match="that exists"):
            change("6", scope)
    for wrong in (("", "leeds"), ("a/b", ""), ("a", "b/c")):
        with pytest.raises(ValueError):
            Scope(*wrong)


def test_only_the_permitted_change_and_some_settings_have_a_permission_of_their_own(
    meetings: Setting[int], route: Setting[tuple[str, ...]]
) -> None:
    for actor in (READER, STRANGER):
        with pytest.raises(CannotChange):
            change_setting(actor=actor, key="test.meetings", entered="6", why="Mine", now=NOW)
        with pytest.raises(CannotChange):
            preview(actor=actor, key="test.meetings", entered="6", now=NOW)
        with pytest.raises(CannotChange):
            inherit(actor=actor, key="test.meetings", why="Mine", now=NOW)
    with pytest.raises(CannotChange):
        change("manager", key="test.route")
    set_to(route, ("manager", "chair"), actor=SYSTEM, why="First set-up", now=NOW)
    assert value(route, at=NOW) == ("manager", "chair")


def test_only_the_permitted_see_settings(meetings: Setting[int]) -> None:
    change("6")
    assert listing(STRANGER, at=NOW) == []
    assert history(STRANGER, "test.meetings") == []
    with pytest.raises(LookupError):
        line(STRANGER, "test.meetings", at=NOW)
    assert line(READER, "test.meetings", at=NOW).said == "6"


def test_the_preview_shows_the_effect_and_changes_nothing(meetings: Setting[int]) -> None:
    seen = preview(actor=MANAGER, key="test.meetings", entered="6", now=NOW, scope=NORTH)
    assert (seen.old, seen.new, seen.effects) == ("4 a year", "6 a year", ("2 more meetings a year in north.",))
    assert preview(actor=MANAGER, key="test.meetings", entered="4", now=NOW).effects == ()
    assert value(meetings, at=NOW, scope=NORTH) == 4
    assert not SettingChange.objects.exists()


def test_the_list_says_where_each_value_comes_from(meetings: Setting[int], refer: Setting[int]) -> None:
    change("6", NORTH)
    found = {each.setting.key: each for each in listing(READER, at=NOW, scope=LEEDS)}
    assert (found["test.meetings"].said, found["test.meetings"].comes_from) == ("6", NORTH)
    assert (found["test.refer"].said, found["test.refer"].comes_from) == ("1", None)
    assert found["test.refer"].words == "by close of the next working day"
    assert found["test.meetings"].words == "6 a year"
    assert found["test.refer"].setting.unverified


def test_a_limit_takes_the_amount_in_force_and_keeps_its_source(refer: Setting[int]) -> None:
    change("2", NORTH, key="test.refer")
    assert limit("test.refer", at=NOW).amount == 1
    assert limit("test.refer", at=NOW, scope=LEEDS).amount == 2
    assert limit("test.refer", at=NOW, scope=LEEDS).source == "Working Together"
    change("0", key="test.refer")
    with pytest.raises(LookupError):
        limit("test.meetings-unknown", at=NOW)


def test_a_default_that_would_be_refused_cannot_be_declared() -> None:
    with pytest.raises(SettingError):
        declare(Setting("test.wrong", "Wrong", Whole(1, 3), 9))
    with pytest.raises(LookupError, match="No room declares"):
        setting_named("test.unknown")


def test_a_value_that_contradicts_another_setting_is_refused_by_the_preview_and_the_change(
    meetings: Setting[int],
) -> None:
    def fewer_than_the_meetings(new: int, scope: Scope, now: datetime) -> None:
        if new > value(meetings, at=now, scope=scope):
            raise SettingError("Hold more meetings first.")

    visits = declare(Setting("test.visits", "Visits", Whole(1, 12), 1, fits=fewer_than_the_meetings))
    for attempt in (
        lambda: preview(actor=MANAGER, key="test.visits", entered="5", now=NOW),
        lambda: change("5", key="test.visits"),
        lambda: set_to(visits, 5, actor=SYSTEM, why="Ours", now=NOW),
    ):
        with pytest.raises(SettingError, match="more meetings first"):
            attempt()
    change("5", NORTH)
    change("5", NORTH, key="test.visits")
    assert value(visits, at=NOW, scope=NORTH) == 5


def test_a_stored_value_that_can_no_longer_be_read_counts_as_the_default(meetings: Setting[int]) -> None:
    SettingChange.objects.create(
        setting_key="test.meetings", value="often", why="Older release", actor="x", made_at=NOW, from_at=NOW
    )
    assert value(meetings, at=NOW) == 4
    found = line(READER, "test.meetings", at=NOW)
    assert (found.said, found.comes_from) == ("4", None)
    assert [each.said for each in history(READER, "test.meetings")] == ["a value that can no longer be read"]


def test_two_installations_may_differ_in_the_deciding_post(route: Setting[tuple[str, ...]]) -> None:
    set_to(route, ("manager",), actor=SYSTEM, why="Ours", now=NOW, scope=NORTH)
    set_to(route, ("lead", "chair"), actor=SYSTEM, why="Theirs", now=NOW, scope=SOUTH)
    assert value(route, at=NOW, scope=NORTH) == ("manager",)
    assert value(route, at=NOW, scope=SOUTH) == ("lead", "chair")


def test_a_crash_at_any_statement_leaves_the_old_value_or_the_new_with_its_entry(meetings: Setting[int]) -> None:
    def check(statement: int, finished: bool) -> None:
        assert value(meetings, at=NOW) == (6 if finished else 4)
        assert AuditEntry.objects.exists() is finished

    assert every_crash_point(lambda: change("6"), check) >= 4


CHANGES = st.lists(
    st.tuples(st.sampled_from([GROUP, NORTH, LEEDS, SOUTH]), st.none() | st.integers(1, 12), st.integers(0, 5)),
    max_size=8,
)


@given(CHANGES)
def test_what_is_in_force_is_what_a_simple_model_says(changes: list[tuple[Scope, int | None, int]]) -> None:
    with transaction.atomic():
        setting = declare(Setting("test.model", "Model", Whole(1, 12), 4))
        for scope, new, days in changes:
            if new is None:
                inherit(actor=SYSTEM, key="test.model", why="Back", now=NOW + days * DAY, scope=scope)
            else:
                set_to(setting, new, actor=SYSTEM, why="New", now=NOW + days * DAY, scope=scope)
        for day in range(-1, 7):
            held: dict[Scope, int | None] = {}
            for scope, new, _ in sorted((c for c in changes if c[2] <= day), key=lambda change: change[2]):
                held[scope] = new
            for scope in (GROUP, NORTH, LEEDS, SOUTH):
                expected = next((held[link] for link in scope.chain() if held.get(link) is not None), 4)
                assert value(setting, at=NOW + day * DAY, scope=scope) == expected
        transaction.set_rollback(True)


def test_the_page_about_settings_tells_the_truth() -> None:
    run_examples("build/settings.md")
