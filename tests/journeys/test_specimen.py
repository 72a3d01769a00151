"""One of every field and every part of the brand, in the browser, before and after errors."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import DESK, PHONE, shoot
from tests.journeys.harness import Running, free_port, process, wait_for
from tests.journeys.test_accessibility import sideways, violations, walk

pytestmark = pytest.mark.looks


@pytest.fixture(scope="module")
def specimen_url(leeward: Running) -> Iterator[str]:
    """A second web server on the same installation which knows one more page."""
    place = f"127.0.0.1:{free_port()}"
    log = leeward.home / "specimen.log"
    settings = {"DJANGO_SETTINGS_MODULE": "tests.journeys.specimen_settings", "LEEWARD_WEB": place}
    with process(leeward.environment | settings, log, "web", "--workers", "1"):
        wait_for(f"http://{place}/readyz", log)
        yield f"http://{place}/specimen"


@pytest.fixture
def specimen(specimen_url: str, browser: Browser) -> Iterator[Page]:
    """The page of one of everything, on a phone."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(specimen_url)
    yield page
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_field_passes_axe_with_and_without_errors(specimen: Page, size: ViewportSize) -> None:
    specimen.set_viewport_size(size)
    shoot(specimen, f"specimen-{size['width']}")
    assert violations(specimen) == []
    assert sideways(specimen) == 0
    specimen.get_by_role("button", name="Send").click()
    shoot(specimen, f"specimen-error-{size['width']}")
    assert violations(specimen) == []
    assert sideways(specimen) == 0
    assert walk(specimen) == []


def test_the_summary_is_focused_and_its_links_lead_to_the_fields(specimen: Page) -> None:
    specimen.get_by_role("button", name="Send").click()
    expect(specimen.locator(".govuk-error-summary")).to_be_focused()
    specimen.get_by_role("link", name="Date of birth").click()
    expect(specimen.get_by_label("Day")).to_be_focused()


def test_the_count_of_characters_goes_down_as_one_types(specimen: Page) -> None:
    specimen.get_by_label("What happened").fill("x" * 190)
    expect(specimen.locator(".govuk-character-count__status")).to_have_text("You have 10 characters remaining")


def test_everything_can_be_seen_in_forced_colours(specimen: Page) -> None:
    specimen.emulate_media(forced_colors="active")
    shoot(specimen, "specimen-forced-colours")
    assert violations(specimen) == []


def test_on_paper_there_is_no_menu_and_links_say_where_they_lead(specimen: Page) -> None:
    specimen.emulate_media(media="print")
    expect(specimen.locator(".lw-leave")).to_be_hidden()
    expect(specimen.locator(".lw-print-only")).to_be_visible()
    said = specimen.locator(".lw-card__title a").first.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert "/help" in said
