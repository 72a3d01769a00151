"""Closing a case in the whole application: what is called for, the second reader, and two leads at once."""

from datetime import timedelta

import pytest
from django.core import mail

from leeward.foundation.outbox.jobs import work_off
from leeward.people.rules import PersonClass
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import DecisionText
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.closing import Lacking, Settles
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Outcome, Refused, State, Step
from leeward.safeguarding.rules.persons import Role
from tests.people.made import somebody
from tests.safeguarding.made import NOW, House, about, needs_noted, raised, triaged

CLOSING = Closing("A summary", "Talked with her", Outcome.RESOLVED, "It has stopped", "Nothing new")
DECISION = DecisionText("What next?", "internal, refer", "internal", "The threshold is not met because …")


@pytest.fixture
def lead(house: House):
    return house.actor("lead")


def worked_on(actor, receipt, **more) -> str:
    """Read, looked at, taken on, and its needs noted."""
    ref = receipt.ref
    actions.open_case(actor, ref, NOW)
    actions.acknowledge(actor=actor, ref=ref, now=NOW)
    triaged(actor, ref, **more)
    actions.decide(actor=actor, ref=ref, decision=DECISION, step=Step.TAKE_ON, now=NOW)
    needs_noted(actor, ref)
    return ref


def closing_lacks(actor, ref: str) -> tuple[Missing, ...]:
    with pytest.raises(Refused) as refused:
        actions.close(actor=actor, ref=ref, closing=CLOSING, now=NOW)
    return refused.value.missing


def settle(actor, ref: str, point: Missing, says: Settles, procedure: str = "", **more) -> None:
    actions.settle(
        actor=actor, ref=ref, point=Lacking(point, procedure), says=says, reason="Because …", now=NOW, **more
    )


def test_a_subject_of_16_known_to_the_directory_needs_a_decision_about_parents(house, lead):
    ref = worked_on(lead, raised())
    young = somebody("Ellie Stoddart", PersonClass.LEARNER, born=NOW.date().replace(year=NOW.year - 16))
    actions.add_person(actor=lead, ref=ref, name="", person=young, role=Role.HARMED, now=NOW)
    assert closing_lacks(lead, ref) == (Missing.PARENTS,)
    settle(lead, ref, Missing.PARENTS, Settles.NOT_TOLD)
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)


def test_an_apprentice_needs_a_decision_about_the_employer(lead):
    ref = worked_on(lead, raised(), apprentice="unsure")
    assert closing_lacks(lead, ref) == (Missing.EMPLOYER,)
    settle(lead, ref, Missing.EMPLOYER, Settles.NOT_TOLD)
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)


def test_a_concern_about_somebody_who_works_here_needs_a_decision_about_the_designated_officer(house, lead):
    ref = worked_on(lead, raised(about("Colm Shaughnessy")))
    assert closing_lacks(lead, ref) == (Missing.LADO,)


def test_a_taken_identity_needs_the_police_and_a_decision_about_conduct(lead):
    ref = worked_on(lead, raised(), kinds=[CaseKind.IDENTITY_TAKEN])
    assert closing_lacks(lead, ref) == (Missing.POLICE, Missing.CONDUCT)
    with pytest.raises(Refused, match="reference"):
        settle(lead, ref, Missing.POLICE, Settles.TOLD)
    settle(lead, ref, Missing.POLICE, Settles.TOLD, reference="CAD 1234")
    with pytest.raises(ValueError, match="cannot say"):
        settle(lead, ref, Missing.CONDUCT, Settles.STAFF_CODE)
    settle(lead, ref, Missing.CONDUCT, Settles.LEARNER_CODE)
    assert closing_lacks(lead, ref) == (Missing.CONDUCT_OUTCOME,)
    settle(lead, ref, Missing.CONDUCT_OUTCOME, Settles.ENDED, reference="A written warning")
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    decisions = actions.open_case(lead, ref, NOW).decisions
    assert {one.reference for one in decisions if one.reference} == {"CAD 1234", "A written warning"}


def test_a_kind_whose_procedure_never_began_needs_a_reason(lead):
    ref = worked_on(lead, raised(), kinds=[CaseKind.BULLYING])
    assert closing_lacks(lead, ref) == (Missing.PROCEDURE,)
    with pytest.raises(Refused, match="reason"):
        actions.settle(
            actor=lead,
            ref=ref,
            point=Lacking(Missing.PROCEDURE, "cyberbullying"),
            says=Settles.NOT_NEEDED,
            reason=" ",
            now=NOW,
        )
    settle(lead, ref, Missing.PROCEDURE, Settles.NOT_NEEDED, "cyberbullying")
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)


def test_a_grave_case_waits_for_somebody_else_who_agrees(house, lead):
    ref = worked_on(lead, raised(), severity=3)
    work_off(NOW)
    mail.outbox.clear()
    assert not actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    assert actions.open_case(lead, ref, NOW).state is State.SECOND_READER
    work_off(NOW)
    assert {letter.to[0] for letter in mail.outbox} == {"deputy@example.org"}
    with pytest.raises(Refused, match="same-person"):
        actions.read_second(actor=lead, ref=ref, agreed=True, reason="I agree with myself", now=NOW)
    deputy = house.actor("deputy")
    assert actions.open_case(deputy, ref, NOW).may_read_second
    with pytest.raises(Refused, match="reason"):
        actions.read_second(actor=deputy, ref=ref, agreed=True, reason=" ", now=NOW)
    actions.read_second(actor=deputy, ref=ref, agreed=True, reason="All is there", now=NOW)
    file = actions.open_case(lead, ref, NOW)
    assert (file.state, file.closures[0].second.by, file.closures[0].second.agreed) == (
        State.CLOSED,
        "Tomasz Wren",
        True,
    )


def test_a_second_reader_who_misses_something_sends_the_case_back(house, lead):
    ref = worked_on(lead, raised(), severity=4)
    actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    deputy = house.actor("deputy")
    actions.read_second(actor=deputy, ref=ref, agreed=False, reason="Who rang the mother?", now=NOW)
    file = actions.open_case(lead, ref, NOW)
    assert (file.state, file.closures[0].second.reason) == (State.OPEN, "Who rang the mother?")
    later = NOW + timedelta(hours=1)
    assert not actions.close(actor=lead, ref=ref, closing=CLOSING, now=later)
    assert actions.open_case(deputy, ref, later).may_read_second


def test_where_nobody_else_reads_the_case_the_chair_is_let_in(house):
    director = house.actor("director")
    ref = worked_on(director, raised(about("Tomasz Wren")), severity=4)
    settle(director, ref, Missing.LADO, Settles.NOT_TOLD)
    with pytest.raises(actions.NoSuchCase):
        actions.open_case(house.actor("chair"), ref, NOW)
    assert not actions.close(actor=director, ref=ref, closing=CLOSING, now=NOW)
    chair = house.actor("chair")
    actions.open_case(chair, ref, NOW)
    actions.read_second(actor=chair, ref=ref, agreed=True, reason="Read", now=NOW)
    assert actions.open_case(director, ref, NOW).state is State.CLOSED


def test_where_nobody_at_all_may_read_it_the_case_closes_after_a_delay_of_which_its_readers_are_told(house):
    chair = house.actor("chair")
    ref = worked_on(chair, raised(about("Helen Okonjo")), severity=4)
    settle(chair, ref, Missing.LADO, Settles.NOT_TOLD)
    work_off(NOW)
    mail.outbox.clear()
    assert not actions.close(actor=chair, ref=ref, closing=CLOSING, now=NOW)
    work_off(NOW)
    assert [letter.to for letter in mail.outbox] == [["chair@example.org"]]
    work_off(NOW + timedelta(days=7))
    assert actions.open_case(chair, ref, NOW).state is State.SECOND_READER
    work_off(NOW + timedelta(days=15))
    file = actions.open_case(chair, ref, NOW + timedelta(days=15))
    assert (file.state, file.closures[0].second.by) == (State.CLOSED, "")


def test_of_two_leads_at_once_the_second_is_told_and_loses_nothing(house, lead):
    ref = worked_on(lead, raised())
    seen = actions.open_case(lead, ref, NOW).version
    actions.decide(actor=house.actor("deputy"), ref=ref, decision=DECISION, seen=seen, now=NOW)
    for step in (
        lambda: actions.close(actor=lead, ref=ref, closing=CLOSING, seen=seen, now=NOW),
        lambda: actions.decide(actor=lead, ref=ref, decision=DECISION, seen=seen, now=NOW),
        lambda: actions.note_needs(actor=lead, ref=ref, needs={}, seen=seen, now=NOW),
    ):
        with pytest.raises(Refused, match="stale"):
            step()
    fresh = actions.open_case(lead, ref, NOW).version
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, seen=fresh, now=NOW)


def test_what_is_only_watched_has_something_due(lead):
    ref = worked_on(lead, raised())
    with pytest.raises(Refused, match="nothing-dated"):
        actions.decide(actor=lead, ref=ref, decision=DECISION, step=Step.WATCH, now=NOW)
    actions.add_action(actor=lead, ref=ref, what="Ask her", due=NOW + timedelta(days=3), now=NOW)
    actions.decide(actor=lead, ref=ref, decision=DECISION, step=Step.WATCH, now=NOW)
    assert actions.open_case(lead, ref, NOW).state is State.MONITORING
    actions.decide(actor=lead, ref=ref, decision=DECISION, step=Step.WORK_AGAIN, now=NOW)
    assert actions.open_case(lead, ref, NOW).state is State.OPEN


def test_what_is_not_a_safeguarding_matter_stays_in_the_register_with_its_reason(lead):
    receipt = raised()
    actions.open_case(lead, receipt.ref, NOW)
    actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    text = DecisionText("not-safeguarding", "", "not-safeguarding", "A broken lock")
    actions.decide(actor=lead, ref=receipt.ref, decision=text, step=Step.NOT_SAFEGUARDING, now=NOW)
    assert [line.ref for line in queries.case_lines(lead, NOW, closed=True)] == [receipt.ref]
    assert actions.open_case(lead, receipt.ref, NOW).closures[0].closing.reason == "A broken lock"


def test_a_first_look_says_everything_that_is_missing(house, lead):
    receipt = raised()
    actions.open_case(lead, receipt.ref, NOW)
    actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    with pytest.raises(Refused) as refused:
        triaged(lead, receipt.ref, safe_now=" ", severity=9, kinds=[], why="", owner=house.person["it"])
    assert refused.value.missing == (
        Missing.SAFE_NOW,
        Missing.SEVERITY,
        Missing.KINDS,
        Missing.REASON,
        Missing.OWNER,
    )
    assert Case.objects.get(ref=receipt.ref).state == State.ACKNOWLEDGED


def test_whoever_is_handed_a_case_is_told(house, lead):
    ref = worked_on(lead, raised())
    work_off(NOW)
    mail.outbox.clear()
    actions.hand_on(actor=lead, ref=ref, owner=house.person["deputy"], now=NOW)
    work_off(NOW)
    assert [letter.to for letter in mail.outbox] == [["deputy@example.org"]]
    with pytest.raises(Refused, match="owner"):
        actions.hand_on(actor=lead, ref=ref, owner=house.person["director"], now=NOW)
    assert actions.open_case(lead, ref, NOW).owner == "Tomasz Wren"
