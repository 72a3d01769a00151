"""Killed anywhere, a backup is whole or absent, and a restore has happened or has not."""

import os
import random
import signal
import time

import pytest

from tests.backup.conftest import Original
from tests.backup.world import Installed

pytestmark = pytest.mark.slow
KILLS = 2

NAME = "from leeward.foundation.models import Installation\nprint(Installation.objects.get().organisation)"
RENAME = "from leeward.foundation.models import Installation\nInstallation.objects.update(organisation='Newer')"
RESTORE = """
import os
from pathlib import Path
from django.utils import timezone
from leeward.foundation.backup import restoring, switching
switching.{step} = lambda *ignored: os.kill(os.getpid(), 9)
restoring.restore_backup(Path({file!r}), replace=True, without_list=False, now=timezone.now(),
                         progress=lambda done, total: None, say=lambda: None)
"""


def killed_after(here: Installed, seconds: float, *command: str) -> bool:
    """Starts a command and kills it and what it started. False when it had ended by itself before."""
    running = here.start("-m", "leeward", *command)
    try:
        running.wait(seconds)
    except Exception:  # noqa: BLE001  # not ended yet is what is waited for
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        return True
    running.communicate()
    return False


def duration(here: Installed, *command: str) -> float:
    begun = time.monotonic()
    here.must(*command)
    return time.monotonic() - begun


def test_a_killed_backup_is_whole_or_absent_and_the_next_one_is_made(original: Original, tmp_path):
    whole = duration(original.here, "backup", str(tmp_path / "timed.leeward"))
    for number in range(KILLS):
        target = tmp_path / f"{number}.leeward"
        killed_after(original.here, random.uniform(0.3, 1.0) * whole, "backup", str(target))
        if target.exists():
            original.here.must("backup", str(target), "--verify")
        else:
            original.here.must("backup", str(target))
        assert not list(tmp_path.glob(".*.part"))
    assert not (original.here.home / "backup-work").exists()


def test_a_killed_restore_leaves_the_old_or_the_new(original: Original, restored: Installed):
    new = restored.python(NAME)
    whole = duration(restored, "restore", str(original.backup), "--replace")
    for _ in range(KILLS):
        restored.python(RENAME)
        killed_after(restored, random.uniform(0.4, 1.05) * whole, "restore", str(original.backup), "--replace")
        assert "The audit trail is whole." in restored.must("audit", "verify")
        assert restored.python(NAME) in {"Newer", new}
    restored.must("restore", str(original.backup), "--replace")
    assert restored.python(NAME) == new


@pytest.mark.parametrize(
    ("step", "becomes_new"),
    [("_write_intent", False), ("_switch_file", False), ("_switch_schema", False), ("finish", True)],
)
def test_killed_at_the_switch_it_is_forgotten_before_and_finished_after(
    original: Original, restored: Installed, step, becomes_new
):
    if step == ("_switch_schema" if restored.on_sqlite else "_switch_file"):
        step = "_write_intent"  # the other database's step: here it is the one before that counts
    new = restored.python(NAME)
    restored.python(RENAME)
    stale = restored.home / "digests" / "2001-01-01.json"
    stale.parent.mkdir(exist_ok=True)
    stale.write_text("{}")
    running = restored.start(
        "-c", "import django; django.setup()\n" + RESTORE.format(step=step, file=str(original.backup))
    )
    running.communicate()
    assert running.returncode == -signal.SIGKILL
    status, said = restored.leeward("audit", "verify")
    assert restored.python(NAME) == (new if becomes_new else "Newer")
    assert ("has been finished" in said) is becomes_new
    assert status == (0 if becomes_new else 1)  # the file that fits no day went aside with the old, or is still here
    assert stale.exists() is not becomes_new
    assert not (restored.home / "restore-unfinished.json").exists()


WRITER = """
from django.utils import timezone
from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.vault.store import new_record
print("writing", flush=True)
while True:
    with act(SYSTEM, "test.write", now=timezone.now(), compartment="written") as entry:
        entry.subject = f"record:{new_record('written')}"
"""
COUNTS = """
from leeward.foundation.models import AuditEntry, RecordKey
print(AuditEntry.objects.filter(compartment="written").count(),
      RecordKey.objects.filter(compartment_key__compartment="written").count())
"""


def test_a_backup_made_while_others_write_is_of_one_moment(restored: Installed, original: Original, tmp_path):
    writer = restored.start("-c", "import django; django.setup()\n" + WRITER)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        for number in range(3):
            restored.must("backup", str(tmp_path / f"{number}.leeward"), "--verify")
    finally:
        os.killpg(writer.pid, signal.SIGKILL)
        writer.communicate()
    restored.must("restore", str(tmp_path / "2.leeward"), "--replace")
    entries, keys = restored.python(COUNTS).split()
    assert entries == keys
    assert int(entries) > 0
