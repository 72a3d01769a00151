"""Checks, observations and statements, in sentences."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from leeward.foundation.access import Actor
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence import registry
from leeward.foundation.evidence.actions import CannotState, make_statement, observe_all
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.models import Observation, Statement
from leeward.foundation.evidence.queries import live, on_day, series
from leeward.foundation.evidence.registry import Check, declare
from leeward.foundation.evidence.statements import statement_check
from tests.crash import every_crash_point
from tests.documented import run_examples

NOW = datetime(2026, 11, 25, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LEAD = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"safeguarding.see", "statements.make"}))
BOARD = Actor(account=uuid4(), person=uuid4())
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", {})


def check(look: Callable[[str, datetime], Finding], **given: object) -> Check:
    return declare(Check("test.check", "It is so.", "test", look, **given))  # type: ignore[arg-type]  # fields of Check


def always(state: State) -> Callable[[str, datetime], Finding]:
    return lambda unit, now: Finding(state)


def test_yesterday_is_read_from_what_was_observed_and_never_recomputed() -> None:
    check(always(State.SLIPPED))
    observe_all(now=NOW)
    check(always(State.TRUE))
    observe_all(now=NOW + DAY)
    assert on_day(BOARD, "test.check", NOW.date()).state is State.SLIPPED
    assert on_day(BOARD, "test.check", (NOW + DAY).date()).state is State.TRUE
    assert live(BOARD, "test.check", now=NOW).state is State.TRUE


def test_a_day_nobody_observed_is_unproven() -> None:
    check(always(State.TRUE))
    found = on_day(BOARD, "test.check", date(2026, 1, 1))
    assert (found.state, found.detail) == (State.UNPROVEN, "Nothing was observed on this day.")


def test_one_observation_is_kept_a_day_and_the_first_one_stays() -> None:
    check(always(State.TRUE))
    assert observe_all(now=NOW) == 1
    check(always(State.SLIPPED))
    assert observe_all(now=NOW + timedelta(hours=3)) == 0
    assert on_day(BOARD, "test.check", NOW.date()).state is State.TRUE


def test_the_day_is_the_one_in_london() -> None:
    check(always(State.TRUE))
    observe_all(now=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    assert [row.day for row in Observation.objects.all()] == [date(2026, 6, 2)]


def test_a_check_that_fails_is_unproven_since_it_first_failed_and_keeps_no_content() -> None:
    def fail(unit: str, now: datetime) -> Finding:
        raise ValueError("Jo Bloggs said something private")

    check(fail)
    observe_all(now=NOW)
    observe_all(now=NOW + DAY)
    found = live(BOARD, "test.check", now=NOW + 2 * DAY)
    assert (found.state, found.since, found.fault) == (State.UNPROVEN, NOW, "ValueError")
    rows = list(Observation.objects.values())
    assert len(rows) == 2
    assert "Bloggs" not in str(rows)


def test_a_check_that_breaks_the_database_does_not_stop_the_others() -> None:
    def broken(unit: str, now: datetime) -> Finding:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
        raise AssertionError("not reached")

    check(broken)
    declare(Check("test.other", "So is this.", "test", always(State.TRUE)))
    assert observe_all(now=NOW) == 2
    assert live(BOARD, "test.other", now=NOW).state is State.TRUE
    assert live(BOARD, "test.check", now=NOW).fault in {"OperationalError", "ProgrammingError"}


def test_units_that_cannot_be_listed_are_unproven() -> None:
    def no_list(now: datetime) -> list[str]:
        raise TimeoutError

    check(always(State.UNPROVEN), units=no_list)
    observe_all(now=NOW)
    assert on_day(BOARD, "test.check", NOW.date()).state is State.UNPROVEN


def test_since_is_the_first_day_in_a_row_unless_the_check_knows_better() -> None:
    check(always(State.TRUE))
    for days in range(3):
        observe_all(now=NOW + days * DAY)
    assert live(BOARD, "test.check", now=NOW + 3 * DAY).since == NOW
    check(lambda unit, now: Finding(State.TRUE, since=NOW - 9 * DAY))
    assert live(BOARD, "test.check", now=NOW + 3 * DAY).since == NOW - 9 * DAY
    check(always(State.SLIPPED))
    assert live(BOARD, "test.check", now=NOW + 3 * DAY).since == NOW + 3 * DAY


def admits(actor: Actor, unit: str) -> bool:
    return unit == "general" or actor.may("safeguarding.see")


def declare_with_hidden(hidden: bool) -> None:
    units = ("general", "safeguarding/secret") if hidden else ("general",)

    def look(unit: str, now: datetime) -> Finding:
        if unit == "general":
            return Finding(State.TRUE, detail="all in time", good=40, total=40)
        return Finding(State.SLIPPED, detail="one is late", good=0, total=1, records=("case:secret",))

    check(look, units=lambda now: units, admits=admits)


def test_a_barred_viewers_figure_equals_the_figure_without_the_hidden_case() -> None:
    def everything_the_board_sees() -> tuple[object, ...]:
        for days in range(3):
            observe_all(now=NOW + days * DAY)
        first, last = NOW.date(), (NOW + 2 * DAY).date()
        found = (live(BOARD, "test.check", now=NOW + 2 * DAY), series(BOARD, "test.check", first, last))
        trail = [(entry.action, entry.details) for entry in AuditEntry.objects.filter(compartment="general")]
        Observation.objects.all().delete()
        return (*found, len(trail), trail[-1])

    declare_with_hidden(True)
    assert live(LEAD, "test.check", now=NOW).state is State.SLIPPED
    assert live(LEAD, "test.check", now=NOW).total == 41
    with_hidden = everything_the_board_sees()
    declare_with_hidden(False)
    without = everything_the_board_sees()
    assert with_hidden[:2] == without[:2]
    assert with_hidden[3] == without[3]
    assert with_hidden[0].total == 40  # type: ignore[attr-defined]  # a Finding


def test_who_may_see_more_sees_the_past_of_more() -> None:
    declare_with_hidden(True)
    observe_all(now=NOW)
    assert on_day(LEAD, "test.check", NOW.date()).records == ("case:secret",)
    assert on_day(BOARD, "test.check", NOW.date()).records == ()


def test_a_crash_at_any_statement_is_made_up_for_by_the_next_run() -> None:
    check(always(State.TRUE))
    declare(Check("test.other", "So is this.", "test", always(State.TRUE)))

    def verify(statement: int, finished: bool) -> None:
        stored = Observation.objects.count()
        assert observe_all(now=NOW + timedelta(hours=1)) == 2 - stored
        assert Observation.objects.count() == 2

    assert every_crash_point(lambda: observe_all(now=NOW), verify) >= 6


def statements() -> Check:
    return declare(
        statement_check(
            "test.alarm",
            "The fire doors were walked.",
            "test",
            valid_for=timedelta(days=365),
            stated_with="statements.make",
        )
    )


def test_a_statement_holds_slips_and_lapses() -> None:
    assert statements().is_statement
    states = [State.UNPROVEN, State.TRUE, State.SLIPPING, State.UNPROVEN]
    moments = [NOW - DAY, NOW, NOW + 340 * DAY, NOW + 365 * DAY]
    make_statement(actor=LEAD, key="test.alarm", now=NOW)
    found = [live(BOARD, "test.alarm", now=moment) for moment in moments]
    assert [finding.state for finding in found] == states
    assert found[3].since == NOW + 365 * DAY
    make_statement(actor=LEAD, key="test.alarm", now=NOW + 366 * DAY)
    assert live(BOARD, "test.alarm", now=NOW + 366 * DAY).state is State.TRUE


def test_a_statement_slips_and_lapses_at_the_very_instant() -> None:
    statements()
    make_statement(actor=LEAD, key="test.alarm", now=NOW)
    tick = timedelta(microseconds=1)
    slips, lapses = NOW + 335 * DAY, NOW + 365 * DAY
    found = [live(BOARD, "test.alarm", now=at) for at in (slips - tick, slips, lapses - tick, lapses)]
    assert [each.state for each in found] == [State.TRUE, State.SLIPPING, State.SLIPPING, State.UNPROVEN]
    assert [each.since for each in found] == [NOW, slips, slips, lapses]


def test_a_series_holds_each_day_once_the_first_and_last_included() -> None:
    check(always(State.TRUE))
    observe_all(now=NOW)
    observe_all(now=NOW + DAY)
    found = series(BOARD, "test.check", (NOW - DAY).date(), (NOW + DAY).date())
    assert [each.state for each in found.values()] == [State.UNPROVEN, State.TRUE, State.TRUE]


def test_a_statement_keeps_who_when_and_the_very_sentence() -> None:
    statements()
    made = make_statement(actor=LEAD, key="test.alarm", now=NOW)
    row = Statement.objects.get(pk=made)
    assert (row.person, row.said_at, row.sentence) == (LEAD.person, NOW, "The fire doors were walked.")
    assert AuditEntry.objects.get(action="evidence.state").subject == f"statement:{made}"


def test_only_a_known_person_with_the_permission_states_and_only_what_is_not_proven_live() -> None:
    statements()
    for actor in (BOARD, Actor(account=uuid4(), permissions=frozenset({"statements.make"}))):
        with pytest.raises(CannotState):
            make_statement(actor=actor, key="test.alarm", now=NOW)
    check(always(State.TRUE))
    with pytest.raises(ValueError, match="proven live"):
        make_statement(actor=LEAD, key="test.check", now=NOW)
    with pytest.raises(LookupError, match="No room declares"):
        make_statement(actor=LEAD, key="test.unknown", now=NOW)


def test_the_page_about_evidence_tells_the_truth() -> None:
    run_examples("build/evidence.md")
