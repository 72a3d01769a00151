"""Asking, deciding, delegating, withdrawing. Every ending calls the kind's handler in the same transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import GENERAL, Act, act
from leeward.foundation.approvals.deciders import deciders_of
from leeward.foundation.approvals.endings import end, tell_deciders, wake
from leeward.foundation.approvals.kinds import Kind, Outcome, kind_named
from leeward.foundation.approvals.models import ApprovalConflict, ApprovalRequest
from leeward.foundation.approvals.queries import NoSuchRequest
from leeward.foundation.approvals.words import ApprovalError, entered
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.vault.store import new_record, seal_text, shred

WAITING = ApprovalRequest.State.WAITING


class CannotAsk(PermissionError):
    """Requests of this kind are made by known persons only."""


class CannotDecide(PermissionError):
    """The one who asked may not decide. (Others who may not decide are told nothing: NoSuchRequest.)"""


class AlreadyAsked(ApprovalError):
    """Somebody else's request for the same thing is waiting."""


class AlreadyDecided(ApprovalError):
    """The request is no longer waiting; nothing was changed."""


def ask(
    *,
    actor: Actor,
    kind: str,
    subject: str,
    why: str,
    now: datetime,
    conflicts: Iterable[UUID] = (),
    scope: Scope = GROUP,
    compartment: str = GENERAL,
) -> UUID:
    """Makes a request about `subject` (a reference such as `unblock:…`, never words), tells who may decide.

    `conflicts`: persons who must neither decide nor learn of it. `why` is sealed in `compartment`. Asked again by the
    same person while it waits, it is the same request. Where nobody may decide, the delay of the kind begins at once.
    Raises LookupError for an undeclared kind, CannotAsk, AlreadyAsked, ApprovalError for missing or overlong words.
    """
    declared = kind_named(kind)
    why = entered(why)
    if actor.person is None and not (actor.system or declared.strangers_may_ask):
        raise CannotAsk(_("Sign in to ask for this."))
    with act(actor, "approvals.ask", now=now, compartment=compartment) as entry:
        entry.details["kind"] = kind
        waiting = ApprovalRequest.objects.filter(kind=kind, subject=subject, state=WAITING).first()
        if waiting is not None:
            if waiting.requester is None or waiting.requester != actor.person:
                raise AlreadyAsked(_("This has been asked for already and is waiting for a decision."))
            entry.subject = f"approval:{waiting.id}"
            _keep_away(waiting, conflicts)
            return waiting.id
        row = _new(actor, declared, subject, why, now, scope, compartment)
        entry.subject = f"approval:{row.id}"
        _keep_away(row, conflicts)
        if row.lapses_at is not None:
            wake(row, "lapses", row.lapses_at, now)
        tell_deciders(row, now)
    return row.id


def approve(
    *,
    actor: Actor,
    request_id: UUID,
    reason: str,
    now: datetime,
    confirmed: Iterable[str] = (),
    until: datetime | None = None,
) -> None:
    """Approves, once every criterion of the kind is among `confirmed`; `until` ends it (None: the kind's longest).

    Raises NoSuchRequest, CannotDecide for the one who asked, AlreadyDecided when another decision came first,
    ApprovalError for a missing reason or criterion or an end that cannot be.
    """
    reason, confirmed = entered(reason), set(confirmed)
    with act(actor, "approvals.approve", now=now) as entry:
        row = _for_decision(actor, request_id, entry, now)
        kind = kind_named(row.kind)
        if any(criterion.key not in confirmed for criterion in kind.criteria):
            raise ApprovalError(_("Confirm every point before you approve, or refuse."))
        row.confirmed = [criterion.key for criterion in kind.criteria]
        row.until = _until(kind, until, now)
        _decide(row, Outcome.APPROVED, actor, reason, now)
        entry.details["until"] = None if row.until is None else row.until.isoformat()


def refuse(*, actor: Actor, request_id: UUID, reason: str, now: datetime) -> None:
    """Refuses, with a reason. Raises as `approve`."""
    reason = entered(reason)
    with act(actor, "approvals.refuse", now=now) as entry:
        row = _for_decision(actor, request_id, entry, now)
        _decide(row, Outcome.REFUSED, actor, reason, now)


def delegate(*, actor: Actor, request_id: UUID, to: UUID, now: datetime) -> None:
    """Lets a deputy of the deciding post decide as well. Raises as `approve`, ApprovalError for anyone else."""
    with act(actor, "approvals.delegate", now=now) as entry:
        row = _for_decision(actor, request_id, entry, now)
        if to == actor.person or to not in deciders_of(row, now).may_delegate_to:
            raise ApprovalError(_("Choose a deputy of your post who is free to decide."))
        row.delegated_to = to
        row.save(update_fields=["delegated_to"])
        entry.details["to"] = f"person:{to}"
        tell_deciders(row, now, only=to)


def withdraw(*, actor: Actor, request_id: UUID, now: datetime) -> None:
    """Takes a waiting request back. Raises NoSuchRequest for anyone but its requester, AlreadyDecided."""
    with act(actor, "approvals.withdraw", now=now) as entry:
        row = ApprovalRequest.objects.select_for_update().filter(pk=request_id).first()
        if row is None or actor.person is None or row.requester != actor.person:
            raise NoSuchRequest
        _note(row, entry)
        _still_waiting(row)
        if not end(row, Outcome.WITHDRAWN, actor, now):
            raise AlreadyDecided(_("A decision was made at the same moment."))


def add_conflict(*, actor: Actor, request_id: UUID, person: UUID, now: datetime) -> None:
    """Keeps one more person from a request, as rooms do when somebody is named in what it is about.

    Who decides is worked out anew; where nobody is left, the delay of the kind begins. The room decides who may call
    this. Raises NoSuchRequest for an unknown one. The requester is never kept from an own request.
    """
    with act(actor, "approvals.conflict", now=now) as entry:
        row = ApprovalRequest.objects.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise NoSuchRequest
        _note(row, entry)
        _keep_away(row, [person])
        if row.state == WAITING:
            tell_deciders(row, now)


def _new(
    actor: Actor, kind: Kind, subject: str, why: str, now: datetime, scope: Scope, compartment: str
) -> ApprovalRequest:
    request_id = new_record(compartment, uuid4())
    row = ApprovalRequest(
        id=request_id,
        kind=kind.key,
        subject=subject,
        compartment=compartment,
        scope=scope.key,
        requester=actor.person,
        why_sealed=seal_text(request_id, "why", why),
        asked_at=now,
        lapses_at=None if kind.waits_for is None else now + kind.waits_for,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyAsked(_("This has been asked for already and is waiting for a decision.")) from None
    return row


def _keep_away(row: ApprovalRequest, persons: Iterable[UUID]) -> None:
    new = [ApprovalConflict(request=row, person=person) for person in set(persons) if person != row.requester]
    ApprovalConflict.objects.bulk_create(new, ignore_conflicts=True)


def _note(row: ApprovalRequest, entry: Act) -> None:
    entry.subject, entry.compartment = f"approval:{row.id}", row.compartment
    entry.details["kind"] = row.kind


def _still_waiting(row: ApprovalRequest) -> None:
    if row.state != WAITING:
        raise AlreadyDecided(_("This has been decided already: nothing was changed."))


def _for_decision(actor: Actor, request_id: UUID, entry: Act, now: datetime) -> ApprovalRequest:
    """The locked row, for somebody who may decide it. Says nothing to anyone else, not even that it was decided."""
    row = ApprovalRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is None or actor.person is None:
        raise NoSuchRequest
    if row.requester == actor.person:
        raise CannotDecide(_("You asked for this yourself, so somebody else must decide."))
    if actor.person not in deciders_of(row, now).persons:
        raise NoSuchRequest
    _note(row, entry)
    _still_waiting(row)
    if row.lapses_at is not None and row.lapses_at <= now:
        raise AlreadyDecided(_("This request has lapsed: it must be asked for again."))
    return row


def _decide(row: ApprovalRequest, outcome: Outcome, actor: Actor, reason: str, now: datetime) -> None:
    row.decided_by = actor.person
    row.decided_for = deciders_of(row, now).post
    row.reason_sealed = seal_text(row.id, "reason", reason)
    if not end(row, outcome, actor, now):
        raise AlreadyDecided(_("Somebody else decided this at the same moment: nothing was changed."))


def _until(kind: Kind, until: datetime | None, now: datetime) -> datetime | None:
    latest = None if kind.longest is None else now + kind.longest
    if until is None:
        return latest
    if until <= now:
        raise ApprovalError(_("Choose an end that lies ahead."))
    if latest is not None and until > latest:
        raise ApprovalError(_("Choose an earlier end: this may last %(days)d days at most.") % {"days": _days(kind)})
    return until


def _days(kind: Kind) -> int:
    return kind.longest.days if kind.longest is not None else 0


def shred_words(kind: str, subjects: Collection[str], *, now: datetime) -> int:
    """Destroys the keys of the words of every request about these subjects; who decided what and when stays.

    Called by whoever shreds what they are about, inside that act. Returns how many.
    """
    rows = ApprovalRequest.objects.filter(kind=kind, subject__in=list(subjects))
    for row in rows:
        shred(row.pk, now=now)
    return len(rows)
