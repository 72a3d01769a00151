"""`make tour`: walks through a fresh demonstration in a browser, and saves the pictures of docs/use/tour.md.

The steps are those of the journeys in tests/journeys, which say in more detail what must hold on the way.
"""

import base64
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.tour_words import PAGE, PICTURES, STOPS, page
from tests.journeys.conftest import FLAGS, sign_in
from tests.journeys.harness import Running, free_port, leeward_runs, process
from tests.journeys.test_message import DEMO_JOURNAL, letter, newest, send, wait_until_it_listens
from tests.journeys.test_web_page import Filter, site_of, until
from tests.policy.samples import TITLE_LINES
from tests.prepared import Prepared

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}
LARGEST = 90_000
"""Bytes a picture may have, so that the page opens quickly and the repository stays small."""
BLOCKED = "poker.lucky-gull.example"
POLICY = TITLE_LINES.replace("e-Safety Policy for Staff and Apprentices", "Online Safety Policy for Apprentices")


class Walk:
    """A walk through one running Leeward with a filter and a mail journal, whose pictures go to a folder."""

    def __init__(self, browser: Browser, server: Running, site: Filter, mail_port: int, folder: Path) -> None:
        self.browser, self.server, self.site, self.mail_port, self.folder = browser, server, site, mail_port, folder
        self.taken: list[str] = []

    def all(self) -> None:
        """Every part, in the order of the page. Raises where a step does not find what it needs."""
        self.front_page()
        self.concern()
        self.policy()
        self.blocked_page()
        self.message()
        self.everybody_else()

    @contextmanager
    def browsing(self, *, phone: bool = False, filtered: bool = False) -> Iterator[Page]:
        """A browser that remembers nothing, on a phone or at a desk, behind the web filter or not."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,
            base_url=self.server.url,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            proxy={"server": f"http://127.0.0.1:{self.site.proxy}", "bypass": "127.0.0.1"} if filtered else None,
        )
        context.set_default_timeout(20_000)
        try:
            yield context.new_page()
        finally:
            context.close()

    def take(self, page: Page, name: str, *, height: int = 0, below: str = "") -> None:
        """Saves the top of the page as WebP, or what is `below` a heading; `height` makes the window as tall first."""
        size = page.viewport_size or DESK
        page.set_viewport_size({"width": size["width"], "height": height or size["height"]})
        # Whatever was pressed last keeps no ring around it, and nothing blinks.
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.evaluate("scrollTo(0, 0)")
        if below:
            page.get_by_text(below, exact=True).first.evaluate(
                "found => scrollTo(0, found.getBoundingClientRect().top - 24)"
            )
        for quality in (82, 70, 55, 40):
            shot = page.context.new_cdp_session(page).send(
                "Page.captureScreenshot", {"format": "webp", "quality": quality}
            )
            data = base64.b64decode(shot["data"])
            if len(data) <= LARGEST:
                break
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.webp").write_bytes(data)
        if (more := os.environ.get("LEEWARD_SHOTS")) is not None:
            Path(more).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(more) / f"{name}.png")
        page.set_viewport_size(size)
        self.taken.append(name)

    def front_page(self) -> None:
        with self.browsing() as stranger:
            stranger.goto("/")
            self.take(stranger, "front-page")

    def concern(self) -> None:
        """A learner on a phone tells of a worry; the safeguarding lead opens it."""
        with self.browsing(phone=True) as learner:
            learner.goto("/report")
            self.take(learner, "report-start", height=1000)
            press(learner, "Start")
            learner.get_by_label("Another learner", exact=True).check()
            learner.get_by_label("Who is involved?").fill("Jake from my group")
            press(learner, "Continue")
            learner.get_by_label("What happened?").fill(
                "He keeps sending films of fights to our group chat and says that I will be in the next one."
            )
            learner.get_by_label("When?").fill("since Monday")
            self.take(learner, "report-what", height=900)
            press(learner, "Continue")
            learner.get_by_label("Only here, with my six words").check()
            press(learner, "Continue")
            self.take(learner, "report-readers", height=1000)
            learner.get_by_label("No", exact=True).first.check()
            press(learner, "Continue")
            press(learner, "Send")
            learner.get_by_role("heading", name="It has arrived and is safe with us").wait_for()
            self.take(learner, "report-sent", height=1000)
            told = learner.get_by_role("heading", level=1).locator("..").inner_text()
        found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", told)
        assert found is not None, "no reference on the receipt"
        with self.browsing() as lead:
            sign_in(lead, "dsl")
            self.take(lead, "lead-home")
            lead.goto("/safeguarding")
            lead.get_by_role("link", name=found.group()).first.click()
            lead.get_by_text("says that I will be in the next one").wait_for()
            self.take(lead, "case", height=1100)

    def policy(self) -> None:
        """A policy is imported, approved and published; the ledger shows how promises stand."""
        with self.browsing() as keeper, self.browsing() as director:
            sign_in(keeper, "quality-lead")
            keeper.goto("/policies/manage/import")
            keeper.set_input_files(
                "input[type=file]",
                {"name": "apprentices.txt", "mimeType": "text/plain", "buffer": POLICY.encode()},
            )
            keeper.get_by_label("Why is there this version?").fill("Annual review")
            press(keeper, "Read it")
            keeper.get_by_role("heading", name="What the reader found").wait_for()
            self.take(keeper, "policy-read", height=1100)
            version = keeper.url
            keeper.get_by_label("What should the signatory know?").fill("Reviewed with the tutors. Nothing taken out.")
            press(keeper, "Send for approval")
            sign_in(director, "managing-director")
            self.take(director, "director-home")
            director.goto(version)
            director.get_by_label("I have read this exact text.").check()
            director.get_by_label("It says what we do or will do.").check()
            director.get_by_label("Your reason for approving it").fill("It says what we do.")
            self.take(director, "policy-approve")
            press(director, "Approve this text")
            director.get_by_text("You have approved this version").wait_for()
            keeper.goto(version)
            press(keeper, "Publish")
            keeper.get_by_role("link", name="See it as published").click()
            published = keeper.url
            keeper.goto("/promises")
            self.take(keeper, "promises")
        with self.browsing(phone=True) as reader:
            reader.goto(published)
            self.take(reader, "policy-published", height=900)

    def blocked_page(self) -> None:
        """A page is blocked, asked for by a learner, and opened by the general manager."""
        with self.browsing(phone=True, filtered=True) as learner:
            learner.goto(f"http://{BLOCKED}/")
            learner.get_by_role("heading", name="This page is blocked").wait_for()
            self.take(learner, "blocked-page", height=900)
            learner.get_by_role("link", name="Ask for this page").click()
            learner.get_by_role("link", name="Ask for this page").click()
            learner.locator('button[name="post"][value="adult-learner"]').click()
            learner.get_by_label("Learners", exact=True).check()
            learner.get_by_label("For an hour").check()
            learner.get_by_label("What do you need it for?").fill("We compare odds in maths.")
            self.take(learner, "ask-for-page", height=1100)
            press(learner, "Send")
            learner.get_by_text("Whoever decides has been told").wait_for()
            request = learner.url
            with self.browsing() as manager:
                sign_in(manager, "general-manager")
                manager.goto(request)
                manager.get_by_label("Open the site").check()
                for point in manager.get_by_role("group", name="Before you open it, confirm").get_by_role(
                    "checkbox"
                ).all():  # fmt: skip
                    point.check()
                manager.get_by_label("For an hour").check()
                manager.get_by_label("Why do you decide so?").fill("Fits the money unit.")
                self.take(manager, "decide-page", height=1200)
                press(manager, "Decide")
                manager.get_by_text("Opened, and on its way").wait_for()
            until("the page opens", lambda: self.site.ask(f"http://{BLOCKED}/")[0] == 200)

    def message(self) -> None:
        """A message by a real mail conversation becomes a finding, and a person raises it as a concern."""
        assert send(self.mail_port, letter("the tour"), DEMO_JOURNAL) == (250, "")
        ref = newest(self.server)
        with self.browsing() as lead:
            sign_in(lead, "dsl")
            lead.goto("/monitoring")
            lead.get_by_role("link", name=ref).click()
            lead.get_by_label("Why do you need to see this?").fill("To decide whether it is a concern.")
            press(lead, "Open")
            lead.locator("mark", has_text="Snapchat").wait_for()
            self.take(lead, "finding", height=1100)
            press(lead, "Raise as a concern")
            lead.get_by_label("What worries you about it?").fill("A member of the team asks a learner for secrecy.")
            press(lead, "Raise the concern")
            lead.get_by_text("Raised as concern").wait_for()
            self.take(lead, "finding-raised")

    def everybody_else(self) -> None:
        with self.browsing(phone=True) as tutor:
            sign_in(tutor, "tutor")
            self.take(tutor, "tutor-home", height=1000)
        for post, address, name in (
            ("hr", "/people", "people"),
            ("it-manager", "/running", "running"),
            ("chair", "/audit", "audit"),
        ):
            with self.browsing() as desk:
                sign_in(desk, post)
                desk.goto(address)
                desk.get_by_role("heading", level=1).wait_for()
                self.take(desk, name)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@contextmanager
def everything(home: Path, like: Prepared | None) -> Iterator[tuple[Running, Filter, int]]:
    """A fresh demonstration with a site, its Squid and the mail journal: the server, the site, the journal's port."""
    (home / "server").mkdir(parents=True)
    with ExitStack() as stack:
        server = stack.enter_context(leeward_runs(home / "server", like))
        site = stack.enter_context(site_of(server, home / "server"))
        port = free_port()
        environment = server.environment | {"LEEWARD_MAIL": f"127.0.0.1:{port}"}
        stack.enter_context(process(environment, home / "mail.log", "mail"))
        wait_until_it_listens(port)
        yield server, site, port


def walk(folder: Path, home: Path, launch: Callable[[], Browser], like: Prepared | None = None) -> list[str]:
    """Walks through all of it; the names of the pictures now in the folder, in the order they were taken."""
    with everything(home, like) as (server, site, port):
        there = Walk(launch(), server, site, port, folder)
        there.all()
    return there.taken


def main() -> int:
    for old in PICTURES.glob("*"):
        old.unlink()
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        program = os.environ.get("LEEWARD_CHROMIUM", "/usr/bin/chromium")
        taken = walk(
            PICTURES, Path(home) / "tour", lambda: playwright.chromium.launch(executable_path=program, args=FLAGS)
        )
    missing = {stop.name for stop in STOPS} ^ set(taken)
    if missing:
        print(f"Pictures and words do not belong together: {', '.join(sorted(missing))}", file=sys.stderr)
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{len(taken)} pictures in {PICTURES}, {sum(f.stat().st_size for f in PICTURES.glob('*')) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
