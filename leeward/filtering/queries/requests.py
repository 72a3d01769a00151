"""Requests to open a site, for those who may know of them: who asked, and who may decide."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from leeward.engine.web.values import Reason
from leeward.filtering.models import UnblockRequest
from leeward.foundation.access import Actor
from leeward.foundation.approvals import queries as approvals
from leeward.foundation.approvals.kinds import Outcome, deciders_setting
from leeward.foundation.approvals.queries import NoSuchRequest, RequestLine
from leeward.foundation.approvals.words import open_words
from leeward.foundation.holders import name_of, who_holds
from leeward.foundation.settings_history.queries import value

KIND = "filtering.unblock"


@dataclass(frozen=True, slots=True)
class UnblockLine:
    """A request without its words. `outcome` None while it waits; `until`: when the approval ends."""

    reference: str
    approval: UUID
    host: str
    category: str
    reason: Reason | None
    group: str
    asked_by: str
    asked_at: datetime
    wanted_until: datetime
    outcome: Outcome | None
    until: datetime | None
    decided_by: str
    mine: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class UnblockDetails:
    """A request with its words."""

    line: UnblockLine
    why: str
    decision: str


@dataclass(frozen=True, slots=True)
class Decider:
    """A post that decides, with the names of who holds it now."""

    post: str
    names: tuple[str, ...]


def to_decide(actor: Actor, *, now: datetime) -> list[UnblockLine]:
    """The requests this actor may decide, oldest first."""
    return _joined([line for line in approvals.waiting_for(actor, now=now) if line.kind.key == KIND])


def asked_by(actor: Actor) -> list[UnblockLine]:
    """The requests this actor made, newest first."""
    return _joined([line for line in approvals.asked_by(actor) if line.kind.key == KIND])


def unblock_request(actor: Actor, reference: str, *, now: datetime) -> UnblockDetails:
    """One request with its words. Raises LookupError for whoever may not know of it, as for one that is not there."""
    row = UnblockRequest.objects.select_related("group").filter(reference=reference).first()
    if row is None:
        raise LookupError(reference)
    try:
        line = approvals.request(actor, row.approval, now=now)
        words = open_words(actor=actor, request_id=row.approval, now=now)
    except NoSuchRequest:
        raise LookupError(reference) from None
    return UnblockDetails(_line(row, line), words.why, words.reason)


def waiting_count() -> int:
    """How many requests wait, for whoever sees the filtering page; whose they are is for the deciders."""
    return UnblockRequest.objects.filter(ended_at=None).count()


def deciders(now: datetime) -> list[Decider]:
    """The posts that decide, in order, with who holds them today."""
    day = timezone.localdate(now)
    return [
        Decider(post, tuple(name for person in who_holds(post, day).holders if (name := name_of(person))))
        for post in value(deciders_setting(KIND), at=now)
    ]


def _joined(lines: list[RequestLine]) -> list[UnblockLine]:
    rows = UnblockRequest.objects.select_related("group").filter(approval__in=[line.id for line in lines])
    by_approval = {row.approval: row for row in rows}
    return [_line(by_approval[line.id], line) for line in lines if line.id in by_approval]


def _line(row: UnblockRequest, line: RequestLine) -> UnblockLine:
    return UnblockLine(
        row.reference,
        row.approval,
        row.host,
        row.category,
        Reason(row.reason) if row.reason else None,
        row.group.title,
        name_of(row.requester),
        row.asked_at,
        row.wanted_until,
        line.outcome,
        line.until,
        name_of(line.decided_by) if line.decided_by else "",
        line.mine,
        line.may_decide,
    )
