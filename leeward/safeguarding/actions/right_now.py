"""What is due next over all cases of somebody: opening each of the few things shown leaves its trace in its case."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.safeguarding.actions.opening import Names, case_to_change
from leeward.safeguarding.actions.runs import duty_line
from leeward.safeguarding.actions.sealed import action_field, check_in_field, plan_field, unseal
from leeward.safeguarding.models import Case
from leeward.safeguarding.queries.waiting import DueLine, next_due


@dataclass(frozen=True, slots=True)
class RightNow:
    """The next thing due in one case: reading it, an action, or a duty with whom to ring."""

    ref: str
    due: datetime
    overdue: bool
    title: str
    rule: str = ""
    ring: str = ""
    duty: UUID | None = None
    unread: bool = False
    plan: UUID | None = None
    check_in: UUID | None = None


def open_right_now(actor: Actor, now: datetime, *, most: int = 3, sealed: bool = False) -> list[RightNow]:
    """What is due next over all the actor's cases, at most `most`; opening each leaves its trace in that case.

    Unread concerns come without a title: nothing of them is opened. With `sealed`, none is.
    """
    found = []
    for line in next_due(actor, now, most):
        overdue, unread = line.due < now, not (line.duty or line.task or line.plan or line.check_in)
        if sealed or unread:
            found.append(RightNow(line.ref, line.due, overdue, "", unread=unread))
            continue
        with act(actor, "safeguarding.look-at-what-is-due", now=now) as entry:
            case = case_to_change(actor, line.ref, now)
            entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
            found.append(_due(case, line, now))
    return found


def _due(case: Case, line: DueLine, now: datetime) -> RightNow:
    """One thing due, opened."""
    overdue = line.due < now
    if line.duty is not None:
        duty = duty_line(case, case.duties.get(pk=line.duty), Names(now).of, now)
        return RightNow(line.ref, line.due, overdue, duty.title, duty.rule, duty.ring, duty.id)
    if line.plan is not None:
        plan = case.plans.get(pk=line.plan)
        text = unseal(case.record, plan_field(plan), plan.body)["needs"]
        return RightNow(line.ref, line.due, overdue, text, plan=plan.pk)
    if line.check_in is not None:
        check_in = case.check_ins.get(pk=line.check_in)
        text = unseal(case.record, check_in_field(check_in, "what"), check_in.what)["why"]
        return RightNow(line.ref, line.due, overdue, text, check_in=check_in.pk)
    task = case.tasks.get(pk=cast(UUID, line.task))
    return RightNow(line.ref, line.due, overdue, unseal(case.record, action_field(task, "what"), task.what)["text"])
