"""How requests end, by decision or by time, and who is told that one waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from leeward.foundation import mail
from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.deciders import conflicted, deciders_of, remembering, seats
from leeward.foundation.approvals.kinds import AfterDelay, Decided, Outcome, kind_or_gone
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.approvals.rules import everyone_told
from leeward.foundation.mail import Letter, write_to
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.foundation.settings_history.scopes import Scope

WAITS = "approvals.waits"
NOBODY = "approvals.nobody-free"


def declare_letters() -> None:
    """Called by `frontdoor` wiring. The letters name no request, no person and no subject."""
    mail.declare_letter(
        WAITS,
        Letter(
            gettext_noop("A request waits for your decision"),
            gettext_noop("Somebody has asked for something that you may decide. Sign in to read it: {link}"),
        ),
    )
    mail.declare_letter(
        NOBODY,
        Letter(
            gettext_noop("A request that nobody may decide"),
            gettext_noop(
                "A request was made that no holder of the deciding posts may decide without a conflict of interest. "
                "It ends by itself after a delay. If you think that is wrong, act now. Sign in: {link}"
            ),
        ),
    )


@message("foundation.approval-due")
@dataclass(frozen=True, slots=True)
class RequestDue:
    """A moment in the life of a request has come: `lapses`, `delay` or `ends`."""

    request: UUID
    what: str


def wake(row: ApprovalRequest, what: str, due: datetime, now: datetime) -> None:
    """Puts the job that acts when the moment comes."""
    put(RequestDue(row.id, what), key=f"approval {row.id} {what} {due.isoformat()}", now=now, due=due)


def tell_deciders(row: ApprovalRequest, now: datetime, *, only: UUID | None = None) -> None:
    """Writes to whoever may decide; where nobody may, tells every holder and begins the delay."""
    kind = kind_or_gone(row.kind)
    deciders = deciders_of(row, now)
    if deciders.persons:
        for person in deciders.persons if only is None else {only}:
            write_to(person, WAITS, path=kind.page, key=str(row.id), now=now)
        return
    if row.delay_until is None:
        row.delay_until = now + kind.delay
        row.save(update_fields=["delay_until"])
        wake(row, "delay", row.delay_until, now)
        for person in everyone_told(seats(kind, Scope.of(row.scope), now), conflicted(row)):
            write_to(person, NOBODY, path=kind.page, key=str(row.id), now=now)


def end(row: ApprovalRequest, outcome: Outcome, actor: Actor, now: datetime) -> bool:
    """Ends a waiting request and tells its room, in the caller's transaction. False when another ending came first.

    The row carries who decided, the sealed reason and the end; one compare-and-set writes them.
    """
    row.state, row.decided_at = outcome.value, now
    fields = ("state", "decided_at", "decided_by", "decided_for", "reason_sealed", "confirmed", "until", "after_delay")
    won = ApprovalRequest.objects.filter(pk=row.pk, state=ApprovalRequest.State.WAITING).update(
        **{name: getattr(row, name) for name in fields}
    )
    if not won:
        return False
    if row.until is not None and outcome is Outcome.APPROVED:
        wake(row, "ends", row.until, now)
    kind_or_gone(row.kind).on_decision(_decided(row), actor, now)
    return True


def come_up(told: RequestDue, now: datetime) -> None:
    """The job: acts on what has come due, if it still is so. Doing it again changes nothing."""
    row = ApprovalRequest.objects.select_for_update().filter(pk=told.request).first()
    if row is None:
        return
    waiting = row.state == ApprovalRequest.State.WAITING
    match told.what:
        case "lapses" if waiting and row.lapses_at is not None and row.lapses_at <= now:
            _end_by_time(row, Outcome.LAPSED, now)
        case "delay" if waiting and row.delay_until is not None and row.delay_until <= now:
            _after_delay(row, now)
        case "ends" if row.state == Outcome.APPROVED and row.ended_at is None and row.until and row.until <= now:
            _end_of_approval(row, now)


def start_delays(now: datetime) -> int:
    """Begins the delay of waiting requests whose last possible decider has gone. Run daily; returns how many."""
    look, begun = remembering(), 0
    waiting = ApprovalRequest.objects.filter(state=ApprovalRequest.State.WAITING, delay_until__isnull=True)
    for row in waiting.prefetch_related("conflicts").select_for_update().order_by("asked_at"):
        if not deciders_of(row, now, look).persons:
            with act(SYSTEM, "approvals.delay", now=now, compartment=row.compartment, subject=f"approval:{row.id}"):
                tell_deciders(row, now)
            begun += 1
    return begun


def _after_delay(row: ApprovalRequest, now: datetime) -> None:
    if deciders_of(row, now).persons:
        # Somebody without a conflict has come since: a person decides after all.
        with act(SYSTEM, "approvals.delay-over", now=now, compartment=row.compartment, subject=f"approval:{row.id}"):
            row.delay_until = None
            row.save(update_fields=["delay_until"])
            tell_deciders(row, now)
        return
    kind = kind_or_gone(row.kind)
    if kind.after_delay is AfterDelay.TAKES_EFFECT:
        row.after_delay = True
        row.until = None if kind.longest is None else now + kind.longest
        _end_by_time(row, Outcome.APPROVED, now)
    else:
        _end_by_time(row, Outcome.LAPSED, now)


def _end_by_time(row: ApprovalRequest, outcome: Outcome, now: datetime) -> None:
    with act(SYSTEM, "approvals.end", now=now, compartment=row.compartment, subject=f"approval:{row.id}") as entry:
        entry.details.update(kind=row.kind, outcome=outcome.value, after_delay=row.after_delay)
        end(row, outcome, SYSTEM, now)


def _end_of_approval(row: ApprovalRequest, now: datetime) -> None:
    with act(SYSTEM, "approvals.over", now=now, compartment=row.compartment, subject=f"approval:{row.id}") as entry:
        entry.details["kind"] = row.kind
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        kind_or_gone(row.kind).on_end(_decided(row), SYSTEM, now)


def _decided(row: ApprovalRequest) -> Decided:
    return Decided(
        row.id, row.kind, row.subject, Outcome(row.state), row.requester, row.decided_by, row.until, row.after_delay
    )
