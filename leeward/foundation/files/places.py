"""Where the sealed content of files lies in the data folder, and how it gets there whole or not at all."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from leeward.foundation.files import chunks
from leeward.foundation.vault import shred_list
from leeward.foundation.vault.keyring import keyring

FOLDER = "files"
PUT_AWAY = "files-sealed"
"""Files that somebody sealed: moved here, not copied, and left out of every backup."""
LEFT_OVER = 24 * 3600.0
"""Seconds after which content that no row names is taken for what a killed upload left."""


def place_of(file: UUID) -> Path:
    """Where the content of a file lies: random names, spread over 256 folders."""
    home: Path = settings.LEEWARD_HOME
    return home / FOLDER / file.hex[:2] / file.hex


def put_away_place(file: UUID) -> Path:
    """Where it lies once it is sealed."""
    home: Path = settings.LEEWARD_HOME
    return home / PUT_AWAY / file.hex


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(file: UUID, key: bytes, plain: Iterable[bytes]) -> int:
    """Seals content to its place and returns its plain size once it is safe on disk. Raises OSError, leaving nothing.

    Written before its row: killed in between, it is content that no row names, which `sweep` removes.
    """
    target = place_of(file)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into:
            count = chunks.seal(into, key, file, plain)
            into.flush()
            os.fsync(into.fileno())
        part.replace(target)
        _sync(target.parent)
        _sync(target.parent.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
    return count


def read(file: UUID, key: bytes) -> Iterator[bytes]:
    """The content, chunk by chunk. Raises FileNotFoundError, CannotOpen."""
    with place_of(file).open("rb") as source:
        yield from chunks.unseal(source, key, file)


def read_put_away(file: UUID, key: bytes) -> Iterator[bytes]:
    """The content of a sealed file, for handing it to the police."""
    with put_away_place(file).open("rb") as source:
        yield from chunks.unseal(source, key, file)


def remove(file: UUID) -> None:
    """Removes content whose row never came to be, or whose record is shredded."""
    place_of(file).unlink(missing_ok=True)


def put_away(file: UUID) -> None:
    """Moves the content out of what backups take along; no byte is copied or deleted. Again, it changes nothing."""
    target = put_away_place(file)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.exists():
        # Put back by a restore of an older backup: the sealed one stays, the copy goes.
        remove(file)
        return
    with contextlib.suppress(FileNotFoundError):
        place_of(file).rename(target)
    _sync(target.parent)


def _list() -> Path:
    return shred_list.path_of_list().with_name("sealed-files.list")


def _line(file: UUID) -> str:
    return f"{file.hex} {keyring().mark('sealed files', file.bytes)[:24]}"


def list_as_sealed(file: UUID) -> None:
    """Puts a file on the list outside the database that restores go by, as for shredded records."""
    if file in listed_as_sealed():
        return
    handle = os.open(_list(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"\n{_line(file)}\n".encode())  # a torn line before stands by itself
        os.fsync(handle)
    finally:
        os.close(handle)


def listed_as_sealed() -> set[UUID]:
    """Every file on the list whose line is as it was written."""
    try:
        lines = _list().read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return set()
    found = set()
    for line in lines:
        with contextlib.suppress(ValueError):
            file = UUID(hex=line.split(" ")[0])
            if line == _line(file):
                found.add(file)
    return found


def lying_about(now: datetime) -> Iterator[tuple[UUID, Path]]:
    """Content old enough for its row to be there, and half-written parts as old (those are removed)."""
    home: Path = settings.LEEWARD_HOME
    for path in sorted((home / FOLDER).glob("*/*")) if (home / FOLDER).is_dir() else []:
        with contextlib.suppress(FileNotFoundError):
            if now.timestamp() - path.stat().st_mtime < LEFT_OVER:
                continue
            if path.name.startswith("."):
                path.unlink()
                continue
            with contextlib.suppress(ValueError):
                yield UUID(hex=path.name), path
