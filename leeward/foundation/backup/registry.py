"""What rooms contribute: where their sealed words lie, and what they put right after a restore."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

Sealed = tuple[UUID, str, bytes | memoryview]
"""Record, field and sealed value, as `vault.store.open_text` takes them."""
SealedValues = Callable[[], Iterable[Sealed]]
HeldFiles = Callable[[], tuple[int, int]]
"""Opens every file; gives how many opened, and how many are put away and so not in any backup."""
PutRight = Callable[[frozenset[UUID], datetime], None]

_sealed: dict[str, SealedValues] = {}
_after: dict[str, PutRight] = {}
_files: dict[str, HeldFiles] = {}


def holds_sealed(room: str, values: SealedValues) -> None:
    """Every sealed value of a room; a verified backup has opened each. Called by wiring only."""
    _sealed[room] = values


def after_restore(room: str, do: PutRight) -> None:
    """Called with every shredded record, in one transaction, before the restored database is used by anybody.

    For what must not live twice (one-time codes) and for rows whose record has been shredded since the backup.
    """
    _after[room] = do


def holds_files(room: str, check: HeldFiles) -> None:
    """How a verified backup tries the files it took along. `check` raises BackupRefused. Called by wiring only."""
    _files[room] = check


def held_files() -> dict[str, HeldFiles]:
    return dict(_files)


def sealed_values() -> dict[str, SealedValues]:
    return dict(_sealed)


def put_right() -> dict[str, PutRight]:
    return dict(_after)
