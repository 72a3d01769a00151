"""What Leeward brings along: a small list of its own and a first policy, so that it filters before anything is set up.

Both lie in `leeward/engine/lists/`, whose README says how they were made.
"""

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from leeward.engine.web.index import Entries, Index, build_index
from leeward.engine.web.layer import parse_layer
from leeward.engine.web.lists import BadLine, LineKind, read_lines
from leeward.engine.web.snapshot import Snapshot

NAME = "leeward"
"""What a decision names as its list."""

FOLDER = Path(__file__).parent.parent / "lists"


def builtin_entries() -> list[Entries]:
    """The built-in list, one source for each category. Raises ValueError where a line of it is no address."""
    return [_entries(path) for path in sorted(FOLDER.glob("*/domains"))]


def builtin_policy() -> dict[str, object]:
    """The policy layer to begin with, as JSON values: categories with their reasons, groups, helplines."""
    return cast(dict[str, object], json.loads((FOLDER / "policy.json").read_bytes()))


@lru_cache(maxsize=1)
def builtin_snapshot() -> Snapshot:
    """A snapshot, version 0, of the built-in list and policy."""
    return Snapshot(
        0, datetime(2026, 1, 1, tzinfo=UTC), parse_layer(builtin_policy()), Index(build_index(builtin_entries()))
    )


@lru_cache(maxsize=100)
def _entries(path: Path) -> Entries:
    entries = list(read_lines(path.read_bytes().split(b"\n"), LineKind.DOMAINS, None))
    for entry in entries:
        if isinstance(entry, BadLine):
            raise ValueError(f"{path.parent.name}/domains line {entry.number}: {entry.why}")
    keys = cast(list[str], entries)
    return Entries(path.parent.name, NAME, lambda: keys)
