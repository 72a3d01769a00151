"""A web page: blocked through a real Squid, asked for, opened by the right person for one group, closed again."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from leeward.filtering.demo_origin import serve
from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import PATIENCE, ROOT, Running, free_port

pytestmark = pytest.mark.squid

STAFF = "127.0.0.2"
"""The demonstration counts devices with this address as staff, any other on this machine as learners."""
WITHIN = 10.0
"""Seconds within which a decision must reach the browser."""
SITE = "www.lucky-gull.example"
"""A site of the demonstration's list of gambling, asked for by the tutor."""


class Line:
    """The line between a site and its server: it can be cut, and can swallow the answers while requests still pass."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.whole = True
        self.swallows = False
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.server.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self.server.accept()
                if not self.whole:
                    here.close()
                    continue
                there = socket.create_connection(("127.0.0.1", self.to))
                threading.Thread(target=self._carry, args=(here, there, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(there, here, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if not self.whole or (is_answer and self.swallows):
                    break
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # wakes the thread that carries the other way, which closes too
        source.close()

    def close(self) -> None:
        self.whole = False
        self.server.close()


@dataclass
class Filter:
    """A Leeward with an edge and Squid beside it, on a machine of its own as far as either can tell."""

    server: Running
    line: Line
    proxy: int
    home: Path
    environment: dict[str, str]
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Starts edge and Squid, and waits until the proxy answers."""
        with (self.home / "edge.log").open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "leeward", "edge", "run"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until("the proxy answers", self._answers, PATIENCE)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Ends the edge, kindly or not. Squid goes with it."""
        if self.running is not None:
            os.kill(self.running.pid, number)
            self.running.wait(30)
            self.running = None

    def _answers(self) -> bool:
        try:
            return self.ask("http://quayside-gazette.example/")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, url: str, *, source: str = "127.0.0.1") -> tuple[int, str]:
        """Status and body of a page through the proxy, as the device with that address gets it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy, timeout=20, source_address=(source, 0))
        try:
            connection.request("GET", url)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def tunnel(self, host: str) -> int:
        """The status of CONNECT: all that a browser gets to see where HTTPS is not inspected."""
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy, timeout=20)
        try:
            connection.request("CONNECT", f"{host}:443", headers={"Host": f"{host}:443"})
            return connection.getresponse().status
        finally:
            connection.close()

    def told(self) -> list[str]:
        """The sites of every record the server has, oldest first."""
        code = (
            "from leeward.frontdoor.cli import django; django(); import json; "
            "from leeward.filtering.models import EdgeDecision as E; "
            "print(json.dumps(list(E.objects.order_by('sequence').values_list('host', flat=True))))"
        )
        found = json.loads(self.server.python("-c", code))
        assert isinstance(found, list)
        return found


def until(what: str, holds: Callable[[], bool], within: float = WITHIN) -> float:
    """Looks again and again until something holds; the seconds it took. Fails, saying what did not, after `within`."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, f"{what}: not within {within} seconds"
        threading.Event().wait(0.2)
    return time.monotonic() - began


@contextmanager
def site_of(server: Running, home: Path) -> Iterator[Filter]:
    """A site whose edge is enrolled with that server, with invented sites to open."""
    origin = serve("127.0.0.1", 0)
    threading.Thread(target=origin.serve_forever, daemon=True).start()
    line = Line(int(server.url.rpartition(":")[2]))
    proxy = free_port()
    environment = server.environment | {
        "LEEWARD_HOME": str(home),
        "LEEWARD_SERVER": f"http://127.0.0.1:{line.port}",
        "LEEWARD_PROXY": f"127.0.0.1:{proxy}",
        "LEEWARD_ICAP": f"127.0.0.1:{free_port()}",
        "LEEWARD_EDGE_ORIGIN": f"127.0.0.1:{origin.server_port}",
        "LEEWARD_EDGE_PULL": "1",
    }
    home.mkdir(exist_ok=True)
    site = Filter(server, line, proxy, home, environment)
    try:
        # The block page leads to the server, and the demonstration was made before it was known where that answers.
        server.run("snapshot", "build")
        code = server.run("snapshot", "enrolment-code").strip()
        here = Running(server.url, home, environment, server.postbox, server.weather)
        here.run("edge", "enrol", code, "--name", "Main site")
        site.start()
        yield site
    finally:
        site.stop()
        line.close()
        origin.shutdown()
        origin.server_close()


@pytest.fixture(scope="module")
def filtered(leeward: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filter]:
    with site_of(leeward, tmp_path_factory.mktemp("site") / "home") as site:
        yield site


@pytest.fixture
def browsing(browser: Browser, filtered: Filter) -> Iterator[Page]:
    """A browser that reaches the web through the filter."""
    context = browser.new_context(
        proxy={"server": f"http://127.0.0.1:{filtered.proxy}", "bypass": "127.0.0.1"},
        viewport={"width": 320, "height": 640},
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def decide(page: Page, *, how_long: str) -> None:
    """The general manager opens the site that waits."""
    sign_in(page, "general-manager")
    page.goto("/filtering")
    page.get_by_role("link", name=SITE).click()
    page.get_by_label("Open the site").check()
    for point in page.get_by_role("group", name="Before you open it, confirm").get_by_role("checkbox").all():
        point.check()
    page.get_by_label(how_long).check()
    page.get_by_label("Why do you decide so?").fill("Fits the money unit.")
    shoot(page, "filtering-decide")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("Opened, and on its way").wait_for()


def test_a_page_is_blocked_with_its_reason_asked_for_and_opened_for_one_group(
    filtered: Filter, browsing: Page, open_page: Opening
) -> None:
    browsing.goto(f"http://{SITE}/")
    browsing.get_by_role("heading", name="This page is blocked").wait_for()
    assert "Safeguarding: to keep people safe from harm" in browsing.inner_text("main")
    shoot(browsing, "block-page")

    # Where HTTPS is not inspected the name is refused, and the browser shows an error of its own.
    with browsing.context.new_page() as other, pytest.raises(Error, match="ERR_TUNNEL_CONNECTION_FAILED"):
        other.goto(f"https://{SITE}/")
    assert filtered.tunnel(SITE) == 403

    # The block page leads to /blocked, which explains; asking needs a sign-in.
    browsing.get_by_role("link", name="Ask for this page").click()
    browsing.get_by_text("in the list harbour-lane").wait_for()
    shoot(browsing, "blocked")
    assert browsing.url.startswith(filtered.server.url + "/blocked?")
    browsing.get_by_role("link", name="Ask for this page").click()
    browsing.wait_for_url(re.compile("/sign-in"))

    # The tutor of the demonstration has asked; the general manager opens it for learners, for an hour.
    manager = open_page(phone=False)
    decide(manager, how_long="For an hour")
    until("the page opens", lambda: filtered.ask(f"http://{SITE}/")[0] == 200)
    assert "The gull always wins" in filtered.ask(f"http://{SITE}/")[1]
    until("the name opens too", lambda: filtered.tunnel(SITE) != 403)  # decided by a process of its own
    assert filtered.ask(f"http://{SITE}/", source="127.0.0.3")[0] == 403  # learners under 18
    assert filtered.ask(f"http://{SITE}/", source=STAFF)[0] == 403
    assert filtered.ask("http://lucky-gull.example/")[0] == 403  # the site asked for, not its parent
    browsing.goto(f"http://{SITE}/")
    browsing.get_by_text("The gull always wins").wait_for()

    # It ends, and the page closes again.
    it = open_page(phone=False)
    sign_in(it, "it-manager")
    it.goto("/filtering")
    it.get_by_role("link", name=re.compile(f"End now.*{re.escape(SITE)}")).click()
    it.get_by_label("Why?").fill("The lesson is over.")
    it.get_by_role("button", name="End it now").click()
    until("the page closes", lambda: filtered.ask(f"http://{SITE}/")[0] == 403)

    def answers() -> bool:
        it.goto("/filtering")
        return "Answering" in it.get_by_role("row", name=re.compile("Main site")).inner_text()

    until("the filter says that it has the policy in force", answers)
    shoot(it, "filtering")


def test_somebody_signs_in_from_the_block_page_asks_and_finds_the_answer(
    filtered: Filter, browsing: Page, open_page: Opening
) -> None:
    site = "poker.lucky-gull.example"
    browsing.goto(f"http://{site}/")
    browsing.get_by_role("link", name="Ask for this page").click()
    browsing.get_by_role("link", name="Ask for this page").click()
    browsing.locator('button[name="post"][value="adult-learner"]').click()
    browsing.get_by_role("heading", name="Ask for a page to be opened").wait_for()  # where the link led, not the front
    assert browsing.get_by_label("Which page do you need?").input_value() == site
    browsing.get_by_role("button", name="Send").click()
    browsing.get_by_role("heading", name="There is a problem").wait_for()
    assert browsing.get_by_label("Which page do you need?").input_value() == site  # what was typed is kept
    shoot(browsing, "ask-errors")
    browsing.get_by_label("Learners", exact=True).check()
    browsing.get_by_label("For an hour").check()
    browsing.get_by_label("What do you need it for?").fill("We compare odds in maths.")
    browsing.get_by_role("button", name="Send").click()
    browsing.get_by_text("Whoever decides has been told").wait_for()
    request = browsing.url
    until(
        "the general manager is written to",
        lambda: any("waits for your decision" in x.subject for x in filtered.server.letters),
    )
    assert not [letter for letter in filtered.server.letters if "poker" in letter.body or "odds" in letter.body]

    manager = open_page()
    sign_in(manager, "general-manager")
    manager.goto(request)
    manager.get_by_label("Keep it blocked").check()
    manager.get_by_label("Why do you decide so?").fill("The worksheet has the odds.")
    manager.get_by_role("button", name="Decide").click()
    manager.get_by_text("Kept blocked").first.wait_for()
    browsing.reload()
    browsing.get_by_text("The worksheet has the odds.").wait_for()
    assert filtered.ask(f"http://{site}/")[0] == 403


def test_an_opened_page_closes_at_its_end_with_nobody_doing_anything(filtered: Filter) -> None:
    code = (
        "from leeward.frontdoor.cli import django; django(); "
        "from datetime import timedelta; from django.utils import timezone; "
        "from leeward.engine.web import Verdict; from leeward.foundation.access import SYSTEM; "
        "from leeward.filtering.actions.policy import add_exception; now = timezone.now(); "
        "add_exception(actor=SYSTEM, address='nightshade-pictures.example', groups=['learners'], "
        "verdict=Verdict.ALLOW, starts=now, ends=now + timedelta(seconds=8), why='A test', now=now)"
    )
    assert filtered.ask("http://nightshade-pictures.example/")[0] == 403
    filtered.server.python("-c", code)
    until("it opens", lambda: filtered.ask("http://nightshade-pictures.example/")[0] == 200, 8)
    until("it closes", lambda: filtered.ask("http://nightshade-pictures.example/")[0] == 403)


def test_what_was_decided_arrives_and_visits_to_helplines_do_not(filtered: Filter) -> None:
    filtered.ask("http://tunnel-away.example/secret?user=sam")
    filtered.ask("http://helpline.example/")
    until("the records arrive", lambda: "tunnel-away.example" in filtered.told(), 30)
    assert "helpline.example" not in filtered.told()


def test_a_server_that_was_away_misses_nothing_and_nothing_opens_meanwhile(filtered: Filter) -> None:
    blocked = [f"away-{number}.lucky-gull.example" for number in range(20)]
    filtered.line.whole = False
    for site in blocked:
        assert filtered.ask(f"http://{site}/")[0] == 403
    assert filtered.ask("http://quayside-gazette.example/")[0] == 200
    filtered.line.whole = True
    until("every record arrives", lambda: set(blocked) <= set(filtered.told()), 60)
    told = filtered.told()
    assert [told.count(site) for site in blocked] == [1] * len(blocked)


def test_records_whose_receipt_was_lost_are_sent_again_and_counted_once(filtered: Filter) -> None:
    blocked = [f"lost-{number}.lucky-gull.example" for number in range(10)]
    filtered.line.swallows = True
    for site in blocked:
        assert filtered.ask(f"http://{site}/")[0] == 403
    until("the server has them, unknown to the edge", lambda: set(blocked) <= set(filtered.told()), 60)
    filtered.line.swallows = False
    assert filtered.ask("http://after.lucky-gull.example/")[0] == 403
    until("what came after arrives", lambda: "after.lucky-gull.example" in filtered.told(), 60)
    told = filtered.told()
    assert [told.count(site) for site in blocked] == [1] * len(blocked)


def test_an_edge_that_is_killed_opens_nothing_and_loses_no_record(filtered: Filter) -> None:
    filtered.line.whole = False  # so that the records are in the spool when it is killed
    blocked = [f"killed-{number}.lucky-gull.example" for number in range(20)]
    for site in blocked:
        assert filtered.ask(f"http://{site}/")[0] == 403
    filtered.stop(signal.SIGKILL)
    with suppress(OSError, http.client.HTTPException):  # Squid may be gone already; if not, it blocks
        assert filtered.ask("http://www.lucky-gull.example/")[0] != 200
    filtered.start()
    assert filtered.ask("http://quayside-gazette.example/")[0] == 200  # by the last good snapshot, without the server
    assert filtered.ask(f"http://{blocked[0]}/")[0] == 403
    filtered.line.whole = True
    until("every record arrives", lambda: set(blocked) <= set(filtered.told()), 60)
