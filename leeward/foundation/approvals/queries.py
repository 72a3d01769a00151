"""Reading requests. Whoever is neither the requester nor a decider is told nothing, not even that one exists."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from leeward.foundation.access import Actor
from leeward.foundation.approvals.deciders import conflicted, deciders_of, remembering
from leeward.foundation.approvals.kinds import Kind, Outcome, kind_or_gone
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.settings_history.scopes import Scope


class NoSuchRequest(LookupError):
    """There is no such request, as far as this actor may know."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request without its words. `outcome` is None while it waits. `mine`: this actor asked."""

    id: UUID
    kind: Kind
    subject: str
    scope: Scope
    requester: UUID | None
    asked_at: datetime
    lapses_at: datetime | None
    delay_until: datetime | None
    outcome: Outcome | None
    decided_by: UUID | None
    decided_for: str
    decided_at: datetime | None
    until: datetime | None
    mine: bool
    may_decide: bool
    may_delegate_to: frozenset[UUID]


def waiting_for(actor: Actor, *, now: datetime) -> list[RequestLine]:
    """The requests this actor may decide at `now`, oldest first."""
    if actor.person is None:
        return []
    look = remembering()
    found = []
    for row in _rows().filter(state=ApprovalRequest.State.WAITING).order_by("asked_at"):
        if actor.person in (deciders := deciders_of(row, now, look)).persons:
            delegates = deciders.may_delegate_to - {actor.person}
            found.append(_line(row, actor, may_decide=True, may_delegate_to=delegates))
    return found


def asked_by(actor: Actor) -> list[RequestLine]:
    """The requests this actor made, newest first."""
    if actor.person is None:
        return []
    return [_line(row, actor) for row in _rows().filter(requester=actor.person).order_by("-asked_at")]


def request(actor: Actor, request_id: UUID, *, now: datetime) -> RequestLine:
    """One request for its requester, for those who may decide it, and for the one who did.

    Raises NoSuchRequest for everyone else, the same as for one that does not exist.
    """
    row = visible_row(actor, request_id, now=now)
    deciders = deciders_of(row, now)
    may_decide = row.state == ApprovalRequest.State.WAITING and actor.person in deciders.persons
    delegates = deciders.may_delegate_to - {actor.person} if may_decide and actor.person else frozenset()
    return _line(row, actor, may_decide=may_decide, may_delegate_to=frozenset(delegates))


def outcomes(kind: str, requests: Iterable[UUID]) -> Counter[str]:
    """How many of some requests of a kind ended how, or wait; for the room that declared the kind."""
    rows = ApprovalRequest.objects.filter(kind=kind, pk__in=list(requests))
    return Counter(rows.values_list("state", flat=True))


def live_approval(kind: str, subject: str, *, now: datetime) -> UUID | None:
    """The newest approval of that kind for that subject in force at `now`; for the room that declared the kind."""
    rows = ApprovalRequest.objects.filter(
        kind=kind, subject=subject, state=ApprovalRequest.State.APPROVED, decided_at__lte=now
    ).order_by("-decided_at")
    return next((row.id for row in rows if row.until is None or row.until > now), None)


def waiting_subject(kind: str) -> str | None:
    """What the oldest waiting request of a kind is about, for kinds of which one waits at a time; None for none."""
    waiting = ApprovalRequest.objects.filter(kind=kind, state=ApprovalRequest.State.WAITING).order_by("asked_at")
    return waiting.values_list("subject", flat=True).first()


def visible_row(actor: Actor, request_id: UUID, *, now: datetime) -> ApprovalRequest:
    """The row for someone who may know of it; for this package's actions. Raises NoSuchRequest otherwise."""
    row = _rows().filter(pk=request_id).first()
    if row is None or actor.person is None or actor.person in conflicted(row):
        raise NoSuchRequest
    if actor.person in (row.requester, row.decided_by) or (
        row.state == ApprovalRequest.State.WAITING and actor.person in deciders_of(row, now).persons
    ):
        return row
    raise NoSuchRequest


def _rows() -> QuerySet[ApprovalRequest]:
    return ApprovalRequest.objects.prefetch_related("conflicts")


def _line(
    row: ApprovalRequest, actor: Actor, *, may_decide: bool = False, may_delegate_to: frozenset[UUID] = frozenset()
) -> RequestLine:
    waiting = row.state == ApprovalRequest.State.WAITING
    return RequestLine(
        id=row.id,
        kind=kind_or_gone(row.kind),
        subject=row.subject,
        scope=Scope.of(row.scope),
        requester=row.requester,
        asked_at=row.asked_at,
        lapses_at=row.lapses_at,
        delay_until=row.delay_until,
        outcome=None if waiting else Outcome(row.state),
        decided_by=row.decided_by,
        decided_for=row.decided_for,
        decided_at=row.decided_at,
        until=row.until,
        mine=row.requester is not None and row.requester == actor.person,
        may_decide=may_decide,
        may_delegate_to=may_delegate_to,
    )
