"""The ledger: confirmed, bound, stated, unproven; today and on days past; and what somebody barred may see."""

import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from leeward.foundation.access import Actor
from leeward.foundation.evidence import registry
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.queries import by_unit, by_unit_on_day, live
from leeward.foundation.evidence.registry import Check
from leeward.frontdoor.cli import cli
from leeward.policy.actions import (
    acknowledge,
    bind_promise,
    confirm_promise,
    set_aside_promise,
    state_promise,
    unbind_promise,
    withdraw,
)
from leeward.policy.evidence import ACKNOWLEDGED, AS_SIGNED, STATED
from leeward.policy.evidence_of_reviews import REVIEWED
from leeward.policy.models import Policy, PromiseStep
from leeward.policy.queries.ledger import ledger, open_ledger
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.headline import headline
from leeward.policy.rules.reviewing import Asked, acknowledgement_state, months_after, review_state
from leeward.policy.rules.standing import Proof, Standing, Step, Taken, standing_after, suggested_holder
from tests.people.made import give, somebody
from tests.policy.made import CHANGED, NOW, Office, actor, days, promise_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ANSWERS: dict[str, State] = {}


@pytest.fixture(autouse=True)
def _own_checks():
    before = dict(registry._checks)
    ANSWERS.clear()
    yield
    registry._checks.clear()
    registry._checks.update(before)


def _check(key="test.door", **more):
    return registry.declare(
        Check(key, "The door is shut.", "test", lambda unit, now: Finding(ANSWERS.get(unit, State.TRUE)), **more)
    )


def _row(found, start):
    (row,) = [row for row in found.rows if row.sentence.startswith(start)]
    return row


def test_every_sentence_counts_until_somebody_says_it_is_no_promise():
    office = Office()
    made = office.in_force()
    found = ledger(office.quality, now=NOW)
    assert (found.headline.total, found.headline.unproven, found.to_confirm) == (4, 4, 4)
    aside = promise_of(made.version, "Web access")
    with pytest.raises(Refused):
        set_aside_promise(actor=office.quality, promise=aside.pk, reason=" ", now=NOW)
    set_aside_promise(actor=office.quality, promise=aside.pk, reason="A plain fact", now=NOW)
    assert ledger(office.quality, now=NOW).headline.total == 3
    confirm_promise(actor=office.quality, promise=aside.pk, holder="post:it-manager", frequency="", now=NOW)
    assert ledger(office.quality, now=NOW).headline.total == 4


def test_a_promise_of_a_draft_is_not_in_the_ledger():
    office = Office()
    office.import_()
    assert ledger(office.quality, now=NOW).rows == ()


def test_a_confirmed_promise_names_its_holder_and_who_holds_the_post():
    office = Office()
    made = office.in_force()
    promise = promise_of(made.version, "The Quality Lead will")
    confirm_promise(
        actor=office.quality, promise=promise.pk, holder="post:quality-lead", frequency=("every term"), now=NOW
    )
    row = _row(ledger(office.quality, now=NOW), "The Quality Lead will")
    assert (row.holder, row.names, row.frequency, row.confirmed) == (
        "Quality lead",
        ("Bethan Keeper",),
        ("every term"),
        True,
    )
    with pytest.raises(Refused):
        confirm_promise(actor=office.quality, promise=promise.pk, holder="post:king", frequency="", now=NOW)


def test_a_bound_promise_says_what_its_check_says():
    office = Office()
    made = office.in_force()
    _check()
    promise = promise_of(made.version, "All staff")
    bind_promise(actor=office.quality, promise=promise.pk, checks=["test.door"], now=NOW)
    for state in State:
        ANSWERS["general"] = state
        row = _row(ledger(office.quality, now=NOW), "All staff")
        assert (row.state, row.proof, row.source) == (state, Proof.LIVE, "The door is shut.")
    with pytest.raises(Refused):
        bind_promise(actor=office.quality, promise=promise.pk, checks=["nobody.knows"], now=NOW)
    unbind_promise(actor=office.quality, promise=promise.pk, reason="The wrong one", now=NOW)
    assert _row(ledger(office.quality, now=NOW), "All staff").state is State.UNPROVEN


def test_a_check_that_fails_or_is_gone_is_unproven_and_never_true():
    office = Office()
    made = office.in_force()

    def broken(unit, now):
        raise OSError("away")

    registry.declare(Check("test.away", "It answers.", "test", broken))
    promise = promise_of(made.version, "All staff")
    bind_promise(actor=office.quality, promise=promise.pk, checks=["test.away"], now=NOW)
    assert _row(ledger(office.quality, now=NOW), "All staff").state is State.UNPROVEN
    del registry._checks["test.away"]
    row = _row(ledger(office.quality, now=NOW), "All staff")
    assert (row.state, row.detail) == (State.UNPROVEN, "Its check is not installed here.")


def test_a_statement_counts_apart_and_lapses_by_itself():
    office = Office()
    made = office.in_force()
    promise = promise_of(made.version, "All staff")
    until = NOW + days(60)
    state_promise(actor=office.director, promise=promise.pk, words="I walked round", valid_until=until, now=NOW)
    found = ledger(office.quality, now=NOW)
    assert (found.headline.proven_live, found.headline.stated, found.headline.unproven) == (0, 1, 3)
    row = _row(found, "All staff")
    assert "Helen Signwell" in row.source
    assert "I walked round" in row.source
    assert _row(ledger(office.quality, now=NOW + days(31)), "All staff").state is State.SLIPPING
    assert _row(ledger(office.quality, now=NOW + days(61)), "All staff").state is State.UNPROVEN


@pytest.mark.parametrize("ahead", [days(0), days(-1), days(500)])
def test_a_statement_needs_an_end_ahead_and_not_too_far(ahead):
    office = Office()
    promise = promise_of(office.in_force().version, "All staff")
    with pytest.raises(Refused) as refusal:
        state_promise(actor=office.quality, promise=promise.pk, words="So", valid_until=NOW + ahead, now=NOW)
    assert refusal.value.field == "valid_until"


def test_only_those_permitted_see_confirm_bind_and_state():
    office = Office()
    promise = promise_of(office.in_force().version, "All staff")
    with pytest.raises(NotAllowed):
        ledger(office.tutor, now=NOW)
    for attempt in (
        lambda who: confirm_promise(actor=who, promise=promise.pk, holder="class:staff", frequency="", now=NOW),
        lambda who: bind_promise(actor=who, promise=promise.pk, checks=[ACKNOWLEDGED], now=NOW),
        lambda who: set_aside_promise(actor=who, promise=promise.pk, reason="x", now=NOW),
        lambda who: state_promise(actor=who, promise=promise.pk, words="x", valid_until=NOW + days(1), now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt(office.tutor)
    with pytest.raises(NoSuchPolicy):
        bind_promise(actor=office.quality, promise=Policy.objects.get().pk, checks=[ACKNOWLEDGED], now=NOW)


def test_a_past_day_is_read_from_what_was_observed_then_and_never_worked_out_again():
    office = Office()
    made = office.in_force(now=NOW - days(5))
    _check()
    promise = promise_of(made.version, "All staff")
    bind_promise(actor=office.quality, promise=promise.pk, checks=["test.door"], now=NOW - days(4))
    observe_all(now=NOW - days(3))
    ANSWERS["general"] = State.SLIPPED
    observe_all(now=NOW - days(1))

    def state_on(back):
        return _row(ledger(office.quality, now=NOW, on=TODAY - days(back)), "All staff").state

    assert state_on(3) is State.TRUE
    assert state_on(1) is State.SLIPPED
    assert state_on(2) is State.UNPROVEN  # nobody looked on that day
    ANSWERS["general"] = State.TRUE
    assert state_on(1) is State.SLIPPED
    assert state_on(0) is State.TRUE


def test_a_past_day_knows_the_proof_as_it_was_bound_then_and_the_version_then_in_force():
    office = Office()
    made = office.in_force(now=NOW - days(5))
    _check()
    promise = promise_of(made.version, "All staff")
    for back in (4, 3, 2):
        observe_all(now=NOW - days(back))
    bind_promise(actor=office.quality, promise=promise.pk, checks=["test.door"], now=NOW - days(3))
    before = _row(ledger(office.quality, now=NOW, on=TODAY - days(4)), "All staff")
    after = _row(ledger(office.quality, now=NOW, on=TODAY - days(3)), "All staff")
    assert (before.proof, before.state) == (Proof.NONE, State.UNPROVEN)
    assert (after.proof, after.state) == (Proof.LIVE, State.TRUE)
    assert ledger(office.quality, now=NOW, on=TODAY - days(6)).rows == ()
    withdraw(actor=office.quality, version=made.version, reason="Merged", now=NOW - days(1))
    assert ledger(office.quality, now=NOW).rows == ()
    assert len(ledger(office.quality, now=NOW, on=TODAY - days(2)).rows) == 4


def test_a_statement_on_a_past_day_is_read_from_its_own_observation():
    office = Office()
    made = office.in_force(now=NOW - days(5))
    promise = promise_of(made.version, "All staff")
    said_at, until = NOW - days(4), NOW - days(2) + days(0)
    state_promise(actor=office.quality, promise=promise.pk, words="So it is", valid_until=until, now=said_at)
    observe_all(now=NOW - days(3))
    observe_all(now=NOW - days(1))
    assert _row(ledger(office.quality, now=NOW, on=TODAY - days(3)), "All staff").state is State.SLIPPING
    assert _row(ledger(office.quality, now=NOW, on=TODAY - days(1)), "All staff").state is State.UNPROVEN
    assert set(by_unit_on_day(office.quality, STATED, TODAY - days(3))) == {"general", f"general/{promise.pk}"}
    assert set(by_unit(office.quality, STATED, now=NOW)) == {"general", f"general/{promise.pk}"}


def test_a_day_that_has_not_come_is_refused():
    office = Office()
    with pytest.raises(ValueError, match="today or a day past"):
        ledger(office.quality, now=NOW, on=TODAY + days(1))


def test_somebody_barred_sees_what_would_be_seen_without_the_hidden_case():
    office = Office()
    made = office.in_force(now=NOW - days(2))
    hidden = Actor(account=office.director.account, permissions=frozenset({"promises.see", "test.hidden"}))

    def figures(units):
        _check(units=lambda now: units, admits=lambda who, unit: unit == "general" or who.may("test.hidden"))
        ANSWERS["general/secret"] = State.SLIPPED
        found = ledger(office.quality, now=NOW)
        return [(row.state, row.since, row.detail, row.good, row.total) for row in found.rows], found.headline

    _check()
    promise = promise_of(made.version, "All staff")
    bind_promise(actor=office.quality, promise=promise.pk, checks=["test.door"], now=NOW - days(1))
    assert figures(("general", "general/secret")) == figures(("general",))
    _check(
        units=lambda now: ("general", "general/secret"),
        admits=lambda who, unit: unit == "general" or who.may("test.hidden"),
    )
    observe_all(now=NOW - days(1))
    yesterday = TODAY - days(1)
    assert _row(ledger(office.quality, now=NOW, on=yesterday), "All staff").state is State.TRUE
    assert _row(ledger(hidden, now=NOW, on=yesterday), "All staff").state is State.SLIPPED
    assert _row(ledger(hidden, now=NOW), "All staff").state is State.SLIPPED
    assert _row(open_ledger(now=NOW), "All staff").state is State.TRUE


def test_the_same_words_in_the_next_version_keep_holder_and_proof():
    office = Office()
    made = office.in_force()
    _check()
    kept, changed = promise_of(made.version, "Web access"), promise_of(made.version, "All staff")
    for promise in (kept, changed):
        confirm_promise(actor=office.quality, promise=promise.pk, holder="post:it-manager", frequency="", now=NOW)
        bind_promise(actor=office.quality, promise=promise.pk, checks=["test.door"], now=NOW)
    stated = promise_of(made.version, "The Quality Lead will")
    state_promise(actor=office.quality, promise=stated.pk, words="Done", valid_until=NOW + days(90), now=NOW)
    later = office.in_force(CHANGED, now=NOW + days(1), policy=Policy.objects.get().pk)
    assert later.carried == 3
    found = ledger(office.quality, now=NOW + days(1))
    assert (_row(found, "Web access").holder, _row(found, "Web access").state) == ("IT manager", State.TRUE)
    assert _row(found, "The Quality Lead will").proof is Proof.STATEMENT
    assert _row(found, "The Quality Lead will").state is State.TRUE
    anew = _row(found, "All staff must lock their doors")
    assert (anew.holder, anew.checks, anew.confirmed, anew.state) == (
        "IT manager",
        ("test.door",),
        False,
        State.UNPROVEN,
    )
    confirm_promise(actor=office.quality, promise=anew.id, holder="post:it-manager", frequency="", now=NOW + days(1))
    assert _row(ledger(office.quality, now=NOW + days(1)), "All staff must lock their doors").state is State.TRUE


def test_acknowledgements_are_slipping_then_slipped_then_true():
    office = Office()
    made = office.in_force()
    reader = office.quality
    assert live(reader, ACKNOWLEDGED, now=NOW).state is State.SLIPPING
    acknowledge(actor=office.tutor, version=made.version, now=NOW + days(1))
    late = live(reader, ACKNOWLEDGED, now=NOW + days(15))
    assert (late.state, late.good, late.total) == (State.SLIPPED, 1, 2)
    assert late.detail == "1 of 2 have been given. 1 is late."
    acknowledge(actor=actor(office.tutors[1]), version=made.version, now=NOW + days(15))
    assert live(reader, ACKNOWLEDGED, now=NOW + days(16)).state is State.TRUE


def test_somebody_who_joins_later_has_as_long_as_everybody_else():
    office = Office()
    made = office.in_force()
    for tutor in office.tutors:
        acknowledge(actor=actor(tutor), version=made.version, now=NOW)
    somebody("Late Joiner", since=(NOW + days(20)).date())
    assert live(office.quality, ACKNOWLEDGED, now=NOW + days(30)).state is State.SLIPPING
    assert live(office.quality, ACKNOWLEDGED, now=NOW + days(35)).state is State.SLIPPED


def test_the_checks_of_this_room_say_nothing_where_nothing_is_published():
    office = Office()
    office.import_()
    for key in (ACKNOWLEDGED, REVIEWED, AS_SIGNED, STATED):
        assert live(office.quality, key, now=NOW).state is State.NOT_APPLICABLE


def test_a_review_slips_the_day_after_it_is_due():
    office = Office()
    office.in_force()
    assert live(office.quality, REVIEWED, now=NOW).state is State.TRUE
    assert live(office.quality, REVIEWED, now=datetime(2027, 11, 25, 12, tzinfo=UTC)).state is State.SLIPPING
    assert live(office.quality, REVIEWED, now=datetime(2027, 11, 26, 12, tzinfo=UTC)).state is State.SLIPPED


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
    ],
)
def test_a_review_falls_on_the_same_day_or_the_last_of_a_shorter_month(day, months, due):
    assert months_after(day, months) == due


def test_states_of_reviews_and_acknowledgements_turn_on_the_right_day():
    due = date(2026, 5, 1)
    assert review_state(due, date(2026, 5, 1), days(30)) is State.SLIPPING
    assert review_state(due, date(2026, 5, 2), days(30)) is State.SLIPPED
    assert review_state(due, date(2026, 3, 31), days(30)) is State.TRUE
    assert acknowledgement_state([], due) is State.NOT_APPLICABLE
    assert acknowledgement_state([Asked(due, done=False)], due) is State.SLIPPING
    assert acknowledgement_state([Asked(due, done=False)], due + days(1)) is State.SLIPPED
    assert acknowledgement_state([Asked(due, done=True)], due + days(1)) is State.TRUE


def test_the_headline_adds_up_and_never_counts_a_slipping_promise_as_proven():
    rows = [
        (State.TRUE, Proof.LIVE),
        (State.TRUE, Proof.STATEMENT),
        (State.SLIPPING, Proof.LIVE),
        (State.SLIPPED, Proof.LIVE),
        (State.UNPROVEN, Proof.NONE),
        (State.NOT_APPLICABLE, Proof.LIVE),
    ]
    head = headline(rows)
    assert (head.proven_live, head.stated, head.slipping, head.slipped, head.unproven, head.not_applicable) == (1,) * 6
    assert head.total == 6


def test_steps_fold_into_where_a_promise_stands():
    steps = [
        Taken(Step.CONFIRM, NOW, holder="post:dsl", frequency="each term"),
        Taken(Step.BIND, NOW, checks=("a.b",)),
        Taken(Step.SET_ASIDE, NOW),
        Taken(Step.CONFIRM, NOW, holder="post:hr"),
    ]
    assert standing_after(steps) == Standing(True, False, "post:hr", "", Proof.LIVE, ("a.b",), NOW)
    assert standing_after([*steps, Taken(Step.UNBIND, NOW)]).proof is Proof.NONE


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("The Designated Safeguarding Lead", "post:dsl"),
        ("IT department", "post:it-manager"),
        ("All members of staff", "class:staff"),
        ("Learners", "class:learner"),
        ("the organisation", ""),
    ],
)
def test_a_holder_is_suggested_from_the_policys_own_words(words, holder):
    assert suggested_holder(words) == holder


def test_the_command_prints_the_ledger_and_refuses_days_ahead():
    office = Office()
    made = office.in_force()
    give(office.tutors[0], "dsl")
    promise = promise_of(made.version, "All staff")
    bind_promise(actor=office.quality, promise=promise.pk, checks=[AS_SIGNED], now=NOW)
    result = CliRunner().invoke(cli, ["promises", "--json"])
    found = json.loads(result.output)
    assert result.exit_code == 0
    assert (found["headline"]["total"], found["headline"]["proven_live"]) == (4, 1)
    assert "of 4" not in result.output
    assert CliRunner().invoke(cli, ["promises"]).exit_code == 0
    assert CliRunner().invoke(cli, ["promises", "--on", "2099-01-01"]).exit_code == 2
    assert CliRunner().invoke(cli, ["promises", "--on", "yesterday"]).exit_code == 2
    assert PromiseStep.objects.count() == 1
