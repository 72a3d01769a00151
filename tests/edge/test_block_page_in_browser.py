"""The block page in a real browser behind the real Squid: on a phone, without JavaScript, by axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.edge.world import Origin, Server, Site, put_snapshot

pytestmark = [pytest.mark.browser, pytest.mark.squid]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with (
        Origin() as origin,
        Server() as server,
        Site(
            LEEWARD_SERVER=f"http://127.0.0.1:{server.port}", LEEWARD_EDGE_ORIGIN=f"127.0.0.1:{origin.port}"
        ) as running,
    ):
        put_snapshot(running.settings, 1)
        running.start()
        yield running


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox"],
            proxy={"server": f"http://{site.settings.proxy}"},
        )
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_on_a_phone_the_block_page_fits_and_says_why(phone: Page) -> None:
    answer = phone.goto("http://a-rather-long-name-that-does-not-break.casino.example/spin")
    assert answer is not None
    assert answer.status == 403
    assert phone.get_by_role("heading", level=1).inner_text() == "This page is blocked"
    assert "Safeguarding: to keep people safe" in phone.inner_text("dl")
    box = phone.locator("html").bounding_box()
    assert box is not None
    assert box["width"] <= 320
    style = phone.locator("header").evaluate("header => getComputedStyle(header).backgroundColor")
    assert style == "rgb(13, 68, 81)"  # the style sheet passed its own security policy
    link = phone.get_by_role("link", name="Ask for this page").get_attribute("href")
    assert link is not None
    assert link.startswith("https://leeward.trust.example/blocked?host=a-rather-long-name")


def test_axe_finds_nothing_to_mend(browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto("http://casino.example/")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_refused_tunnel_shows_the_browsers_own_error(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    with pytest.raises(Error, match="ERR_TUNNEL_CONNECTION_FAILED"):
        page.goto("https://casino.example/")
    context.close()


def test_an_allowed_page_opens(phone: Page) -> None:
    phone.goto("http://fine.example/")
    assert phone.inner_text("body") == "the page itself"
