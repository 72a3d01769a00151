"""The watchdog: starts the edge's processes, restarts any that ends, and stops them all together."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from leeward.edge.settings import Endpoint, Settings

log = logging.getLogger("leeward.edge")

LONGEST_PAUSE = 10.0
"""Seconds between attempts to restart a process that keeps ending."""
HEALTHY_AFTER = 20.0
"""Seconds after which a process is taken to run well, and its next end to be a new trouble."""


@dataclass(slots=True)
class Child:
    """A process that must run: what starts it, and which file descriptors it inherits."""

    name: str
    argv: Sequence[str]
    inherited: Sequence[int] = ()
    environment: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    ended: int = field(default=0)

    def start(self, moment: float) -> None:
        """Run it. Raises OSError where the program is not there."""
        self.process = subprocess.Popen(  # noqa: S603  # a command of our own
            list(self.argv),
            pass_fds=tuple(self.inherited),
            env=dict(self.environment) if self.environment is not None else None,
            stdin=subprocess.DEVNULL,
        )
        self.started = moment

    def pause(self) -> float:
        """Seconds to wait before the next start: none after the first end, then doubling."""
        return 0.0 if self.ended <= 1 else min(LONGEST_PAUSE, 0.25 * 2 ** (self.ended - 1))


def bind(endpoint: Endpoint) -> socket.socket:
    """The listening socket all workers share. Raises OSError with the address in it."""
    family = socket.AF_INET6 if ":" in endpoint.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((endpoint.host, endpoint.port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise OSError(
            error.errno, f"{endpoint} cannot be listened on ({error.strerror}); set LEEWARD_ICAP to another"
        ) from None
    return listener


def workers(settings: Settings, listener: socket.socket, life: int) -> list[Child]:
    """The ICAP workers. `life` is the reading end of a pipe whose other end only this process holds."""
    argv = [sys.executable, "-m", "leeward.edge.service", str(listener.fileno()), str(life)]
    inherited = (listener.fileno(), life)
    return [Child(f"worker {number + 1}", argv, inherited) for number in range(settings.workers)]


class Watchdog:
    """Keeps children running until told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self._stopping = False

    def stop(self, *_: int | FrameType | None) -> None:
        """End the watch; fit to be a signal handler."""
        self._stopping = True

    def run(self, every: float = 0.1) -> None:
        """Start all, then watch until `stop`; on return none is left."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        try:
            for child in self.children:
                child.start(time.monotonic())
            while not self._stopping:
                self.look(time.monotonic())
                time.sleep(every)
        finally:
            self.end()

    def look(self, moment: float) -> None:
        """Restart what ended, each after its pause."""
        for child in self.children:
            process = child.process
            if process is not None and (status := process.poll()) is not None:
                if moment - child.started > HEALTHY_AFTER:
                    child.ended = 0
                child.ended += 1
                child.process = None
                child.started = moment
                cause = f"signal {-status}" if status < 0 else f"status {status}"
                log.error("%s ended by %s; starting it again in %.1f s", child.name, cause, child.pause())
            if child.process is None and moment - child.started >= child.pause():
                try:
                    child.start(moment)
                except OSError as error:
                    child.ended += 1
                    child.started = moment
                    log.error("%s does not start: %s", child.name, error)

    def end(self, patience: float = 8.0) -> None:
        """Ask every child to stop, then make it."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        limit = time.monotonic() + patience
        for process in running:
            try:
                process.wait(max(0.05, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def life_line() -> tuple[int, int]:
    """(reading end for the children, writing end for the parent): when the parent dies, the children see its end."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, False)
    return reading, writing
