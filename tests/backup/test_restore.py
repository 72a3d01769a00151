"""A backup comes back whole, on another machine, and only under the conditions it must."""

import json
import stat

import pytest

from tests.backup.conftest import Original
from tests.backup.world import Installed

pytestmark = pytest.mark.slow

OPEN_ALL = """
import hashlib, json
from leeward.foundation.backup.registry import sealed_values
from leeward.foundation.vault.store import Shredded, open_text
found = {}
for room, values in sealed_values().items():
    for record, field, sealed in values():
        try:
            text = open_text(record, field, sealed)
        except Shredded:
            text = "shredded"
        found[f"{record} {field}"] = hashlib.sha256(text.encode()).hexdigest()
print(json.dumps(found))
"""
OPENS = """
from leeward.foundation.vault.store import Shredded, open_text
from leeward.safeguarding.models import Concern
concern = Concern.objects.get(record={record!r})
try:
    open_text(concern.record, "telling", concern.telling)
    print("opens")
except Shredded:
    print("stays closed")
"""


def states(said: str) -> object:
    """Promises and states, without the moments since which they are so."""
    told = json.loads(said)
    lines = told if isinstance(told, list) else told["promises"]
    return sorted((line["text"], line["state"]) for line in lines)


def test_everything_opens_and_every_promise_stands_as_before(original: Original, looked_at: Installed):
    before = json.loads(original.here.python(OPEN_ALL))
    after = json.loads(looked_at.python(OPEN_ALL))
    assert after == before
    assert len(before) > 40
    assert states(looked_at.must("promises", "--json")) == states(original.here.must("promises", "--json"))
    assert "The audit trail is whole." in looked_at.must("audit", "verify")


def test_the_restore_leaves_a_trace_and_is_shown_as_proof(looked_at: Installed):
    told = looked_at.python(
        "from leeward.foundation.models import AuditEntry, BackupEvent\n"
        "print(AuditEntry.objects.filter(action='backup.restored').count(),"
        " sorted(BackupEvent.objects.values_list('kind', flat=True)))"
    )
    assert told == "1 ['made', 'restored']"
    assert "last restored for proof" in looked_at.leeward("doctor")[1]


def test_a_record_shredded_after_the_backup_stays_shredded(original: Original, looked_at: Installed):
    assert looked_at.python(OPENS.format(record=original.record)) == "stays closed"


def test_without_the_list_of_shredded_records_a_restore_is_refused_unless_said(original: Original, empty: Installed):
    listed = empty.keys / "shredded.list"
    listed.unlink()
    assert "say --without-shredded-list" in empty.refused("restore", str(original.backup))
    listed.write_text("")
    assert "not the list of this installation" in empty.refused("restore", str(original.backup))
    listed.unlink()
    empty.must("restore", str(original.backup), "--without-shredded-list")
    assert empty.python(OPENS.format(record=original.record)) == "opens"


def test_a_changed_line_of_the_list_is_named(original: Original, empty: Installed):
    listed = empty.keys / "shredded.list"
    lines = listed.read_text().splitlines()
    listed.write_text("\n".join([lines[0].replace(lines[0][0], "f" if lines[0][0] != "f" else "e", 1), *lines[1:]]))
    assert "Line 1 of" in empty.refused("restore", str(original.backup))


def test_an_organisation_that_is_here_is_set_aside_only_when_told_to(original: Original, restored: Installed):
    mark = "from leeward.foundation.models import Installation\nInstallation.objects.update(organisation='Newer')"
    restored.python(mark)
    assert "say --replace" in restored.refused("restore", str(original.backup))
    said = restored.must("restore", str(original.backup), "--replace")
    assert "set aside as set-aside-" in said
    name = "from leeward.foundation.models import Installation\nprint(Installation.objects.get().organisation)"
    assert restored.python(name) != "Newer"
    if restored.on_sqlite:
        assert [path.name for path in restored.home.glob("set-aside-*/leeward.sqlite3")]


def test_while_leeward_runs_nothing_is_restored(original: Original, restored: Installed):
    holder = restored.start(
        "-c",
        "import django; django.setup()\n"
        "from leeward.foundation.models import Installation\n"
        "print(Installation.objects.count(), flush=True)\nimport threading; threading.Event().wait()",
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        assert "Stop Leeward" in restored.refused("restore", str(original.backup), "--replace")
    finally:
        holder.kill()
        holder.communicate()
    restored.must("restore", str(original.backup), "--replace")


def test_no_letter_goes_out_twice_and_nobody_misses_one(original: Original, looked_at: Installed):
    count = (
        "from leeward.foundation.models import Job\n"
        "from django.db.models import Q\n"
        "letters = Job.objects.filter(kind='foundation.letter')\n"
        "old = letters.filter(last_error='withheld at a restore')\n"
        "new = letters.filter(state='waiting')\n"
        "print(old.count(), new.count(), len({job.payload['person'] for job in old}), "
        "{job.payload['letter'] for job in new})"
    )
    withheld, new, persons, kinds = looked_at.python(count).split(" ", 3)
    assert int(withheld) > 0
    assert new == persons
    assert kinds == "{'foundation.something-waits'}"


def test_everybody_is_signed_out(original: Original, tmp_path_factory: pytest.TempPathFactory, empty: Installed):
    original.here.python(
        "from django.contrib.sessions.backends.db import SessionStore\n"
        "store = SessionStore(); store['who'] = 'somebody'; store.save()"
    )
    backup = tmp_path_factory.mktemp("signed-in") / "b.leeward"
    original.here.must("backup", str(backup))
    empty.keys.joinpath("shredded.list").write_text(original.here.keys.joinpath("shredded.list").read_text())
    empty.must("restore", str(backup))
    count = "from django.contrib.sessions.models import Session\nprint(Session.objects.count())"
    assert (original.here.python(count) != "0", empty.python(count)) == (True, "0")


def test_a_link_to_choose_a_password_sent_before_no_longer_fits(original: Original, looked_at: Installed):
    moments = (
        "from leeward.foundation.models import Account\n"
        "print(list(Account.objects.exclude(last_login=None).order_by('pk').values_list('last_login', flat=True)))"
    )
    before, after = original.here.python(moments), looked_at.python(moments)
    assert before == "[]" or before != after


def test_a_backup_is_never_written_over_and_only_its_owner_reads_it(original: Original):
    assert stat.S_IMODE(original.backup.stat().st_mode) == 0o600
    before = original.backup.read_bytes()
    assert "no backup is ever written over" in original.here.refused("backup", str(original.backup))
    assert original.backup.read_bytes() == before


def test_with_other_keys_it_says_which_to_put_back(original: Original, empty: Installed):
    for path in empty.keys.iterdir():
        path.unlink()
    empty.must("keys", "make")
    assert "made with other keys" in empty.refused("restore", str(original.backup))


def test_without_a_key_encryption_key_it_says_which_one(original: Original, empty: Installed):
    (empty.keys / "kek-1.key").rename(empty.keys / "kek-2.key")
    assert "Key-encryption key 1 is not in LEEWARD_KEYS" in empty.refused("restore", str(original.backup))


def test_a_damaged_backup_is_refused_and_changes_nothing(original: Original, restored: Installed, tmp_path):
    raw = original.backup.read_bytes()
    damaged = tmp_path / "damaged.leeward"
    middle = len(raw) // 2
    for bad in (raw[:-1], raw[:middle] + bytes([raw[middle] ^ 4]) + raw[middle + 1 :]):
        damaged.write_bytes(bad)
        assert "damaged, cut short or was changed" in restored.refused("restore", str(damaged), "--replace")
    assert "damaged, cut short or was changed" in restored.refused("backup", str(damaged), "--verify")
    assert "The audit trail is whole." in restored.must("audit", "verify")
    assert not list(restored.home.glob("set-aside-*"))


def test_verify_says_what_it_checked_and_leaves_nothing_behind(original: Original):
    said = original.here.must("backup", str(original.backup), "--verify")
    assert "nothing is written over" in said
    assert "audit chains whole" in said
    assert not (original.here.home / "backup-work").exists()
    if not original.here.on_sqlite:
        schemas = (
            "from django.db import connection\nc = connection.cursor()\n"
            "c.execute(\"SELECT COUNT(*) FROM pg_namespace WHERE nspname LIKE 'leeward_scratch%'\")\n"
            "print(c.fetchone()[0])"
        )
        assert original.here.python(schemas) == "0"


OLDER = """
from pathlib import Path
from dataclasses import replace
from django.core.management import call_command
from django.utils import timezone
from leeward.foundation.backup import archive, making
from leeward.foundation.backup.home import work_folder
from leeward.foundation.vault.keyring import keyring
manifest, files = making._copied(work_folder(), timezone.now(), lambda done, total: None)
extra = {extra!r}
manifest = replace(manifest, migrations=manifest.migrations + extra)
archive.write(Path({target!r}), keyring(), manifest, files, lambda done, total: None)
"""


def test_a_backup_of_a_newer_leeward_is_refused(restored: Installed, tmp_path):
    target = str(tmp_path / "newer.leeward")
    restored.python(OLDER.format(target=target, extra=(("foundation", "9999_later"),)))
    assert "made by a newer Leeward" in restored.refused("restore", target, "--replace")


def test_a_backup_of_an_older_leeward_is_brought_up_to_date(original: Original, restored: Installed, tmp_path):
    target = str(tmp_path / "older.leeward")
    back = "from django.core.management import call_command\ncall_command('migrate', 'foundation', '0004', verbosity=0)"
    restored.python(back)
    restored.python(OLDER.format(target=target, extra=()))
    assert "later changes applied" in (said := restored.must("restore", target, "--replace"))
    assert "; 0 later" not in said
    assert "The audit trail is whole." in restored.must("audit", "verify")
