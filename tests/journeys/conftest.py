"""What every journey in the browser has: a running Leeward, a phone-sized page, and a page without script."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from tests.journeys.harness import Running, leeward_runs
from tests.prepared import prepared

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000
"""Milliseconds a page may take on a busy machine. Nothing waits longer than it must."""
expect.set_options(timeout=PATIENCE)
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def leeward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One real Leeward for all journeys of a file, with a demonstration nobody has touched."""
    with leeward_runs(tmp_path_factory.mktemp("leeward"), prepared()) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Gone with the last journey: Django's database refuses to work beside its event loop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("LEEWARD_CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield chromium
        chromium.close()


Opening = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, leeward: Running) -> Iterator[Opening]:
    """Makes pages of a size, with or without script, each in a browser of its own that remembers nothing.

    A page whose script failed or which our content policy had to stop fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def make(*, phone: bool = True, script: bool = True) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESK, java_script_enabled=script, base_url=leeward.url, locale="en-GB"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Opening) -> Page:
    """A phone."""
    return open_page()


@pytest.fixture
def page_without_js(open_page: Opening) -> Page:
    """A phone on which no script runs."""
    return open_page(script=False)


def sign_in(page: Page, post: str) -> None:
    """Signs in as somebody of the demonstration, by the button on the sign-in page."""
    page.goto("/sign-in")
    page.locator(f'button[name="post"][value="{post}"]').click()
    page.wait_for_url(re.compile(r"/$"))


def shoot(page: Page, name: str) -> None:
    """Saves a picture of the whole page in the folder LEEWARD_SHOTS names, if it names one."""
    folder = os.environ.get("LEEWARD_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
