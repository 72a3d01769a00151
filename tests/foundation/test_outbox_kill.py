"""Workers are killed in the middle: every job takes effect, none twice, none is stranded."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = textwrap.dedent(
    """
    import os, sys, time
    import django
    django.setup()
    from dataclasses import dataclass
    from datetime import timedelta
    from django.utils import timezone
    from django.db import transaction
    from leeward.foundation.access import SYSTEM
    from leeward.foundation.act import act
    from leeward.foundation.outbox import jobs
    from leeward.foundation.outbox.messages import listen, message

    jobs.LEASE = timedelta(seconds=2)  # so that the test need not wait five minutes for the dead

    @message("test.number")
    @dataclass(frozen=True, slots=True)
    class Number:
        number: int

    def effect(told, now):
        with act(SYSTEM, "test.effect", now=now, compartment="effects", subject=f"number:{told.number}"):
            pass

    listen(Number, "test.effect", effect, attempts=50)
    if sys.argv[1] == "fill":
        with transaction.atomic():
            for number in range(int(sys.argv[2])):
                jobs.put(Number(number), key=str(number), now=timezone.now())
    else:
        while True:
            if not jobs.work_off(timezone.now(), limit=20):
                time.sleep(0.05)
    """
)


def test_killed_workers_lose_nothing_and_do_nothing_twice(tmp_path: Path):
    database = os.environ.get("LEEWARD_KILL_DATABASE_URL", f"sqlite:///{tmp_path / 'kill.sqlite3'}")
    environment = {
        **os.environ,
        "LEEWARD_HOME": str(tmp_path),
        "LEEWARD_KEYS": str(tmp_path / "keys"),
        "LEEWARD_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "leeward.frontdoor.settings",
        "PYTHONPATH": str(Path(__file__).parent.parent.parent),
    }
    jobs, kills = 300, 6

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], env=environment, check=True, stdout=subprocess.DEVNULL)

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "work"], env=environment, stdout=subprocess.DEVNULL, stderr=log
        )

    def done() -> tuple[int, int]:
        script = (
            "import django; django.setup()\n"
            "from leeward.foundation.models import AuditEntry, Job\n"
            "print(Job.objects.filter(state='done').count(), Job.objects.count())"
        )
        answer = subprocess.run(
            [sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True
        )
        first, second = answer.stdout.split()
        return int(first), int(second)

    run("-m", "leeward", "keys", "make")
    run("-m", "leeward", "migrate")
    run("-c", PROGRAM, "fill", str(jobs))
    chance = random.Random(20261125)
    with (tmp_path / "log").open("wb") as log:
        workers = [start() for _ in range(3)]
        try:
            for _ in range(kills):
                time.sleep(chance.uniform(0.4, 0.9))  # real processes, killed at moments of no one's choosing
                victim = chance.randrange(3)
                workers[victim].send_signal(signal.SIGKILL)
                workers[victim].wait()
                workers[victim] = start()
            deadline = time.monotonic() + 90
            while done()[0] < jobs:
                assert time.monotonic() < deadline, f"stranded: {done()}"
                time.sleep(0.3)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    script = (
        "import django; django.setup()\n"
        "from leeward.foundation.models import AuditEntry\n"
        "from leeward.foundation.audit.trail import verify\n"
        "subjects = list(AuditEntry.objects.filter(compartment='effects').values_list('subject', flat=True))\n"
        "print(len(subjects), len(set(subjects)), len(verify()))"
    )
    answer = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
    assert answer.stdout.split() == [str(jobs), str(jobs), "0"]
