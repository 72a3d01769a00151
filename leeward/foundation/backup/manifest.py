"""What a backup says of itself: pure, no database."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from leeward.foundation.backup.refusal import BackupRefused

FORM = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a backup. `sha256` is of its plain bytes, in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first thing in a backup. `heads`: compartment to [sequence, mac in hex]; `tables`: name to number of rows.

    `migrations`: [app, name] of each one applied. `keks`: numbers of the key-encryption keys its records need; the keys
    themselves are never in a backup. `shredded`: how many records had been shredded when it was made.
    """

    id: str
    made_at: str
    version: str
    organisation: str
    kind: str
    vendor: str
    migrations: tuple[tuple[str, str], ...]
    tables: Mapping[str, int]
    heads: Mapping[str, tuple[int, str]]
    keks: tuple[int, ...]
    shredded: int
    left_out: tuple[str, ...]
    parts: tuple[Part, ...]
    form: int = FORM

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def write(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, indent=1).encode()


def read(raw: bytes) -> Manifest:
    """The manifest again. Raises BackupRefused for what `write` never wrote."""
    try:
        said = json.loads(raw)
        if said["form"] != FORM:
            raise BackupRefused("This backup has a form this version does not know. Upgrade Leeward, then restore it.")
        return Manifest(
            id=str(said["id"]),
            made_at=datetime.fromisoformat(said["made_at"]).isoformat(),
            version=str(said["version"]),
            organisation=str(said["organisation"]),
            kind=str(said["kind"]),
            vendor=str(said["vendor"]),
            migrations=tuple((str(app), str(name)) for app, name in said["migrations"]),
            tables={str(name): int(rows) for name, rows in said["tables"].items()},
            heads={str(name): (int(sequence), str(mac)) for name, (sequence, mac) in said["heads"].items()},
            keks=tuple(int(number) for number in said["keks"]),
            shredded=int(said["shredded"]),
            left_out=tuple(str(name) for name in said["left_out"]),
            parts=tuple(Part(str(p["name"]), int(p["size"]), str(p["sha256"])) for p in said["parts"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupRefused(
            "The manifest of this backup cannot be read. Take another copy, or an older one."
        ) from error
