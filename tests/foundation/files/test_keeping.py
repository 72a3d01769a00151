"""A file is kept whole and sealed or not at all, and what is sealed for good opens for nobody."""

import errno
import hashlib
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.files import chunks, keeping, places, restored
from leeward.foundation.files.keeping import NotOpen, State, keep
from leeward.foundation.files.kinds import Kind, NotTaken, Unwelcome
from leeward.foundation.files.models import FileEvent, StoredFile
from leeward.foundation.settings_history.actions import set_to
from leeward.foundation.vault import store
from leeward.foundation.vault.sealing import CannotOpen
from tests.foundation.files.conftest import NOW
from tests.foundation.files.made import CANARY, picture

ACTOR = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"settings.change"}))
PHOTOGRAPH = picture(place=True)


def kept(record: UUID, raw: bytes = PHOTOGRAPH, name: str = "holiday.PNG") -> StoredFile:
    with act(ACTOR, "boats.keep", now=NOW, compartment="boats"):
        return keep(actor=ACTOR, record=record, name=name, raw=raw, now=NOW)


def let_out(row: StoredFile) -> StoredFile:
    StoredFile.objects.filter(pk=row.pk).update(state=State.CLEAN, scanned_at=NOW)
    row.refresh_from_db()
    return row


def content(home: Path) -> list[Path]:
    return [path for path in (home / places.FOLDER).rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_sent_and_its_copy_says_less(record):
    row = let_out(kept(record))
    assert keeping.original(row) == PHOTOGRAPH
    assert keeping.facts_of(row).name == "holiday.jpg"
    assert keeping.facts_of(row).sha256 == hashlib.sha256(PHOTOGRAPH).hexdigest()
    copy = keeping.safe_copy(row, now=NOW)
    assert (copy.name, copy.media_type) == ("holiday.jpg", "image/jpeg")
    assert CANARY in PHOTOGRAPH
    assert CANARY not in copy.raw


def test_neither_name_nor_content_lies_anywhere_in_the_clear(record, home):
    row = kept(record, name="CANARY-NAME.jpg")
    (place,) = content(home)
    assert "CANARY" not in str(place)
    assert CANARY not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert all(b"CANARY" not in bytes(value) for value in (row.facts, row.wrapped))


def test_nobody_opens_what_is_in_quarantine_or_was_refused(record):
    row = kept(record)
    for state in (State.QUARANTINED, State.REFUSED):
        StoredFile.objects.filter(pk=row.pk).update(state=state, scanned_at=NOW)
        row.refresh_from_db()
        with pytest.raises(NotOpen):
            keeping.safe_copy(row, now=NOW)
        with pytest.raises(NotOpen):
            keeping.original(row)


def test_a_sealed_file_opens_for_nobody_even_where_the_state_was_turned_back(
    record, home, django_capture_on_commit_callbacks
):
    row = let_out(kept(record))
    inode = content(home)[0].stat().st_ino
    with (
        django_capture_on_commit_callbacks(execute=True),
        act(ACTOR, "boats.seal", now=NOW, compartment="boats"),
    ):
        keeping.seal_away(row, by=ACTOR.person, now=NOW, why="Stop", witness="nobody")
    row.refresh_from_db()
    with pytest.raises(NotOpen):
        keeping.original(row)
    assert content(home) == []
    assert places.put_away_place(row.pk).stat().st_ino == inode
    StoredFile.objects.filter(pk=row.pk).update(state=State.CLEAN, scanned_at=NOW)
    row.refresh_from_db()
    with pytest.raises(CannotOpen):
        keeping.original(row)
    StoredFile.objects.filter(pk=row.pk).update(state=State.SEALED)
    row.refresh_from_db()
    assert keeping.sealed_original(row) == PHOTOGRAPH
    assert places.listed_as_sealed() == {row.pk}


def test_a_restore_of_an_older_backup_seals_a_file_again(record, home):
    row = let_out(kept(record))
    copied = content(home)[0].read_bytes()
    places.list_as_sealed(row.pk)  # as the list outside the database says, sealed after the backup was made
    restored.after_restore(frozenset(), NOW)
    row.refresh_from_db()
    assert row.state == State.SEALED
    assert content(home) == []
    assert copied
    assert FileEvent.objects.filter(file=row, what="sealed-after-restore").exists()
    assert restored.files_hold() == (0, 1)


def test_shredding_the_record_makes_its_files_unreadable_and_the_night_takes_them(record, home):
    row = let_out(kept(record))
    store.shred(record, now=NOW)
    with pytest.raises(CannotOpen):
        keeping.original(row)
    later = NOW + timedelta(days=800)
    assert keeping.sweep(later) == 1
    assert content(home) == []
    assert restored.files_hold() == (0, 0)


def test_a_disk_that_is_full_leaves_no_half_file(record, home, monkeypatch):
    def full(*_args: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(places.chunks, "seal", full)
    with pytest.raises(OSError, match="No space"):
        kept(record)
    assert content(home) == []
    assert not StoredFile.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_content(record, home, monkeypatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(keeping, "put", refuse)
    with pytest.raises(DatabaseError):
        kept(record)
    assert content(home) == []
    assert not StoredFile.objects.exists()


def test_what_a_killed_upload_left_goes_the_next_night_and_nothing_else(record, home):
    row = kept(record)
    orphan = uuid4()
    places.write(orphan, b"k" * 32, [b"left"])
    half = places.place_of(orphan).with_name(".half.part")
    half.write_bytes(b"half")
    assert keeping.sweep(NOW - timedelta(days=365)) == 0  # too young to be sure
    assert keeping.sweep(NOW + timedelta(days=800)) == 1
    assert content(home) == [places.place_of(row.pk)]


def test_a_file_changed_or_swapped_on_disk_is_noticed(record, home):
    first, second = let_out(kept(record)), let_out(kept(record, raw=b"other words"))
    places.place_of(first.pk).write_bytes(places.place_of(second.pk).read_bytes())
    with pytest.raises(CannotOpen):
        keeping.original(first)
    places.place_of(second.pk).unlink()
    with pytest.raises(keeping.ContentGone):
        keeping.original(second)


@given(st.binary(max_size=40), st.integers(1, 3), st.data())
def test_no_chunk_can_be_changed_moved_or_cut_off(tail: bytes, whole: int, data: st.DataObject):
    import io

    key, file = b"k" * 32, uuid4()
    plain = b"x" * chunks.CHUNK * whole + tail
    into = io.BytesIO()
    assert chunks.seal(into, key, file, [plain[:7], plain[7:]]) == len(plain)
    sealed = into.getvalue()
    assert b"".join(chunks.unseal(io.BytesIO(sealed), key, file)) == plain
    at = data.draw(st.integers(0, len(sealed) - 1))
    flipped = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    for wrong in (flipped, sealed[:at], sealed + b"x"):
        with pytest.raises(CannotOpen):
            b"".join(chunks.unseal(io.BytesIO(wrong), key, file))
    with pytest.raises(CannotOpen):
        b"".join(chunks.unseal(io.BytesIO(sealed), key, uuid4()))


def test_the_record_of_custody_is_only_added_to(record):
    row = kept(record)
    with pytest.raises(DatabaseError), transaction.atomic():
        FileEvent.objects.filter(file=row).update(what="opened")
    with pytest.raises(DatabaseError), transaction.atomic():
        FileEvent.objects.filter(file=row).delete()


def test_a_record_has_no_more_files_than_are_allowed(record):
    from leeward.foundation.files.limits import MOST

    set_to(MOST, 1, actor=ACTOR, why="Agreed", now=NOW)
    kept(record)
    with pytest.raises(NotTaken) as refused:
        kept(record)
    assert refused.value.why is Unwelcome.TOO_MANY


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\Someone\\us.exe", "us.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("", "file.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("x" * 500 + ".jpg", "x" * 120 + ".jpg"),
        ('a"\r\nSet-Cookie: b.jpg', "aSet-Cookie b.jpg"),
        (".htaccess", "htaccess.jpg"),
    ],
)
def test_a_name_is_only_a_name(name: str, shown: str):
    assert keeping.shown_name(name, Kind.JPEG) == shown
