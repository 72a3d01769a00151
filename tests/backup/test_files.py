"""Files go into backups and come back; one that was sealed is in no later backup, and no older one unseals it."""

import json
from pathlib import Path

import pytest

from tests.backup.world import Installed, installed

pytestmark = pytest.mark.slow

KEEP_TWO = """
import json, sys
from django.utils import timezone
from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.files.keeping import keep
from leeward.foundation.vault import store
from tests.foundation.files.made import picture
now = timezone.now()
record = store.new_record("safeguarding")
made = []
for number in range(2):
    with act(SYSTEM, "tests.keep", now=now):
        made.append(keep(actor=SYSTEM, record=record, name=f"{number}.jpg", raw=picture(size=(9, 9 + number)), now=now))
print(json.dumps([str(row.pk) for row in made]))
"""
SEAL = """
from django.utils import timezone
from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.files.keeping import seal_away
from leeward.foundation.files.models import StoredFile
now = timezone.now()
with act(SYSTEM, "tests.seal", now=now):
    seal_away(StoredFile.objects.get(pk="{file}"), by=None, now=now, why="Stop", witness="nobody")
"""
STATES = """
import json
from leeward.foundation.files import keeping, places
from leeward.foundation.files.models import StoredFile
print(json.dumps({str(row.pk): [row.state, places.place_of(row.pk).exists()] for row in StoredFile.objects.all()}))
"""


def states(here: Installed) -> dict[str, list[object]]:
    found: dict[str, list[object]] = json.loads(here.python(STATES))
    return found


def test_files_are_in_a_backup_and_a_sealed_one_is_in_none_and_stays_sealed(tmp_path: Path) -> None:
    before, after = tmp_path / "before.leeward", tmp_path / "after.leeward"
    with installed(tmp_path / "original") as here:
        for command in (("keys", "make"), ("migrate",), ("demo",)):
            here.must(*command)
        kept, sealed = json.loads(here.python(KEEP_TWO))
        said = here.must("backup", str(before), "--verify")
        assert "2 files opened and found as they were sent" in said
        here.python(SEAL.format(file=sealed))
        assert states(here) == {kept: ["quarantined", True], sealed: ["sealed", False]}
        said = here.must("backup", str(after), "--verify")
        assert "1 files opened and found as they were sent" in said
        assert "1 files that somebody sealed are not in it" in said
        for backup in (after, before):
            with installed(tmp_path / backup.stem, here.keys) as machine:
                machine.must("restore", str(backup))
                assert states(machine) == {kept: ["quarantined", True], sealed: ["sealed", False]}
                assert not any(sealed.replace("-", "") in path.name for path in machine.home.rglob("*"))
