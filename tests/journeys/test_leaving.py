"""Someone who is watched leaves the report in one movement, and going back does not show it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening
from tests.journeys.harness import Running

SECRET = "He takes my phone every evening"


def _begin(page: Page) -> None:
    """A report begun: something typed on its first page that asks for words."""
    page.goto("/report")
    expect(page.get_by_role("link", name="Exit this page quickly")).to_be_visible()
    page.evaluate("text => sessionStorage.setItem('kept', text)", SECRET)


def test_the_way_out_works_without_script_too(leeward: Running, page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/report")
    page.get_by_role("link", name="Exit this page quickly").click()
    page.wait_for_url(leeward.weather)
    assert page.context.cookies() == []


def test_leaving_replaces_the_page_so_that_back_does_not_show_it(leeward: Running, page: Page) -> None:
    page.goto("/help")
    _begin(page)
    page.get_by_role("link", name="Exit this page quickly").click()
    page.wait_for_url(leeward.weather)
    page.go_back()
    expect(page).not_to_have_url(f"{leeward.url}/report")
    assert page.context.cookies() == []
    page.goto("/report")
    assert page.evaluate("sessionStorage.getItem('kept')") is None


def test_three_presses_of_shift_leave_and_two_do_not(leeward: Running, page: Page) -> None:
    _begin(page)
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift")
    expect(page).to_have_url(f"{leeward.url}/report")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url(leeward.weather)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_way_out_stays_in_reach_however_far_one_has_scrolled(open_page: Opening, phone: bool) -> None:
    page = open_page(phone=phone)
    page.goto("/report")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("link", name="Exit this page quickly")).to_be_in_viewport()


def test_the_title_says_nothing_to_someone_looking_over_a_shoulder(page: Page) -> None:
    for address in ("/report", "/report/follow-up"):
        page.goto(address)
        title = page.title().lower()
        for word in ("report", "concern", "safeguard", "abuse", "worr", "leeward"):
            assert word not in title, title


def test_going_back_through_a_report_that_was_left_shows_none_of_its_words(leeward: Running, page: Page) -> None:
    page.goto("/report")
    page.get_by_role("button", name="Start").click()
    page.locator("main input[type=radio]").first.check()
    page.locator("main textarea, main input[type=text]").first.fill(SECRET)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/report/what")
    page.goto("/report/about")
    assert SECRET in page.content()  # it was kept while the report was being written
    page.get_by_role("link", name="Exit this page quickly").click()
    page.wait_for_url(leeward.weather)
    for _step in range(4):
        page.go_back()
        assert SECRET not in page.content()
