"""An upload killed outright at any step leaves a whole file with its row, or neither."""

import json
from pathlib import Path

import pytest

from tests.backup.world import installed

pytestmark = pytest.mark.slow

# A process of its own for each step: it kills itself before the Nth statement, opening, rename or sync of an upload.
SCRIPT = """
import json, os, signal, sys
from django.db import connection
from django.utils import timezone
from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.files import keeping, places, restored
from leeward.foundation.files.kinds import Kind
from leeward.foundation.files.models import FileEvent, StoredFile
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault import store

now = timezone.now()
record = store.new_record("safeguarding")
connection.close()
RAW = b"Somebody wrote this down." * 40_000


def upload(kill_at):
    left = [kill_at]

    def step():
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, sql, params, many, context):
        step()
        return execute(sql, params, many, context)

    sync = os.fsync
    os.fsync = lambda handle: (step(), sync(handle))[1]
    sys.addaudithook(lambda name, _args: step() if name in {"os.rename", "os.remove"} else None)
    with connection.execute_wrapper(statement), act(SYSTEM, "tests.keep", now=now):
        keeping.keep_looked_at(SYSTEM, record, "told.txt", RAW, Kind.TEXT, now)
    connection.close()


def in_process(do):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            do()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


tried = killed = orphans = 0
for number in range(1, 200):
    ended = in_process(lambda: upload(number))
    tried += 1
    rows = {row.pk for row in StoredFile.objects.all()}
    for row in rows:  # whole, with its trace and its job
        assert len(b"".join(keeping.content_of(StoredFile.objects.get(pk=row)))) == len(RAW)
        assert FileEvent.objects.filter(file=row).count() == 1 and Job.objects.filter(key=f"{row} 1").exists()
    lying = {path.name for path in (places.settings.LEEWARD_HOME / "files").rglob("*") if path.is_file()}
    assert {row.hex for row in rows} <= lying
    orphans = len(lying) - len(rows)
    connection.close()
    if ended == 0:
        break
    killed += os.WIFSIGNALED(ended)
    assert os.WIFSIGNALED(ended), ended
later = now + timezone.timedelta(days=2)
keeping.sweep(later)
rest = {path.name for path in (places.settings.LEEWARD_HOME / "files").rglob("*") if path.is_file()}
assert rest == {row.hex for row in StoredFile.objects.values_list("pk", flat=True)}, rest
print(json.dumps({"tried": tried, "killed": killed, "orphans": orphans, "rows": StoredFile.objects.count()}))
"""


def test_an_upload_killed_at_any_step_leaves_a_whole_file_or_none(tmp_path: Path) -> None:
    with installed(tmp_path) as here:
        for command in (("keys", "make"), ("migrate",), ("demo",)):
            here.must(*command)
        found = json.loads(here.python(SCRIPT.replace("timezone.timedelta", "__import__('datetime').timedelta")))
    assert found["killed"] == found["tried"] - 1 > 10
    assert found["rows"] >= 1
    assert found["orphans"] >= 1  # what the sweep is there for
