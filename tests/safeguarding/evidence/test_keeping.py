"""That closed cases have a plan, and are looked at when their day has come."""

from datetime import date, timedelta

from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import live
from leeward.safeguarding.actions import retention
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.retention import Basis
from tests.safeguarding.made import NOW, House
from tests.safeguarding.test_retention import closed

SOON, LATE = NOW + timedelta(days=27), NOW + timedelta(days=40)


def state(house: House, now, who: str = "lead") -> State:
    return live(house.actor(who), "safeguarding.kept-by-plan", now=now).state


def plan(house: House, ref: str, now, **more) -> None:
    retention.plan_keeping(
        actor=house.actor("lead"), ref=ref, basis=Basis.NOT_SAFEGUARDING, reason="Ours", now=now, **more
    )


def test_somebody_has_four_weeks_to_say_how_long_a_case_is_kept(house: House):
    ref = closed(house).ref
    assert state(house, SOON) is State.TRUE
    assert state(house, LATE) is State.SLIPPED
    assert state(house, LATE, "tutor") is State.NOT_APPLICABLE
    plan(house, ref, LATE)
    assert state(house, LATE) is State.TRUE


def test_a_day_that_came_and_went_falls_short_unless_the_case_is_held(house: House):
    ref = closed(house).ref
    plan(house, ref, NOW)
    day = Case.objects.get(ref=ref).retention.get().review_on
    after = NOW + (day - NOW.date()) + timedelta(days=20)
    assert state(house, after) is State.NOT_APPLICABLE
    assert state(house, after + timedelta(days=10)) is State.SLIPPED
    retention.hold(actor=house.actor("lead"), ref=ref, asked_by="The police", why="An inquiry", now=after)
    assert state(house, after + timedelta(days=10)) is State.NOT_APPLICABLE


def test_a_shredded_case_is_looked_at_no_more(house: House):
    ref = closed(house).ref
    plan(house, ref, NOW)
    later = NOW + timedelta(days=500)
    retention.propose_shredding(actor=house.actor("lead"), ref=ref, why="Nobody needs it", now=later)
    assert state(house, later) is State.SLIPPED
    retention.decide_shredding(actor=house.actor("deputy"), ref=ref, agree=True, now=later)
    assert state(house, later) is State.NOT_APPLICABLE
    assert Case.objects.get(ref=ref).certificate.closed_on == date(2026, 11, 25)
