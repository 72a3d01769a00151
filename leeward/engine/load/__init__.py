"""The only part of the engine that opens files: snapshots, lists, and what came with Leeward."""

from leeward.engine.load.builtin import builtin_entries, builtin_policy, builtin_snapshot
from leeward.engine.load.lists import (
    Imported,
    ListFormat,
    ListRefused,
    build_index_from,
    entries_in,
    guess_format,
    import_list,
)
from leeward.engine.load.snapshots import (
    SnapshotRefused,
    current_version,
    has_index,
    open_index,
    open_snapshot,
    place_index,
    prune_snapshots,
    write_snapshot,
)

__all__ = [
    "Imported",
    "ListFormat",
    "ListRefused",
    "SnapshotRefused",
    "build_index_from",
    "builtin_entries",
    "builtin_policy",
    "builtin_snapshot",
    "current_version",
    "entries_in",
    "guess_format",
    "has_index",
    "import_list",
    "open_index",
    "open_snapshot",
    "place_index",
    "prune_snapshots",
    "write_snapshot",
]
