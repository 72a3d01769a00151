"""What the edge says about itself: `status.json`, written by the sync process, read by `status` and by `doctor`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from leeward.edge.keys import write_whole

STALE_AFTER = timedelta(seconds=90)
"""A status older than this was not written by a running edge."""


@dataclass(frozen=True, slots=True)
class Status:
    """All times ISO 8601 in UTC, empty where it never happened.

    `unproven_since` is set while the server cannot be reached: since then nobody can prove that the policy in force
    here is the one that was decided.
    """

    edge: str = ""
    written_at: str = ""
    snapshot_version: int = 0
    pulled_at: str = ""
    server_last_seen: str = ""
    unproven_since: str = ""
    problem: str = ""
    spool_waiting: int = 0
    dropped_allowed: int = 0
    dropped_other: int = 0
    unwritten: int = 0


def write_status(folder: Path, status: Status) -> None:
    """Put `status.json` in place, whole or not at all."""
    write_whole(folder / "status.json", json.dumps(asdict(status), indent=1).encode())


def read_status(folder: Path) -> Status | None:
    """What was last written; None where there is nothing, or nothing readable."""
    try:
        data = json.loads((folder / "status.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, Mapping):
        return None
    fresh = Status()
    known = {
        name: value
        for name, value in data.items()
        if hasattr(fresh, name) and type(value) is type(getattr(fresh, name))
    }
    return replace(fresh, **known)


def troubles(status: Status | None, now: datetime) -> list[str]:
    """What is the matter, each with what to do; empty while all is well. Used by `status` and by `doctor`."""
    if status is None:
        return ["The edge has not run here yet. Start it with `leeward edge run`."]
    found = []
    if not status.written_at or now - datetime.fromisoformat(status.written_at) > STALE_AFTER:
        found.append("The edge is not running. Start it with `leeward edge run`.")
    if not status.snapshot_version:
        found.append("There is no snapshot yet. Make one on the server with `leeward snapshot build`.")
    if status.unproven_since:
        found.append(f"The server has not answered since {status.unproven_since}: {status.problem}")
    elif status.problem:
        found.append(status.problem)
    if status.dropped_allowed or status.dropped_other or status.unwritten:
        found.append(
            f"Records were lost: {status.dropped_allowed} of allowed requests and {status.dropped_other} others were "
            f"dropped because the spool was full, {status.unwritten} could not be written. Free the disk or raise "
            "LEEWARD_EDGE_SPOOL_MB."
        )
    return found
