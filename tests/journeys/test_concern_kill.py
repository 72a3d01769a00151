"""The server is killed outright, again and again, while concerns are sent: a receipt shown means a record kept."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.journeys.harness import PATIENCE, ROOT, Running, free_port, wait_for

pytestmark = pytest.mark.slow

CONCERNS = 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
REFERENCE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")
COUNT = """
import django, json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "leeward.frontdoor.settings"
django.setup()
from leeward.foundation.audit.trail import verify
from leeward.safeguarding.models import Concern
kept = {}
for concern in Concern.objects.select_related("case"):
    kept.setdefault(concern.case.ref, 0)
    kept[concern.case.ref] += 1
print(json.dumps({"kept": kept, "faults": len(verify())}))
"""


class Server:
    """A web server that can be killed and started again on the same address."""

    def __init__(self, leeward: Running, folder: Path) -> None:
        self.place = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.place}"
        self.environment = leeward.environment | {"LEEWARD_WEB": self.place}
        self.log = folder / "web.log"
        self.running: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "leeward", "web", "--workers", "1"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(f"{self.url}/readyz", self.log)

    def kill(self) -> None:
        """Every process at once, with no time to say anything."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None
            self.kills += 1


class Reporter:
    """Somebody with a browser who tries again when a page does not come."""

    def __init__(self, url: str, begins: Callable[[], None]) -> None:
        self.client = httpx.Client(base_url=url, timeout=10, follow_redirects=True)
        self.begins = begins
        self.deadline = time.monotonic() + 4 * PATIENCE

    def _try(self, method: str, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        while True:
            try:
                self.begins()
                answer = self.client.request(method, path, data=data)
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < self.deadline, f"{path} never came"
            threading.Event().wait(0.05)

    def answer(self, path: str, **data: str) -> httpx.Response:
        """Opens a screen and sends it, as often as it takes."""
        token = TOKEN.search(self._try("GET", path).text)
        assert token is not None, path
        sent = {"csrfmiddlewaretoken": token[1], **data}
        return self._try("POST", path, sent)

    def tell(self, number: int) -> str:
        """Goes through the form; the reference that was shown."""
        self.answer("/report")
        self.answer("/report/about", about="learner")
        self.answer("/report/what", happened=f"Concern number {number}, told while the server was killed.")
        self.answer("/report/reach", contact="only-here")
        self.answer("/report/readers", worried="no")
        # Sent twice, as an impatient thumb does.
        self.answer("/report/check")
        self._try("POST", "/report/check", {"csrfmiddlewaretoken": self.client.cookies.get("csrftoken", "")})
        shown = REFERENCE.search(self._try("GET", "/report/sent").text)
        assert shown is not None
        self.client.close()
        return shown.group()


def test_every_receipt_shown_is_a_record_kept_once_whenever_the_server_is_killed(
    leeward: Running, tmp_path: Path
) -> None:
    server = Server(leeward, tmp_path)
    before = json.loads(leeward.python("-c", COUNT))["kept"]
    server.start()
    chance = random.Random(20261125)
    done = threading.Event()

    begun = threading.Semaphore(0)

    def strike() -> None:
        """After some requests, in the middle of one. Counted in requests, a slow machine sees no more of it."""
        while not done.is_set():
            for _request in range(chance.randint(2, 12)):
                begun.acquire()
            if not done.wait(chance.uniform(0, 0.1)):
                server.kill()
                server.start()
                while begun.acquire(blocking=False):
                    pass

    striking = threading.Thread(target=strike)
    striking.start()
    try:
        shown = [Reporter(server.url, begun.release).tell(number) for number in range(CONCERNS)]
    finally:
        done.set()
        begun.release(20)
        striking.join()
        server.kill()
    after = json.loads(leeward.python("-c", COUNT))
    new = {ref: count for ref, count in after["kept"].items() if ref not in before}
    assert server.kills >= 5
    assert len(set(shown)) == CONCERNS
    assert new == dict.fromkeys(shown, 1)
    assert after["faults"] == 0
