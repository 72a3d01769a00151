"""How long closed cases of the demonstration are kept: one not over yet, one that may be shredded after a year."""

from datetime import date, datetime, timedelta

from leeward.people.demo import DemoPeople
from leeward.safeguarding.actions import retention
from leeward.safeguarding.rules.retention import Basis


def build(people: DemoPeople, young: str, lock: str, *, now: datetime) -> None:
    """`young`: the reference of a closed case about a learner; `lock`: of one that was no safeguarding matter."""
    planned = now - timedelta(days=20)
    lead = people.actor("dsl", planned)
    retention.plan_keeping(
        actor=lead,
        ref=young,
        basis=Basis.CHILD,
        born=date(now.year - 17, 5, 14),
        reason="About a learner of seventeen; our schedule for safeguarding files.",
        now=planned,
    )
    retention.plan_keeping(
        actor=lead, ref=lock, basis=Basis.NOT_SAFEGUARDING, reason="A broken lock; nobody is named.", now=planned
    )
