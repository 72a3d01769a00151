"""Handing the security half of a concern over, without a word of the case, and ticking it off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.routes import live_bars
from leeward.safeguarding.models import Case, SecurityHalf
from leeward.safeguarding.queries.security_half import keepers
from leeward.safeguarding.rules.security_half import Half


@message("safeguarding.security-half")
@dataclass(frozen=True, slots=True)
class SecurityHalfOfConcern:
    """What happened to which kind of system, when, and what is needed. `half` is random and leads nowhere."""

    half: UUID
    happened: str
    system: str
    needs: tuple[str, ...]
    noticed: datetime


class KeepersInvolved(Exception):
    """Somebody who keeps the systems safe is kept out of the case: telling them would give it away."""


def pass_half_on(*, actor: Actor, ref: str, half: Half, now: datetime) -> None:
    """Hands the security half of a case over. Raises NoSuchCase, KeepersInvolved."""
    with act(actor, "safeguarding.pass-security-half-on", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{case.pk}", case.compartment
        if not hand_half_over(case, half, now):
            raise KeepersInvolved


def hand_half_over(case: Case, half: Half, now: datetime) -> bool:
    """The same in the caller's act; False, and nothing is sent, where a keeper of the systems is barred."""
    if live_bars(case).keys() & set(keepers(now)):
        return False
    told = SecurityHalfOfConcern(uuid4(), half.happened, half.system, tuple(half.needs), half.noticed)
    put(told, key=str(told.half), now=now)
    return True


def keep_half(told: SecurityHalfOfConcern, now: datetime) -> None:
    """Hears SecurityHalfOfConcern: keeps it for those it is for, and writes to them. Idempotent."""
    with act(SYSTEM, "safeguarding.keep-security-half", now=now, subject=f"security-half:{told.half}"):
        _row, made = SecurityHalf.objects.get_or_create(
            pk=told.half,
            defaults={
                "happened": told.happened,
                "system": told.system,
                "needs": list(told.needs),
                "noticed": told.noticed,
            },
        )
        if made:
            for person in keepers(now):
                tell(person, now=now)


def finish_half(*, actor: Actor, half: UUID, what: str, now: datetime) -> None:
    """Says what was done. Raises LookupError for one that is not there or is done."""
    with act(actor, "safeguarding.finish-security-half", now=now, subject=f"security-half:{half}"):
        row = SecurityHalf.objects.select_for_update().filter(pk=half, done_at=None).first()
        if row is None:
            raise LookupError("There is no such request, or it is done.")
        row.done_at, row.done_by, row.done_what = now, actor.person, what.strip()[:500]
        row.save(update_fields=["done_at", "done_by", "done_what"])
