"""The keys of this installation, as the settings name their folder."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from leeward.foundation.vault.keyring_files import KEY_BYTES, Keyring, KeysMissing, load, make, write_key

__all__ = ["KEY_BYTES", "Keyring", "KeysMissing", "keyring", "make", "write_key"]


@lru_cache(maxsize=4)
def _cached(folder: Path, stamp: int) -> Keyring:
    return load(folder)


def keyring() -> Keyring:
    """The keys of this installation, re-read when the folder changes (so that rotation needs no restart)."""
    folder: Path = settings.LEEWARD_KEYS
    try:
        stamp = folder.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return _cached(folder, stamp)
