"""The edges and what they are given."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from leeward.filtering.folders import snapshot_folder
from leeward.filtering.models import Edge, SnapshotVersion
from leeward.filtering.rules import SEEN_WITHIN


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """One edge as the page shows it. `current`: it has the newest snapshot."""

    id: UUID
    name: str
    enrolled_at: datetime
    revoked_at: datetime | None
    last_seen: datetime | None
    version: int
    made_at: datetime | None
    answering: bool
    current: bool
    unreadable: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A snapshot as it is sent to an edge."""

    version: int
    manifest: bytes
    signature: bytes


def hash_of(secret: str) -> bytes:
    """SHA-256: codes and keys are long and random, so nothing slower is called for."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def edge_of_key(key: str) -> Edge | None:
    """The edge that holds this key and is not revoked."""
    return Edge.objects.filter(key_hash=hash_of(key), revoked_at=None).first()


def newest_version() -> int:
    """The version in force; 0 before the first."""
    return SnapshotVersion.objects.order_by("-version").values_list("version", flat=True).first() or 0


def signed_snapshot(version: int) -> Signed | None:
    """One snapshot as it is sent."""
    row = SnapshotVersion.objects.filter(pk=version).first()
    return Signed(row.version, bytes(row.manifest), bytes(row.signature)) if row else None


def index_file(digest: str) -> Path | None:
    """The file of an index that some snapshot names; None for anything else."""
    if not SnapshotVersion.objects.filter(digest=digest).exists():
        return None
    path = snapshot_folder() / f"{digest}.index"
    return path if path.is_file() else None


def edge_lines(now: datetime) -> list[EdgeLine]:
    """Every edge, those in use first."""
    newest = newest_version()
    made = dict(SnapshotVersion.objects.values_list("version", "made_at"))
    return [
        EdgeLine(
            row.pk,
            row.name,
            row.enrolled_at,
            row.revoked_at,
            row.last_seen,
            row.version,
            made.get(row.version),
            row.last_seen is not None and now - row.last_seen <= SEEN_WITHIN,
            row.version == newest,
            row.unreadable,
        )
        for row in Edge.objects.order_by("revoked_at", "name")
    ]
