"""A concern nobody has acknowledged: deputies first, then the next post, then everybody again each working day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.safeguarding.actions.routes import ESCALATED, conflicts_of, grant, live_bars, reroute
from leeward.safeguarding.models import Case
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.limits import REMIND_AGAIN
from leeward.safeguarding.rules.routing import Compartment, next_up


@message("safeguarding.concern-waits")
@dataclass(frozen=True, slots=True)
class ConcernWaits:
    """Look at this case when the job is due: has anybody acknowledged it?"""

    case: UUID
    step: int


def escalate(told: ConcernWaits, now: datetime) -> None:
    """Handles ConcernWaits. Does nothing once the case is acknowledged; otherwise tells more people and asks again.

    Idempotent: grants are made once, and the next look has its own key.
    """
    case = Case.objects.select_for_update().filter(pk=told.case).first()
    if case is None or case.state != State.RECEIVED:
        return
    with act(SYSTEM, "safeguarding.escalate", now=now, subject=f"case:{case.pk}") as entry:
        posts = roster(now)
        knows = {one.holder.person for one in admitted(case, now)}
        if not knows:
            # Posts change hands: somebody free of conflicts may have come since.
            reroute(case, posts, conflicts_of(live_bars(case)), now)
        elif told.step > 1:
            for holder in next_up(posts, Compartment(case.compartment), live_bars(case), knows):
                grant(case, holder, ESCALATED, now)
        knows = {one.holder.person for one in admitted(case, now)}
        for person in sorted(knows):
            tell(person, now=now)
        following = max(case.acknowledge_due, now) if told.step == 1 else due(REMIND_AGAIN, now)
        put(ConcernWaits(case.pk, told.step + 1), key=f"{case.pk} {told.step + 1}", now=now, due=following)
        entry.compartment = case.compartment
        entry.details.update(step=told.step, told=len(knows))
