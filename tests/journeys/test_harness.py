"""The harness of these journeys leaves nothing behind, however it ends."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.journeys.harness import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.looks]

TESTS = """
import os, sys, threading
from pathlib import Path
from tests.journeys.harness import process
import subprocess
real = subprocess.Popen
def noting(*given, **more):
    made = real(*given, **more)
    print(made.pid, flush=True)
    return made
subprocess.Popen = noting
with process(dict(os.environ), Path(sys.argv[1]), "demo-mailbox"):
    threading.Event().wait()
"""


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_what_the_tests_started_goes_when_they_are_killed_outright(tmp_path):
    environment = {**os.environ, "LEEWARD_HOME": str(tmp_path), "LEEWARD_SMTP": "127.0.0.1:0", "PYTHONPATH": str(ROOT)}
    tests = subprocess.Popen(
        [sys.executable, "-c", TESTS, str(tmp_path / "log")],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert tests.stdout is not None
    child = int(tests.stdout.readline())
    assert alive(child)
    tests.send_signal(signal.SIGKILL)
    tests.communicate()
    for _ in range(200):
        if not alive(child):
            break
        threading.Event().wait(0.1)
    assert not alive(child)
