"""A backup made after a whole case was shredded: with it and every key of the organisation, nothing of it opens."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from leeward.foundation.backup import archive
from leeward.foundation.vault import keyring_files
from tests.backup.world import Installed, installed

pytestmark = pytest.mark.slow

MAKE = """
import json
from datetime import timedelta
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.vault.models import RecordKey
from leeward.safeguarding.models import Case
from tests.safeguarding.made import NOW, House
from tests.safeguarding.whole_case import everything
house = House()
others = set(RecordKey.objects.values_list("pk", flat=True))
ref = everything(house).ref
work_off(NOW + timedelta(days=2))
people = {key: str(person) for key, person in house.person.items()}
keys = {str(row.record): bytes(row.wrapped).hex() for row in RecordKey.objects.exclude(pk__in=others)}
print(json.dumps({"ref": ref, "people": people, "keys": keys}))
"""
SHRED = """
import json
from datetime import timedelta
from uuid import UUID
from leeward.foundation.vault.models import ShreddedRecord
from tests.safeguarding.made import NOW, House
from tests.safeguarding.whole_case import shred
house = House.__new__(House)
house.person = {{key: UUID(person) for key, person in {people!r}.items()}}
shred(house, {ref!r}, NOW + timedelta(days=400))
print(json.dumps([str(pk) for pk in ShreddedRecord.objects.values_list("pk", flat=True)]))
"""
OPENS = """
from tests.safeguarding.test_shredding_whole import opened
from tests.safeguarding.whole_case import NAME, WORD
print(sum(WORD in text or NAME in text for text in opened()))
"""


@dataclass(frozen=True)
class Backups:
    """One made before the case was shredded, one after; the wrapped keys that were destroyed in between."""

    here: Installed
    before: Path
    after: Path
    destroyed: tuple[bytes, ...]


@pytest.fixture(scope="module")
def backups(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("shredded")
    before, after = folder / "before.leeward", folder / "after.leeward"
    with installed(folder / "original") as here:
        for command in (("keys", "make"), ("migrate",)):
            here.must(*command)
        made = json.loads(here.python(MAKE))
        here.must("backup", str(before))
        gone = json.loads(here.python(SHRED.format(**made)))
        here.must("backup", str(after), "--verify")
        yield Backups(
            here, before, after, tuple(bytes.fromhex(made["keys"][one]) for one in gone if one in made["keys"])
        )


def unpacked(backups: Backups, file: Path, into: Path) -> bytes:
    """Every byte of a backup, opened with the keys of the organisation."""
    archive.extract(file, keyring_files.load(backups.here.keys), into, lambda done, total: None)
    return b"\n".join(path.read_bytes() for path in into.rglob("*") if path.is_file())


def held(raw: bytes, keys: tuple[bytes, ...]) -> int:
    """How many of the keys are in there, as bytes or as PostgreSQL writes them."""
    return sum(key in raw or key.hex().encode() in raw.lower() for key in keys)


def test_no_destroyed_key_is_in_a_backup_made_afterwards(backups: Backups, tmp_path: Path) -> None:
    assert len(backups.destroyed) >= 3
    assert held(unpacked(backups, backups.before, tmp_path / "before"), backups.destroyed) == len(backups.destroyed)
    assert held(unpacked(backups, backups.after, tmp_path / "after"), backups.destroyed) == 0


def test_no_word_of_it_stands_open_in_a_backup_made_before_or_afterwards(backups: Backups, tmp_path: Path) -> None:
    for file in (backups.before, backups.after):
        raw = unpacked(backups, file, tmp_path / file.stem)
        assert len(raw) > 100_000
        assert b"CANARY-QUOLL" not in raw
        assert b"Agyemang" not in raw


@pytest.mark.parametrize("made", ["before", "after"])
def test_restored_with_keys_and_without_the_list_only_the_older_backup_opens(
    backups: Backups, tmp_path: Path, made: str
) -> None:
    with installed(tmp_path / "machine", backups.here.keys) as machine:
        (machine.keys / "shredded.list").unlink()
        machine.must("restore", str(getattr(backups, made)), "--without-shredded-list")
        words = int(machine.python(OPENS))
    assert words == 0 if made == "after" else words > 25
