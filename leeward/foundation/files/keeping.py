"""Keeping a file, reading it, and putting it away for good. Rooms call these inside their own acts.

file = keep(actor=actor, record=case.record, name="photo.jpg", raw=received, now=now)
copy = safe_copy(file, now=now)
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePosixPath
from uuid import UUID

from django.db import connection, transaction

from leeward.foundation.access import Actor
from leeward.foundation.files import places
from leeward.foundation.files.kinds import COPIED_AS, ENDINGS, Bounds, Kind, NotTaken, Unwelcome
from leeward.foundation.files.limits import bounds, most
from leeward.foundation.files.models import FileEvent, StoredFile
from leeward.foundation.files.process import Copy, in_child
from leeward.foundation.files.sniffing import kind_of
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.foundation.vault import store

LONGEST_NAME = 120
State = StoredFile.State


class What(StrEnum):
    """What may be done with a file. Stored in its record of custody."""

    ADDED = "added"
    SCANNED = "scanned"
    REFUSED = "refused"
    OPENED = "opened"
    ORIGINAL = "original"
    SEALED = "sealed"
    ASKED = "release-asked"
    DECLINED = "release-declined"
    RELEASED = "released"
    HANDED_OVER = "handed-over"
    RESEALED = "sealed-after-restore"


class NotOpen(Exception):
    """The file is in quarantine, refused or sealed: nobody opens it now."""


class ContentGone(Exception):
    """The content is not where it belongs: a backup restored without it, or a disk that lost it."""


@message("foundation.file-waits")
@dataclass(frozen=True, slots=True)
class FileWaits:
    """A file waits for its scan. `turn` counts the attempts while the scanner is away."""

    file: UUID
    turn: int


@message("foundation.file-scanned")
@dataclass(frozen=True, slots=True)
class FileScanned:
    """What became of a file in quarantine: its new state, or the reason why the scan is late."""

    file: UUID
    state: str
    late: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file; `sha256` of its plain bytes, in hex."""

    name: str
    sha256: str


def shown_name(name: str, kind: Kind) -> str:
    """A name fit to be shown and offered: its last part, nothing that is not printed, the ending of what it is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*/\\%').strip(" .")
    stem = kept.rpartition(".")[0] or kept or "file"
    return f"{stem[:LONGEST_NAME]}.{ENDINGS[kind]}"


def look_at(raw: bytes, within: Bounds) -> Kind:
    """What a file is, looked at from outside and, in a process with narrow limits, from inside. Raises NotTaken."""
    kind = kind_of(raw, within)
    in_child("look", kind, raw, within)
    return kind


def keep(*, actor: Actor, record: UUID, name: str, raw: bytes, now: datetime) -> StoredFile:
    """Seals a file under a record, in quarantine until it is scanned. Inside the caller's act.

    Raises NotTaken; OSError where the disk cannot hold it. Either leaves nothing behind.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A file is kept inside the act that adds it.")
    if StoredFile.objects.filter(record=record).count() >= most(now):
        raise NotTaken(Unwelcome.TOO_MANY)
    return keep_looked_at(actor, record, name, raw, look_at(raw, bounds(now)), now)


def keep_looked_at(actor: Actor, record: UUID, name: str, raw: bytes, kind: Kind, now: datetime) -> StoredFile:
    """The same for a file that `look_at` has let pass just now."""
    row = StoredFile(record=record, kind=kind, size=len(raw), added_at=now, added_by=actor.person)
    key = secrets.token_bytes(32)
    row.wrapped = store.seal_text(record, _key_field(row), base64.b64encode(key).decode())
    facts = {"name": shown_name(name, kind), "sha256": hashlib.sha256(raw).hexdigest()}
    row.facts = store.seal_text(record, _facts_field(row), json.dumps(facts))
    places.write(row.pk, key, [raw])
    try:
        row.save(force_insert=True)
        note(row, What.ADDED, actor.person, now)
        put(FileWaits(row.pk, 1), key=f"{row.pk} 1", now=now)
    except BaseException:
        places.remove(row.pk)
        raise
    return row


def forget(row: StoredFile) -> None:
    """Removes the content of a file whose act is about to be undone."""
    places.remove(row.pk)


def _key_field(row: StoredFile) -> str:
    return f"file {row.pk} key"


def _put_away_field(row: StoredFile) -> str:
    return f"file {row.pk} key of a sealed file"


def _facts_field(row: StoredFile) -> str:
    return f"file {row.pk} facts"


def _words_field(event: FileEvent) -> str:
    return f"file event {event.pk}"


def sealed_fields() -> Iterator[tuple[UUID, str, bytes | memoryview]]:
    """Every sealed value of every file, for backups to try."""
    for row in StoredFile.objects.iterator():
        yield row.record, _facts_field(row), row.facts
        yield row.record, _put_away_field(row) if row.state == State.SEALED else _key_field(row), row.wrapped
    for event in FileEvent.objects.select_related("file").exclude(words=None).iterator():
        assert event.words is not None
        yield event.file.record, _words_field(event), event.words


def facts_of(row: StoredFile) -> Facts:
    """Name and hash. Raises CannotOpen."""
    return Facts(**json.loads(store.open_text(row.record, _facts_field(row), row.facts)))


def note(row: StoredFile, what: What, by: UUID | None, now: datetime, **words: str) -> None:
    """A line in the record of custody, its words sealed."""
    event = FileEvent(file=row, turn=row.events.count() + 1, at=now, by=by, what=what)
    if words:
        event.words = store.seal_text(row.record, _words_field(event), json.dumps(words, ensure_ascii=False))
    event.save(force_insert=True)


def words_of(event: FileEvent) -> dict[str, str]:
    """The words of a line, opened."""
    if event.words is None:
        return {}
    opened = json.loads(store.open_text(event.file.record, _words_field(event), event.words))
    return {str(name): str(text) for name, text in opened.items()}


def content_to_scan(row: StoredFile) -> Iterator[bytes]:
    """The content of a file in quarantine, for the scanner and nobody else. Raises ContentGone, CannotOpen."""
    return _content(row, frozenset({State.QUARANTINED}))


def content_of(row: StoredFile) -> Iterator[bytes]:
    """The content of a file that is not sealed, whatever a scan said, for a backup that is tried."""
    return _content(row, frozenset({State.QUARANTINED, State.CLEAN, State.REFUSED}))


def original(row: StoredFile) -> bytes:
    """The file as it was sent. Raises NotOpen unless it is clean, ContentGone, CannotOpen for one that was changed."""
    raw = b"".join(_content(row, frozenset({State.CLEAN})))
    if hashlib.sha256(raw).hexdigest() != facts_of(row).sha256:
        raise store.CannotOpen("a file that is not as it was sent")
    return raw


def _content(row: StoredFile, allowed: frozenset[State]) -> Iterator[bytes]:
    if row.state not in allowed:
        raise NotOpen
    key = base64.b64decode(store.open_text(row.record, _key_field(row), row.wrapped))
    try:
        yield from places.read(row.pk, key)
    except FileNotFoundError:
        raise ContentGone from None


def safe_copy(row: StoredFile, *, now: datetime) -> Copy:
    """A copy made now without what the file hides, kept nowhere. Raises as `original`, NotTaken where it cannot be."""
    kind = Kind(row.kind)
    made = in_child("copy", kind, original(row), bounds(now))
    stem = facts_of(row).name.rpartition(".")[0]
    ending, media = COPIED_AS[kind]
    return Copy(f"{stem}.{ending}", media, made)


def seal_away(row: StoredFile, *, by: UUID | None, now: datetime, what: What = What.SEALED, **words: str) -> None:
    """Puts a file away for good: from this moment nobody opens it, and no backup takes it along. Inside an act.

    Its key is bound anew, so that nothing which opens files fits it any more. The content is moved once that is
    committed; killed before, the next sweep moves it.
    """
    row = StoredFile.objects.select_for_update().get(pk=row.pk)
    if row.state == State.SEALED:
        return
    key = store.open_text(row.record, _key_field(row), row.wrapped)
    row.wrapped = store.seal_text(row.record, _put_away_field(row), key)
    row.state, row.delayed_since, row.delayed_by = State.SEALED, None, ""
    row.save(update_fields=["wrapped", "state", "delayed_since", "delayed_by"])
    note(row, what, by, now, **words)
    file = row.pk
    if what is not What.RESEALED:  # then its place is in a copy nobody uses yet
        transaction.on_commit(lambda: _move_away(file))


def _move_away(file: UUID) -> None:
    places.list_as_sealed(file)
    places.put_away(file)


def sealed_original(row: StoredFile) -> bytes:
    """A sealed file as it was sent, for handing it to the police once. Its caller sees to who may. Raises NotOpen."""
    if row.state != State.SEALED:
        raise NotOpen
    key = base64.b64decode(store.open_text(row.record, _put_away_field(row), row.wrapped))
    try:
        return b"".join(places.read_put_away(row.pk, key))
    except FileNotFoundError:
        raise ContentGone from None


def sweep(now: datetime) -> int:
    """Each night: content without a row or a key goes, sealed files are moved, files nobody scans are asked for again.

    Returns how many pieces of content were removed.
    """
    removed = 0
    for file, _path in places.lying_about(now):
        row = StoredFile.objects.filter(pk=file).first()
        if row is None or store.is_shredded(row.record):
            places.remove(file)
            removed += 1
    for row in StoredFile.objects.filter(state=State.SEALED):
        _move_away(row.pk)
    with transaction.atomic():
        for row in StoredFile.objects.filter(state=State.QUARANTINED, added_at__lt=now - timedelta(hours=1)):
            put(FileWaits(row.pk, 1), key=f"{row.pk} {now.date()}", now=now)
    return removed
