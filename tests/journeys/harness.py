"""A real Leeward for browser journeys: gunicorn, worker, keys, database and demonstration, all in a scratch folder."""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.prepared import Prepared, clean_environment, copy_home, database

ROOT = Path(__file__).parent.parent.parent
PR_SET_PDEATHSIG = 1
PATIENCE = 60.0
"""Seconds a process may take to answer on a busy machine."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail Leeward sent."""

    to: tuple[str, ...]
    subject: str
    body: str


@dataclass
class Postbox:
    """Takes every letter and keeps it."""

    letters: list[Letter] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        parsed = message_from_bytes(bytes(envelope.content or b""))
        payload = parsed.get_payload(decode=True)
        body = payload.decode() if isinstance(payload, bytes) else str(parsed.get_payload())
        self.letters.append(Letter(tuple(envelope.rcpt_tos), str(parsed["Subject"]), body))
        return "250 OK"


@dataclass
class Running:
    """A Leeward that runs: where it answers, its scratch folder, and the letters it has sent."""

    url: str
    home: Path
    environment: dict[str, str]
    postbox: Postbox
    weather: str
    known_visits: list[tuple[str, str]] = field(default_factory=list)

    @property
    def letters(self) -> list[Letter]:
        return self.postbox.letters

    def run(self, *command: str, say: str | None = None) -> str:
        """One `leeward …` command against this installation; its output. Raises AssertionError when it fails."""
        return self.python("-m", "leeward", *command, say=say)

    def python(self, *command: str, say: str | None = None) -> str:
        """A Python process with this installation's settings; its output."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            input=say,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def visits(self) -> list[tuple[str, str]]:
        """Every page with who may open it: (post, address), from the table of access and the examples."""
        if not self.known_visits:
            told = self.python("-m", "tests.journeys.visits")
            self.known_visits.extend((post, address) for post, address in json.loads(told))
        return self.known_visits


def free_port() -> int:
    """A port nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Weather(BaseHTTPRequestHandler):
    """The harmless page that leaving leads to."""

    def do_GET(self) -> None:
        body = b"<!DOCTYPE html><html lang='en'><title>Weather</title><h1>Rain later</h1></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def weather() -> Iterator[str]:
    """A site about the weather on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/weather"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _die_with_parent() -> None:
    """Runs in the child: when the tests are killed outright, what they started goes too."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def process(environment: dict[str, str], log: Path, *command: str) -> Iterator[None]:
    """A `leeward …` process of its own group for as long as the block lasts."""
    with log.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "leeward", *command],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # one system call, nothing that locks
        )
        try:
            yield
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()


def wait_for(url: str, log: Path) -> None:
    """Until the address answers. Raises AssertionError with the log after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            threading.Event().wait(0.1)
    raise AssertionError(f"{url} did not answer:\n{log.read_text()[-3000:]}")


@contextmanager
def leeward_runs(home: Path, like: Prepared | None = None) -> Iterator[Running]:
    """A whole Leeward with the demonstration in it, until the block ends; with a copy of a prepared one if given."""
    postbox = Postbox()
    post = Controller(postbox, hostname="127.0.0.1", port=free_port())
    post.start()
    port = free_port()
    try:
        with weather() as neutral, database(home, like.database if like else "") as address:
            environment = clean_environment() | {
                "LEEWARD_HOME": str(home),
                "LEEWARD_KEYS": str(home / "keys"),
                "LEEWARD_DATABASE_URL": address,
                "LEEWARD_DEMO": "on",
                "LEEWARD_WEB": f"127.0.0.1:{port}",
                "LEEWARD_SMTP": f"127.0.0.1:{post.port}",
                "LEEWARD_EXIT_TO": neutral,
                "PYTHONPATH": str(ROOT),
            }
            running = Running(f"http://127.0.0.1:{port}", home, environment, postbox, neutral)
            if like:
                copy_home(like.home, home)
                shutil.copytree(like.keys, home / "keys")
            else:
                for command in (("keys", "make"), ("migrate",), ("demo",)):
                    running.run(*command)
            log = home / "web.log"
            with (
                process(environment, log, "web", "--workers", "2"),
                process(environment, home / "worker.log", "worker", "--every", "0.2"),
            ):
                wait_for(f"{running.url}/readyz", log)
                yield running
    finally:
        post.stop()
