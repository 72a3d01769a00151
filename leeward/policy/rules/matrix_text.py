"""The permission matrix as it is kept: plain values that a fingerprint is taken of, and back again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import cast

from leeward.policy.rules.matrix import Account, Cell, Device, Hours, Purpose

Kept = dict[str, object]


def cells_kept(cells: Iterable[Cell]) -> list[Kept]:
    """Cells as JSON values."""
    return [
        {
            "technology": cell.technology,
            "groups": list(cell.groups),
            "allowed": cell.allowed,
            "hours": cell.hours,
            "account": cell.account.value,
            "device": cell.device.value,
            "purpose": cell.purpose.value,
            "how": cell.how,
        }
        for cell in cells
    ]


def cells_of(kept: Iterable[Mapping[str, object]]) -> list[Cell]:
    """Cells back from JSON values."""
    return [
        Cell(
            technology=str(one["technology"]),
            groups=tuple(cast(Sequence[str], one["groups"])),
            allowed=bool(one["allowed"]),
            hours=str(one["hours"]),
            account=Account(str(one["account"])),
            device=Device(str(one["device"])),
            purpose=Purpose(str(one["purpose"])),
            how=str(one["how"]),
        )
        for one in kept
    ]


def hours_kept(hours: Iterable[Hours]) -> list[Kept]:
    """Hours as JSON values."""
    return [
        {"name": one.name, "days": sorted(one.days), "start": f"{one.start:%H:%M}", "end": f"{one.end:%H:%M}"}
        for one in hours
    ]


def hours_of(kept: Iterable[Mapping[str, object]]) -> list[Hours]:
    """Hours back from JSON values."""
    return [
        Hours(
            str(one["name"]),
            frozenset(cast(Sequence[int], one["days"])),
            time.fromisoformat(str(one["start"])),
            time.fromisoformat(str(one["end"])),
        )
        for one in kept
    ]


def matrix_fingerprint(cells: Sequence[Cell], hours: Sequence[Hours]) -> str:
    """SHA-256, as hex, over everything a matrix says."""
    said = {"cells": cells_kept(cells), "hours": hours_kept(hours)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
