"""A duty whose time has come and that nobody has ended: its readers are told, again each working day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.safeguarding.actions.routes import ESCALATED, grant, live_bars
from leeward.safeguarding.models import Case, CaseDuty
from leeward.safeguarding.queries.access import whole
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.rules.limits import REMIND_AGAIN
from leeward.safeguarding.rules.routing import Compartment, next_up


@message("safeguarding.duty-waits")
@dataclass(frozen=True, slots=True)
class DutyWaits:
    """Look at this duty when the job is due: has anybody done it?"""

    duty: UUID
    step: int


def duty_due(told: DutyWaits, now: datetime) -> None:
    """Handles DutyWaits. Nothing once the duty is ended; else its readers are told, from the second time on the next
    post upstairs as well. Idempotent: grants are made once, and the next look has its own key.
    """
    row = CaseDuty.objects.filter(pk=told.duty).first()
    if row is None or row.ended_at is not None:
        return
    case = whole(Case.objects.select_for_update()).filter(pk=row.case_id).first()
    if case is None:
        return
    with act(
        SYSTEM, "safeguarding.duty-due", now=now, compartment=case.compartment, subject=f"case:{case.pk}"
    ) as entry:
        posts = roster(now)
        knows = {one.holder.person for one in admitted(case, now)}
        if told.step > 1 or not knows:
            for holder in next_up(posts, Compartment(case.compartment), live_bars(case), knows):
                grant(case, holder, ESCALATED, now)
            knows = {one.holder.person for one in admitted(case, now)}
        for person in sorted(knows):
            tell(person, now=now)
        put(DutyWaits(row.pk, told.step + 1), key=f"{row.pk} {told.step + 1}", now=now, due=due(REMIND_AGAIN, now))
        entry.details.update(step=told.step, told=len(knows))
