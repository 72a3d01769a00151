"""Edges: enrolling them by a one-time code, revoking them, taking in what they decided."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from leeward.engine.web.values import NEVER_RECORDED, Verdict
from leeward.filtering.actions.policy import CHANGE, must, note
from leeward.filtering.actions.snapshots import signing_key_public
from leeward.filtering.models import Edge, EdgeCode, EdgeDecision
from leeward.filtering.queries.edges import hash_of
from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act

CODE_LASTS = timedelta(hours=24)
SEEN_EVERY = timedelta(seconds=10)
"""How exactly the moment an edge was last seen is kept; finer would be a write for every question it asks."""
MOST_RECORDS = 500
UNREADABLE_HOST = "?"
"""The host of an address that could not be read."""

_GROUPS_OF_CODE = 4


class CodeRefused(ValueError):
    """The code is unknown, used or expired: one answer for all three."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a new edge is given, once."""

    edge: UUID
    key: str
    signing_key: bytes


def make_code(*, actor: Actor, now: datetime) -> str:
    """A one-time code by which one edge may enrol within a day. Shown once, kept as a hash. Raises NotPermitted."""
    must(actor, CHANGE)
    code = "-".join(secrets.token_hex(2) for _ in range(_GROUPS_OF_CODE))
    with act(actor, "filtering.make-edge-code", now=now):
        EdgeCode.objects.create(code_hash=hash_of(_plain(code)), made_at=now, expires_at=now + CODE_LASTS)
    return code


def enrol_edge(*, code: str, name: str, now: datetime) -> Enrolled:
    """Trades a one-time code for a key. Raises CodeRefused."""
    key = secrets.token_urlsafe(32)
    with act(SYSTEM, "filtering.enrol-edge", now=now) as entry:
        free = EdgeCode.objects.filter(code_hash=hash_of(_plain(code)), used_at=None, expires_at__gt=now)
        if not free.update(used_at=now):  # compare and set: of two at once, one succeeds
            raise CodeRefused
        edge = Edge.objects.create(name=name.strip()[:80] or "Edge", key_hash=hash_of(key), enrolled_at=now)
        note(SYSTEM, "edge", edge.name, "", "enrolled", "", now)
        entry.subject = f"edge:{edge.pk}"
    return Enrolled(edge.pk, key, signing_key_public())


def revoke_edge(*, actor: Actor, edge: UUID, now: datetime) -> None:
    """Stops taking an edge's key. It goes on filtering by its last snapshot. Raises NotPermitted, LookupError."""
    must(actor, CHANGE)
    with act(actor, "filtering.revoke-edge", now=now, subject=f"edge:{edge}"):
        row = Edge.objects.filter(pk=edge, revoked_at=None).first()
        if row is None:
            raise LookupError(str(edge))
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        note(actor, "edge", row.name, "", "revoked", "", now)


def saw_edge(edge: Edge, version: int | None, *, now: datetime) -> None:
    """Keeps when an edge last asked, and the snapshot it said it has (None: it did not say)."""
    fresh = edge.last_seen is not None and now - edge.last_seen < SEEN_EVERY
    if fresh and version in (None, edge.version):
        return
    edge.last_seen = now
    if version is not None:
        edge.version = version
    edge.save(update_fields=["last_seen", "version"])


def receive_decisions(*, edge: Edge, records: Sequence[object], now: datetime) -> int:
    """Takes in what an edge decided; the same record twice is once. Returns the highest sequence number now held.

    A record that cannot be read is counted against the edge and passed over: refusing it would stop every later one.
    What must never be recorded is not, whatever the edge sends. Raises ValueError for none or too many records.
    """
    if not records or len(records) > MOST_RECORDS:
        raise ValueError(f"send 1 to {MOST_RECORDS} records")
    rows, unreadable, highest = [], 0, 0
    for record in records:
        row = _row(edge, record)
        if row is None:
            unreadable += 1
        elif row.rule != NEVER_RECORDED:
            rows.append(row)
        highest = max(highest, _sequence(record))
    with transaction.atomic():
        EdgeDecision.objects.bulk_create(rows, ignore_conflicts=True)
        held = Edge.objects.select_for_update().get(pk=edge.pk)
        held.accepted_through = max(held.accepted_through, highest)
        held.unreadable += unreadable
        held.save(update_fields=["accepted_through", "unreadable"])
    return highest


def forget_decisions(*, before: datetime) -> int:
    """Deletes decisions made before a moment; returns how many."""
    return EdgeDecision.objects.filter(at__lt=before).delete()[0]


def _sequence(record: object) -> int:
    value = record.get("seq") if isinstance(record, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0


def _row(edge: Edge, record: object) -> EdgeDecision | None:
    sequence = _sequence(record)
    if not sequence or not isinstance(record, Mapping):
        return None
    try:
        at = parse_datetime(_text(record, "at", 40))
    except ValueError:
        return None
    verdict, host = _text(record, "verdict", 5), _text(record, "url_host", 255)
    if at is None or at.tzinfo is None or verdict not in list(Verdict):
        return None
    # The path of an allowed page is nobody's business; of a refused one it says what was refused.
    path = "" if verdict == Verdict.ALLOW else _text(record, "path", 300).partition("?")[0]
    return EdgeDecision(
        edge=edge,
        sequence=sequence,
        at=at,
        host=host or UNREADABLE_HOST,
        path=path,
        verdict=verdict,
        category=_text(record, "category", 60),
        reason=_text(record, "reason", 15),
        rule=_text(record, "rule", 120),
        list=_text(record, "list", 60),
        group=_text(record, "group", 40),
        person=_text(record, "person", 80),
    )


def _text(record: Mapping[str, object], name: str, longest: int) -> str:
    """A field as text the database takes: cut to length, without zero bytes or half characters."""
    value = record.get(name)
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "replace").decode()[:longest]


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()
