"""The list of shredded records kept beside the keys, so that restoring an old backup cannot bring one back.

One line for each: record, moment, and a keyed mark by which a changed line is seen. Only ever added to. It names
records by their random ids and says nothing of what they were.
"""

import fcntl
import hmac
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from leeward.foundation.vault.keyring import keyring
from leeward.foundation.vault.models import ShreddedRecord

NAME = "shredded.list"
MARK_SIGNS = 24


class ListDamaged(Exception):
    """A line of the list is not as it was written. The text names the line and the fix."""


def path_of_list() -> Path:
    """LEEWARD_SHREDDED, which is LEEWARD_KEYS/shredded.list unless set."""
    path: Path = settings.LEEWARD_SHREDDED or settings.LEEWARD_KEYS / NAME
    return path


def _key() -> bytes:
    return keyring().derived("shredded list")


def _line(key: bytes, record: UUID, at: datetime) -> str:
    words = f"{record} {at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return f"{words} {hmac.digest(key, words.encode(), 'sha256').hex()[:MARK_SIGNS]}\n"


def begin() -> None:
    """Makes an empty list where there is none, so that a missing one can be told from one with nothing in it."""
    add({})


def add(shredded: Mapping[UUID, datetime]) -> None:
    """Appends records and returns once they are safe on disk. The same record twice does no harm."""
    path = path_of_list()
    key, new = _key(), not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        # A line torn by a power cut is ended, so that the next one stands by itself.
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        text = ("\n" if torn else "") + "".join(_line(key, record, at) for record, at in shredded.items())
        if text:
            os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read() -> dict[UUID, datetime] | None:
    """Every record on the list, or None where there is no list.

    A torn line (shorter than any whole one) is passed over: what it was to say is in the database, and `complete`
    says it again. Raises ListDamaged for a whole line that was changed.
    """
    try:
        text = path_of_list().read_text(errors="replace")
    except FileNotFoundError:
        return None
    found: dict[UUID, datetime] = {}
    key = _key()
    whole_length = len(_line(key, UUID(int=0), datetime(2000, 1, 1, tzinfo=UTC))) - 1
    for number, line in enumerate(text.splitlines(), 1):
        try:
            record, at = UUID(line.split(" ")[0]), datetime.fromisoformat(line.split(" ")[1])
            whole = _line(key, record, at) == line + "\n"
        except (ValueError, IndexError):
            whole = False
        if whole:
            found[record] = at
        elif len(line) >= whole_length:
            raise ListDamaged(
                f"Line {number} of {path_of_list()} is not as it was written. Put back a copy of the list as it was."
            )
    return found


def complete(known: Iterable[tuple[UUID, datetime]] | None = None) -> int:
    """Adds what the database says was shredded and the list does not; returns how many.

    A process killed between its commit and its line leaves such a gap; the worker and every backup close it.
    """
    there = read() or {}
    rows = known if known is not None else ShreddedRecord.objects.values_list("record", "at").iterator()
    missing = {record: at for record, at in rows if record not in there}
    add(missing)
    return len(missing)
