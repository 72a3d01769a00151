"""Actions, plans and check-ins whose time has come: whoever has it is told, then all readers, then the next post."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.safeguarding.actions.routes import ESCALATED, grant, live_bars
from leeward.safeguarding.models import Case, CaseAction, CheckIn, SupportPlan
from leeward.safeguarding.queries.clocks import due as runs_out
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.limits import REMIND_AGAIN
from leeward.safeguarding.rules.routing import Compartment, next_up


class Work(StrEnum):
    """What has a time. Kept with jobs: never renamed."""

    ACTION = "action"
    PLAN = "plan"
    CHECK_IN = "check-in"


_ROWS: dict[Work, type[CaseAction] | type[SupportPlan] | type[CheckIn]] = {
    Work.ACTION: CaseAction,
    Work.PLAN: SupportPlan,
    Work.CHECK_IN: CheckIn,
}


@message("safeguarding.work-waits")
@dataclass(frozen=True, slots=True)
class WorkWaits:
    """Look at this piece of work when the job is due. `due`: the time it had; another one since has its own job."""

    work: str
    row: UUID
    due: datetime
    step: int


def watch(work: Work, row: CaseAction | SupportPlan | CheckIn, now: datetime) -> None:
    """Sets the clock of a piece of work. Runs inside the transaction of an act."""
    key = f"{row.pk} {row.due.isoformat()} 1"
    put(WorkWaits(work, row.pk, row.due, 1), key=key, now=now, due=max(row.due, now))


def work_due(told: WorkWaits, now: datetime) -> None:
    """Handles WorkWaits. Nothing once it is done or has another time. First whoever has it is told (all readers, where
    that person may not read the case any more), then every reader, then the next post upstairs as well.

    Idempotent: grants are made once, and the next look has its own key.
    """
    row = _ROWS[Work(told.work)]._default_manager.filter(pk=told.row).first()
    if row is None or row.due != told.due or (row.ended_at if isinstance(row, SupportPlan) else row.done_at):
        return
    case = Case.objects.select_for_update().get(pk=row.case_id)
    if case.state == State.CLOSED:
        return
    with act(
        SYSTEM, "safeguarding.work-due", now=now, compartment=case.compartment, subject=f"case:{case.pk}"
    ) as entry:
        readers = {one.holder.person for one in admitted(case, now)}
        if told.step > 2 or not readers:
            for holder in next_up(roster(now), Compartment(case.compartment), live_bars(case), readers):
                grant(case, holder, ESCALATED, now)
            readers = {one.holder.person for one in admitted(case, now)}
        first = readers & {row.owner} if told.step == 1 else set()
        for person in sorted(first or readers):
            tell(person, now=now)
        following = WorkWaits(told.work, told.row, told.due, told.step + 1)
        key = f"{row.pk} {row.due.isoformat()} {following.step}"
        put(following, key=key, now=now, due=runs_out(REMIND_AGAIN, now))
        entry.details.update(step=told.step, told=len(first or readers))
