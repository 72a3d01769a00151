"""Keeps the processes of one machine running: starts them, restarts what dies, stops all of it cleanly."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOP_GRACE = 15.0
"""Seconds between asking a process to stop and making it."""
RESTARTS = 5
"""Restarts within RESTART_WINDOW seconds before a process is left stopped, and said to be."""
RESTART_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """One process: how it is called on screen, what runs, and as whom (None: as we are)."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None


def _die_with_parent() -> None:
    """Runs in the child: when the keeper is killed outright, its processes go too, so that ports come free."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Keeper:
    """Runs parts until told to stop."""

    def __init__(self, parts: list[Part], logs: Path, say: Callable[[str], None]) -> None:
        self.parts = parts
        self.logs = logs
        self.say = say
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.deaths: dict[str, list[float]] = {part.name: [] for part in parts}
        self.stopping = threading.Event()

    def start(self, part: Part) -> None:
        """Starts one part with its own log file in the logs folder."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{part.name}.log").open("ab") as log:
            self.running[part.name] = subprocess.Popen(  # noqa: S603  # commands of our own
                part.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **part.environment},
                start_new_session=True,
                preexec_fn=_die_with_parent,  # one system call, nothing that locks
                user=part.user,
            )

    def add(self, part: Part) -> None:
        """Starts one more part and keeps it from now on."""
        self.parts.append(part)
        self.deaths[part.name] = []
        self.start(part)

    def start_all(self) -> None:
        for part in self.parts:
            self.start(part)

    def watch(self, every: float = 0.5) -> None:
        """Restarts what dies until `stopping` is set. A part that keeps dying is left, and named."""
        while not self.stopping.wait(every):
            self.look()

    def look(self) -> None:
        """Starts again whatever has died since the last look."""
        for part in self.parts:
            process = self.running.get(part.name)
            if process is not None and process.poll() is not None:
                self._died(part, process.returncode)

    def _died(self, part: Part, code: int) -> None:
        now = time.monotonic()
        recent = [moment for moment in self.deaths[part.name] if now - moment < RESTART_WINDOW]
        self.deaths[part.name] = [*recent, now]
        if len(recent) >= RESTARTS:
            del self.running[part.name]
            self.say(f"{part.name} keeps stopping (status {code}); it is off. See {self.logs / part.name}.log")
            return
        self.say(f"{part.name} stopped (status {code}); starting it again.")
        self.start(part)

    def stop(self) -> None:
        """Asks every process to stop, in reverse order of starting, and insists after STOP_GRACE seconds."""
        self.stopping.set()
        processes = list(reversed(self.running.values()))
        for process in processes:
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
