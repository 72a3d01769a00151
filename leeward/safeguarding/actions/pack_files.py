"""Where sealed packs lie until they have arrived: one file each beside the database, named by nothing but a number."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

KEPT_FOR = timedelta(days=30)
"""How long the file of a pack lies ready to be fetched again. The words open it wherever it has gone."""


def _place(pack: UUID) -> Path:
    return Path(settings.LEEWARD_HOME) / "packs" / f"{pack}.pack"


def keep(pack: UUID, body: bytes) -> None:
    """Writes the file whole or not at all, for its owner only."""
    place = _place(pack)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(body)
    part.rename(place)


def read(pack: UUID) -> bytes | None:
    """The file, or None where it is no longer kept."""
    try:
        return _place(pack).read_bytes()
    except FileNotFoundError:
        return None


def remove(pack: UUID) -> None:
    """Takes it away; nothing when it is gone."""
    _place(pack).unlink(missing_ok=True)
    _place(pack).with_suffix(".part").unlink(missing_ok=True)


def remove_old(*, now: datetime) -> int:
    """Takes away every file that has lain too long; returns how many. Run daily."""
    gone = 0
    for place in (Path(settings.LEEWARD_HOME) / "packs").glob("*"):
        if place.stat().st_mtime < (now - KEPT_FOR).timestamp():
            place.unlink(missing_ok=True)
            gone += 1
    return gone
