"""The life of a case: who may take which step, what closing needs, and how a case moves when somebody is added."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import Error, transaction

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.jobs import work_off
from leeward.people.rules import Post
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import DecisionText
from leeward.safeguarding.models import Case, Entry, Grant
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Outcome, Progress, Refused, State, Step
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.routing import Why
from tests.crash import every_crash_point
from tests.people.made import give
from tests.safeguarding.made import NOW, about, needs_noted, raised, triaged

DECISION = DecisionText("What next?", "internal, early help, refer", "internal", "The threshold is not met because …")
CLOSING = Closing("A summary", "Talked with her, new seat", Outcome.RESOLVED, "It has stopped for six weeks", "None")


@pytest.fixture
def lead(house):
    return house.actor("lead")


def opened(actor, receipt, now=NOW):
    return actions.open_case(actor, receipt.ref, now)


def taken_on(actor):
    receipt = raised()
    opened(actor, receipt)
    actions.acknowledge(actor=actor, ref=receipt.ref, now=NOW)
    triaged(actor, receipt.ref)
    actions.decide(actor=actor, ref=receipt.ref, decision=DECISION, step=Step.TAKE_ON, now=NOW)
    needs_noted(actor, receipt.ref)
    return receipt


def test_opening_leaves_a_trace_that_others_who_may_read_see(house, lead):
    receipt = raised()
    opened(house.actor("deputy"), receipt)
    looks = opened(lead, receipt, NOW + timedelta(minutes=1)).looks
    assert [look.name for look in looks] == ["Tomasz Wren"]
    entry = AuditEntry.objects.filter(action="safeguarding.open-case").first()
    assert entry.compartment == "safeguarding"


def test_acknowledging_needs_reading_first(house, lead):
    receipt = raised()
    opened(house.actor("deputy"), receipt)
    with pytest.raises(Refused) as refused:
        actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    assert refused.value.missing == (Missing.NOT_READ,)


def test_a_case_goes_from_received_to_closed_and_the_reporter_sees_how_far_it_is(lead):
    receipt = raised()

    def how_far():
        return actions.come_back(receipt.words, NOW).progress

    assert how_far() is Progress.RECEIVED
    opened(lead, receipt)
    assert how_far() is Progress.READ
    actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    assert how_far() is Progress.READ
    triaged(lead, receipt.ref)
    assert how_far() is Progress.READ
    actions.decide(actor=lead, ref=receipt.ref, decision=DECISION, step=Step.TAKE_ON, now=NOW)
    assert how_far() is Progress.WORKED_ON
    needs_noted(lead, receipt.ref)
    actions.close(actor=lead, ref=receipt.ref, closing=CLOSING, now=NOW)
    assert how_far() is Progress.CLOSED
    file = opened(lead, receipt)
    assert (file.state, file.closures[0].closing.summary, file.decisions[0].reason) == (
        State.CLOSED,
        "A summary",
        DECISION.reason,
    )


def test_closing_says_everything_that_is_missing_at_once(lead):
    receipt = taken_on(lead)
    actions.add_action(actor=lead, ref=receipt.ref, what="Ring her", due=NOW + timedelta(days=1), now=NOW)
    with pytest.raises(Refused) as refused:
        actions.close(actor=lead, ref=receipt.ref, closing=Closing(" ", "", "", ""), now=NOW)
    assert refused.value.missing == (
        Missing.SUMMARY,
        Missing.FOLLOWED_UP,
        Missing.OUTCOME,
        Missing.REASON,
        Missing.LESSONS,
        Missing.OPEN_ACTION,
    )


def test_not_safeguarding_needs_a_reason_and_closes(lead):
    receipt = raised()
    opened(lead, receipt)
    actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    blank = DecisionText("Is it safeguarding?", "", "no", "  ")
    with pytest.raises(Refused) as refused:
        actions.decide(actor=lead, ref=receipt.ref, decision=blank, step=Step.NOT_SAFEGUARDING, now=NOW)
    assert refused.value.missing == (Missing.REASON,)
    actions.decide(actor=lead, ref=receipt.ref, decision=DECISION, step=Step.NOT_SAFEGUARDING, now=NOW)
    assert opened(lead, receipt).state is State.CLOSED


def test_reopening_keeps_how_it_was_closed(lead):
    receipt = taken_on(lead)
    actions.close(actor=lead, ref=receipt.ref, closing=CLOSING, now=NOW)
    actions.reopen(actor=lead, ref=receipt.ref, reason="It began again", now=NOW + timedelta(hours=1))
    actions.close(actor=lead, ref=receipt.ref, closing=CLOSING, now=NOW + timedelta(days=1))
    file = opened(lead, receipt)
    assert len(file.closures) == 2
    assert [decision.reason for decision in file.decisions] == [DECISION.reason, "It began again"]


def test_no_step_is_taken_out_of_turn(lead):
    receipt = raised()
    opened(lead, receipt)
    for step in (
        lambda: actions.close(actor=lead, ref=receipt.ref, closing=CLOSING, now=NOW),
        lambda: actions.decide(actor=lead, ref=receipt.ref, decision=DECISION, now=NOW),
        lambda: actions.reopen(actor=lead, ref=receipt.ref, reason="why not", now=NOW),
        lambda: actions.add_action(actor=lead, ref=receipt.ref, what="x", due=NOW, now=NOW),
    ):
        with pytest.raises(Refused, match="wrong-state"):
            step()
    actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    with pytest.raises(Refused, match="wrong-state"):
        actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)


def test_a_crash_in_any_step_leaves_the_step_and_its_trace_or_neither(lead):
    receipt = taken_on(lead)
    before = AuditEntry.objects.count()

    def flow():
        actions.close(actor=lead, ref=receipt.ref, closing=CLOSING, now=NOW)

    def check(statement, finished):
        state = Case.objects.get(ref=receipt.ref).state
        assert state == (State.CLOSED if finished else State.OPEN)
        assert AuditEntry.objects.count() - before == (1 if finished else 0)

    assert every_crash_point(flow, check) > 5


def test_the_chronology_is_told_in_the_order_things_happened_and_corrections_stand_beside_what_they_correct(lead):
    receipt = taken_on(lead)
    yesterday = NOW - timedelta(days=1)
    actions.add_entry(actor=lead, ref=receipt.ref, text="Rang her", event_at=NOW, precision=Precision.MINUTE, now=NOW)
    actions.add_entry(
        actor=lead, ref=receipt.ref, text="Seen upset", event_at=yesterday, precision=Precision.DAY, now=NOW
    )
    wrong = opened(lead, receipt).entries[0]
    actions.add_entry(
        actor=lead,
        ref=receipt.ref,
        text="It was the day before",
        event_at=None,
        precision=Precision.UNKNOWN,
        corrects=wrong.id,
        now=NOW + timedelta(hours=1),
    )
    entries = opened(lead, receipt).entries
    assert [entry.text for entry in entries] == ["Seen upset", "Rang her", "It was the day before"]
    assert entries[2].corrects == entries[0].id
    with pytest.raises(Error, match="stays as it was written"), transaction.atomic():
        Entry.objects.update(precision="day")


def test_what_has_not_happened_yet_is_no_entry(lead):
    receipt = taken_on(lead)
    with pytest.raises(ValueError, match="not happened yet"):
        actions.add_entry(
            actor=lead,
            ref=receipt.ref,
            text="x",
            event_at=NOW + timedelta(minutes=1),
            precision=Precision.MINUTE,
            now=NOW,
        )


def test_an_action_is_done_once_with_what_came_of_it(lead):
    receipt = taken_on(lead)
    actions.add_action(actor=lead, ref=receipt.ref, what="Ring her", due=NOW - timedelta(hours=1), now=NOW)
    task = opened(lead, receipt).tasks[0]
    assert task.overdue
    with pytest.raises(ValueError, match="came of it"):
        actions.finish_action(actor=lead, ref=receipt.ref, action=task.id, result=" ", now=NOW)
    for result in ("She is well", "again"):
        actions.finish_action(actor=lead, ref=receipt.ref, action=task.id, result=result, now=NOW)
    assert opened(lead, receipt).tasks[0].result == "She is well"


def test_reporter_and_reader_write_to_each_other(lead):
    receipt = taken_on(lead)
    actions.reply(actor=lead, ref=receipt.ref, text="Are you safe now?", now=NOW)
    visit = actions.come_back("  " + receipt.words.upper().replace(" ", ". "), NOW)
    assert [message.text for message in visit.messages] == ["Are you safe now?"]
    actions.write_back(receipt.words, "Yes, at my aunt's", NOW + timedelta(hours=1))
    assert queries.case_lines(lead, NOW)[0].new_message
    messages = opened(lead, receipt, NOW + timedelta(hours=2)).concerns[0].messages
    assert [(message.from_reporter, message.text) for message in messages] == [
        (False, "Are you safe now?"),
        (True, "Yes, at my aunt's"),
    ]
    assert not queries.case_lines(lead, NOW)[0].new_message


def test_a_reply_that_promises_secrecy_is_stopped_with_its_words(lead):
    receipt = taken_on(lead)
    with pytest.raises(actions.PromisesSecrecy) as stopped:
        actions.reply(actor=lead, ref=receipt.ref, text="Thank you. I will keep this secret.", now=NOW)
    assert [promise.words for promise in stopped.value.promises] == ["keep this secret"]
    assert actions.come_back(receipt.words, NOW).messages == ()


def test_a_message_that_contains_the_words_is_refused(lead):
    receipt = raised()
    for text in (receipt.words, f"my words are {receipt.words.upper()}", receipt.words.replace(" ", "\n- ")):
        with pytest.raises(actions.GivesWordsAway):
            actions.write_back(receipt.words, text, NOW)


def test_wrong_words_open_nothing_and_many_of_them_never_shut_out_the_right_ones(lead):
    receipt = raised()
    wrong = " ".join(reversed(receipt.words.split()))
    for _ in range(200):
        with pytest.raises(actions.WrongWordsGiven) as refused:
            actions.come_back(wrong, NOW)
        assert not isinstance(refused.value, actions.TooManyWrong)
    with pytest.raises(actions.TooManyWrong):
        actions.come_back(wrong, NOW)
    assert actions.come_back(receipt.words, NOW).ref == receipt.ref
    with pytest.raises(actions.WrongWordsGiven) as refused:
        actions.come_back(wrong, NOW + timedelta(minutes=11))
    assert not isinstance(refused.value, actions.TooManyWrong)


def test_new_words_replace_the_old_ones_and_keep_the_messages(lead):
    submission = uuid4()
    receipt = raised(submission=submission)
    opened(lead, receipt)
    actions.reply(actor=lead, ref=receipt.ref, text="Hello", now=NOW)
    words = actions.new_words(submission, NOW)
    with pytest.raises(actions.WrongWordsGiven):
        actions.come_back(receipt.words, NOW)
    assert [message.text for message in actions.come_back(words, NOW).messages] == ["Hello"]


def test_nobody_to_answer_where_no_way_back_was_made(lead):
    receipt = raised(way_back=False)
    opened(lead, receipt)
    with pytest.raises(actions.NobodyToAnswer):
        actions.reply(actor=lead, ref=receipt.ref, text="Hello", now=NOW)


def test_adding_the_lead_takes_the_case_away_from_the_whole_team_and_tells_the_director(house, lead):
    receipt = taken_on(lead)
    work_off(NOW)
    mail.outbox.clear()
    assert actions.would_move(
        actor=lead, ref=receipt.ref, person=house.person["deputy"], role=Role.MAY_HAVE_CAUSED_HARM, now=NOW
    )
    moved = actions.add_person(
        actor=lead,
        ref=receipt.ref,
        name="",
        person=house.person["deputy"],
        role=Role.MAY_HAVE_CAUSED_HARM,
        now=NOW,
    )
    assert (moved.still_mine, moved.reader_names) == (False, ("Helen Okonjo",))
    for key in ("lead", "deputy"):
        with pytest.raises(actions.NoSuchCase):
            opened(house.actor(key), receipt)
    file = opened(house.actor("director"), receipt)
    assert file.concerns[0].telling.happened.startswith("Somebody keeps")
    assert file.decisions[0].reason == DECISION.reason
    work_off(NOW)
    assert [letter.to for letter in mail.outbox] == [["director@example.org"]]
    # The way back goes with it.
    assert actions.come_back(receipt.words, NOW).progress is Progress.WORKED_ON


def test_adding_the_director_moves_the_case_to_the_chair_and_the_lead_is_out(house, lead):
    receipt = taken_on(lead)
    moved = actions.add_person(actor=lead, ref=receipt.ref, name="Helen Okonjo", role=Role.ABOUT, now=NOW)
    assert (moved.still_mine, moved.reader_names) == (False, ("Margaret Thornbury",))


@pytest.mark.parametrize("role", [Role.WITNESS, Role.REPORTER])
def test_a_lead_who_is_a_witness_keeps_the_case(house, lead, role):
    receipt = taken_on(lead)
    moved = actions.add_person(actor=lead, ref=receipt.ref, name="", person=house.person["lead"], role=role, now=NOW)
    assert moved.still_mine


def test_an_uncertain_match_is_cleared_with_a_reason_and_the_case_goes_where_it_belongs(house):
    receipt = raised(about("Oseitutu in year 12"))
    director = house.actor("director")
    bar = next(line for line in opened(director, receipt).bars if line.why is Why.SUBJECT)
    assert not bar.certain
    with pytest.raises(ValueError, match="how you know"):
        actions.clear_conflict(actor=director, ref=receipt.ref, bar_id=bar.id, reason="", now=NOW)
    moved = actions.clear_conflict(actor=director, ref=receipt.ref, bar_id=bar.id, reason="Her nephew", now=NOW)
    assert not moved.still_mine
    assert set(moved.reader_names) == {"Deborah Oseitutu", "Tomasz Wren"}
    file = opened(house.actor("lead"), receipt)
    assert (file.bars, file.decisions[0].reason) == ((), "Her nephew")


def test_a_certain_conflict_is_lifted_by_nobody(house):
    receipt = raised(about("Deborah Oseitutu"))
    director = house.actor("director")
    for bar in opened(director, receipt).bars:
        with pytest.raises(ValueError, match="uncertain"):
            actions.clear_conflict(actor=director, ref=receipt.ref, bar_id=bar.id, reason="I know her", now=NOW)


def test_somebody_who_steps_back_is_out_at_once_and_the_others_stay(house, lead):
    receipt = raised()
    opened(lead, receipt)
    moved = actions.self_recuse(actor=lead, ref=receipt.ref, now=NOW)
    assert moved.reader_names == ("Tomasz Wren",)
    with pytest.raises(actions.NoSuchCase):
        opened(lead, receipt)


def test_when_the_last_reader_steps_back_the_next_post_is_asked(house):
    receipt = raised(about("Deborah Oseitutu"))
    director = house.actor("director")
    opened(director, receipt)
    assert actions.self_recuse(actor=director, ref=receipt.ref, now=NOW).reader_names == ("Margaret Thornbury",)
    assert opened(house.actor("chair"), receipt).ref == receipt.ref


def test_a_bar_beats_a_grant_and_every_permission(house):
    receipt = raised(about("Deborah Oseitutu"))
    case = Case.objects.get(ref=receipt.ref)
    Grant.objects.create(case=case, person=house.person["lead"], reason="by mistake", granted_at=NOW)
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is None


def test_a_grant_ends_with_the_post_it_was_given_through_and_a_new_holder_reads_by_the_post(house):
    receipt = raised()
    give(house.person["hr"], Post.DSL, deputy=True)
    hr = house.actor("hr")
    permitted = type(hr)(hr.account, hr.person, hr.name, frozenset({"safeguarding.receive"}))
    assert queries.find_case(permitted, receipt.ref, NOW) is not None
    from leeward.people.models import PostHolding

    PostHolding.objects.filter(person=house.person["lead"]).update(until=NOW.date() - timedelta(days=1))
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is None


def test_somebody_new_in_the_team_does_not_learn_of_what_was_about_the_team(house):
    receipt = raised(about("Deborah Oseitutu"))
    give(house.person["hr"], Post.DSL, deputy=True)
    hr = house.actor("hr")
    permitted = type(hr)(hr.account, hr.person, hr.name, frozenset({"safeguarding.receive"}))
    assert queries.find_case(permitted, receipt.ref, NOW) is None


def test_a_case_nobody_could_be_given_waits_for_a_new_chair(house):
    receipt = raised(about("Helen Okonjo, Deborah Oseitutu, Margaret Thornbury"))
    assert Case.objects.get(ref=receipt.ref).compartment == "nobody-unconflicted"
    from leeward.people.models import PostHolding

    PostHolding.objects.filter(person=house.person["chair"]).update(until=NOW.date() - timedelta(days=1))
    give(house.person["tutor"], Post.CHAIR)
    later = NOW + timedelta(hours=5)
    work_off(later)
    assert [letter.to for letter in mail.outbox] == [["tutor@example.org"]]
    tutor = house.actor("tutor")
    permitted = type(tutor)(tutor.account, tutor.person, tutor.name, frozenset({"safeguarding.receive"}))
    assert queries.find_case(permitted, receipt.ref, later) is not None


def test_the_overdue_come_first_then_what_is_due_next(lead):
    first = raised(now=NOW)
    due_tomorrow = taken_on(lead)
    actions.add_action(actor=lead, ref=due_tomorrow.ref, what="x", due=NOW + timedelta(hours=1), now=NOW)
    nothing_due = taken_on(lead)
    overdue = raised(now=NOW - timedelta(days=7))
    refs = [line.ref for line in queries.case_lines(lead, NOW)]
    assert refs == [overdue.ref, due_tomorrow.ref, first.ref, nothing_due.ref]
    waiting = queries.concerns_waiting(lead, NOW)
    assert (waiting.unacknowledged, waiting.overdue, waiting.open, waiting.next_due.ref) == (2, 1, 4, overdue.ref)


@pytest.mark.parametrize("ref", ["", "K7QF-3MXD", "k7qf-3mxd", "../etc", "K7QF-3MXDX", "é" * 9])
def test_a_reference_that_is_not_there_is_nothing(house, lead, ref):
    raised()
    assert queries.find_case(lead, ref, NOW) is None
