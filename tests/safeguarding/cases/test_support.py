"""Support plans end only when the problem has stayed solved; check-ins are asked; what is overdue is never silent."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import Error, transaction

from leeward.foundation.outbox.jobs import work_off
from leeward.safeguarding import actions, queries
from leeward.safeguarding.models import PlanReview
from leeward.safeguarding.rules.lifecycle import Missing, Refused
from leeward.safeguarding.rules.plans import PlanState, Verdict, after_review
from tests.safeguarding.cases.test_closing import CLOSING, worked_on
from tests.safeguarding.made import NOW, House, raised


@pytest.fixture
def lead(house: House):
    return house.actor("lead")


def begun(actor, ref: str) -> str:
    return actions.begin_plan(
        actor=actor, ref=ref, person="Ellie", needs="To feel safe in class", steps="Colm sits with her", now=NOW
    )


@pytest.mark.parametrize(
    ("state", "verdict", "after"),
    [
        (PlanState.RUNNING, Verdict.GOES_ON, PlanState.RUNNING),
        (PlanState.RUNNING, Verdict.SOLVED, PlanState.LOOKING_BACK),
        (PlanState.LOOKING_BACK, Verdict.STAYED_SOLVED, PlanState.ENDED),
        (PlanState.LOOKING_BACK, Verdict.CAME_BACK, PlanState.RUNNING),
    ],
)
def test_where_a_plan_is_after_a_review(state: PlanState, verdict: Verdict, after: PlanState) -> None:
    assert after_review(state, verdict, due=NOW, now=NOW) is after


@pytest.mark.parametrize(
    ("state", "verdict", "due", "missing"),
    [
        (PlanState.RUNNING, Verdict.STAYED_SOLVED, NOW, Missing.WRONG_STATE),
        (PlanState.LOOKING_BACK, Verdict.SOLVED, NOW, Missing.WRONG_STATE),
        (PlanState.LOOKING_BACK, Verdict.STAYED_SOLVED, NOW + timedelta(minutes=1), Missing.TOO_SOON),
        (PlanState.ENDED, Verdict.GOES_ON, NOW, Missing.WRONG_STATE),
    ],
)
def test_what_a_review_cannot_find(state: PlanState, verdict: Verdict, due: datetime, missing: Missing) -> None:
    with pytest.raises(Refused) as refused:
        after_review(state, verdict, due=due, now=NOW)
    assert refused.value.missing == (missing,)


def test_a_case_does_not_close_over_a_plan_and_the_plan_ends_only_at_the_look_back(lead):
    ref = worked_on(lead, raised())
    plan = begun(lead, ref)

    def review(verdict: Verdict, when: datetime) -> None:
        actions.review_plan(actor=lead, ref=ref, plan=plan, verdict=verdict, text="She says it is better", now=when)

    with pytest.raises(Refused, match="open-plan"):
        actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    review(Verdict.SOLVED, NOW)
    with pytest.raises(Refused, match="too-soon"):
        review(Verdict.STAYED_SOLVED, NOW + timedelta(days=30))
    with pytest.raises(Refused, match="open-plan"):
        actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    later = NOW + timedelta(days=50)
    review(Verdict.STAYED_SOLVED, later)
    plan_line = actions.open_case(lead, ref, later).plans[0]
    assert (plan_line.state, [one.verdict for one in plan_line.reviews]) == (
        PlanState.ENDED,
        [Verdict.SOLVED, Verdict.STAYED_SOLVED],
    )
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, now=later)
    with pytest.raises(Error, match="stays as it was written"), transaction.atomic():
        PlanReview.objects.update(verdict="goes-on")


def test_a_plan_with_a_review_due_yesterday_is_overdue(lead):
    ref = worked_on(lead, raised())
    begun(lead, ref)
    later = NOW + timedelta(days=15)
    assert actions.open_case(lead, ref, later).plans[0].overdue
    line = next(one for one in queries.case_lines(lead, later) if one.ref == ref)
    assert line.overdue
    assert queries.next_due(lead, later)[0].plan is not None
    assert actions.open_right_now(lead, later)[0].title == "To feel safe in class"


def test_a_check_in_is_asked_and_written_down_before_the_case_closes(lead):
    ref = worked_on(lead, raised())
    made = actions.plan_check_in(actor=lead, ref=ref, who="Ellie", why="Back after three weeks away", now=NOW)
    with pytest.raises(Refused, match="open-check-in"):
        actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    for result in ("“I am fine now”", "again"):
        actions.record_check_in(actor=lead, ref=ref, check_in=made, result=result, now=NOW)
    assert actions.open_case(lead, ref, NOW).check_ins[0].result == "“I am fine now”"
    assert actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)


def told(now: datetime) -> list[str]:
    mail.outbox.clear()
    work_off(now)
    return sorted(letter.to[0] for letter in mail.outbox)


def test_what_is_overdue_is_told_to_its_owner_then_to_all_readers_then_to_the_director(house, lead):
    ref = worked_on(lead, raised())
    told(NOW)
    actions.add_action(
        actor=lead, ref=ref, what="Ring", due=NOW + timedelta(hours=1), owner=house.person["deputy"], now=NOW
    )
    assert told(NOW) == []
    assert told(NOW + timedelta(hours=2)) == ["deputy@example.org"]
    assert told(NOW + timedelta(days=2)) == ["deputy@example.org", "lead@example.org"]
    assert told(NOW + timedelta(days=6)) == ["deputy@example.org", "director@example.org", "lead@example.org"]
    task = actions.open_case(lead, ref, NOW).tasks[0]
    actions.finish_action(actor=lead, ref=ref, action=task.id, result="Done", now=NOW + timedelta(days=6))
    assert told(NOW + timedelta(days=30)) == []


def test_a_plan_looked_at_in_time_reminds_nobody(lead):
    ref = worked_on(lead, raised())
    told(NOW)
    plan = begun(lead, ref)
    actions.review_plan(
        actor=lead,
        ref=ref,
        plan=plan,
        verdict=Verdict.GOES_ON,
        text="Better",
        review=NOW + timedelta(days=40),
        now=NOW + timedelta(days=1),
    )
    assert told(NOW + timedelta(days=30)) == []
    assert told(NOW + timedelta(days=41)) == ["lead@example.org"]


def test_the_whole_chronology_tells_everything_in_the_order_it_happened(lead):
    ref = worked_on(lead, raised())
    begun(lead, ref)
    actions.add_entry(
        actor=lead,
        ref=ref,
        text="Rang her mother",
        event_at=NOW - timedelta(days=3),
        precision="day",
        kind="call",
        known_from="seen",
        voice="She cries at night",
        now=NOW,
    )
    moments = actions.woven(actions.open_case(lead, ref, NOW))
    assert (moments[0].text, moments[0].voice, moments[0].kind) == ("Rang her mother", "She cries at night", "call")
    assert {str(one.source) for one in moments} == {"concern", "entry", "decision", "state", "plan"}
