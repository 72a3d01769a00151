"""What the filter would answer now, by the snapshot in force: for the page that explains, and for requests."""

import json
from datetime import datetime
from functools import lru_cache

from leeward.engine.load import builtin_snapshot, open_index
from leeward.engine.web import Decision, Snapshot, WebRequest, decide
from leeward.engine.web.index import Index
from leeward.engine.web.layer import parse_layer
from leeward.filtering.folders import snapshot_folder
from leeward.filtering.models import FilterGroup, SnapshotVersion


def snapshot_in_force() -> Snapshot:
    """The newest snapshot as edges get it; the built-in one before there is any."""
    row = SnapshotVersion.objects.order_by("-version").first()
    if row is None:
        return builtin_snapshot()
    return _opened(row.version, row.digest, row.made_at, bytes(row.manifest))


def decided_now(address: str, group: str, now: datetime) -> Decision:
    """The verdict on an address for a group at a moment. An unknown group, or "", counts as the default one."""
    return decide(WebRequest(address, now, group), snapshot_in_force())


def group_titles() -> dict[str, str]:
    """Every group: name → title, the default one first."""
    rows = FilterGroup.objects.order_by("-is_default", "title")
    return {row.name: row.title for row in rows}


@lru_cache(maxsize=2)
def _opened(version: int, digest: str, made: datetime, manifest: bytes) -> Snapshot:
    return Snapshot(version, made, parse_layer(json.loads(manifest)["layer"]), _index(digest))


@lru_cache(maxsize=2)
def _index(digest: str) -> Index:
    return open_index(snapshot_folder(), digest)
