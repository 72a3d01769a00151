"""The keeper of processes, with real processes."""

import sys
import time
from pathlib import Path

import pytest

from leeward.frontdoor.processes import RESTARTS, Keeper, Part

pytestmark = pytest.mark.slow


def sleeper(name: str) -> Part:
    return Part(name, (sys.executable, "-c", "import signal; signal.pause()"))


def until(condition, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)  # a real process needs real time


def test_a_process_that_dies_is_started_again_and_all_stop_together(tmp_path: Path):
    said: list[str] = []
    keeper = Keeper([sleeper("one"), sleeper("two")], tmp_path, said.append)
    keeper.start_all()
    first = keeper.running["one"]
    first.kill()
    first.wait()
    keeper.look()
    second = keeper.running["one"]
    assert second.pid != first.pid
    assert said == ["one stopped (status -9); starting it again."]
    keeper.stop()
    assert all(process.poll() is not None for process in (second, keeper.running["two"]))


def test_a_process_that_keeps_dying_is_left_and_named(tmp_path: Path):
    said: list[str] = []
    keeper = Keeper([Part("broken", (sys.executable, "-c", "raise SystemExit(3)"))], tmp_path, said.append)
    keeper.start_all()
    for _ in range(RESTARTS + 1):
        keeper.running["broken"].wait()
        keeper.look()
    assert "broken" not in keeper.running
    assert said[-1].startswith("broken keeps stopping (status 3); it is off.")


def test_processes_go_when_their_keeper_is_killed_outright(tmp_path: Path):
    program = (
        "import sys, pathlib; from leeward.frontdoor.processes import *\n"
        "child = Part('child', (sys.executable, '-c', 'import signal; signal.pause()'))\n"
        "keeper = Keeper([child], pathlib.Path(sys.argv[1]), print)\n"
        "keeper.start_all(); print(keeper.running['child'].pid, flush=True); keeper.watch()"
    )
    import subprocess

    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()

    def gone() -> bool:
        status = Path(f"/proc/{child}/status")
        return not status.exists() or "State:\tZ" in status.read_text()

    until(gone)
