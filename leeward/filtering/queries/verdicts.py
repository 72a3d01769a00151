"""What the filter would answer now, by the snapshot in force: for the page that explains, and for requests."""

import json
from datetime import datetime
from functools import lru_cache

from leeward.engine.load import SnapshotRefused, builtin_snapshot, open_index
from leeward.engine.web import Decision, Snapshot, WebRequest, decide
from leeward.engine.web.index import Index
from leeward.engine.web.layer import Layer, parse_layer
from leeward.filtering.folders import snapshot_folder
from leeward.filtering.models import FilterGroup, SnapshotVersion


def snapshot_in_force() -> Snapshot:
    """The newest snapshot as edges get it; the built-in one before there is any."""
    row = SnapshotVersion.objects.order_by("-version").first()
    if row is None:
        return builtin_snapshot()
    return Snapshot(row.version, row.made_at, _layer(bytes(row.manifest)), _index_or_builtin(row.digest))


def decided_now(address: str, group: str, now: datetime) -> Decision:
    """The verdict on an address for a group at a moment. An unknown group, or "", counts as the default one."""
    return decide(WebRequest(address, now, group), snapshot_in_force())


def group_titles() -> dict[str, str]:
    """Every group: name → title, the default one first."""
    rows = FilterGroup.objects.order_by("-is_default", "title")
    return {row.name: row.title for row in rows}


@lru_cache(maxsize=2)
def _layer(manifest: bytes) -> Layer:
    return parse_layer(json.loads(manifest)["layer"])


@lru_cache(maxsize=2)
def _index(digest: str) -> Index:
    return open_index(snapshot_folder(), digest)


def _index_or_builtin(digest: str) -> Index:
    """The index; the built-in one where its file is gone, so that the page that explains still answers."""
    try:
        return _index(digest)
    except SnapshotRefused:
        return builtin_snapshot().index
