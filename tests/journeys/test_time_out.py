"""A quiet session ends with a warning, and what was typed is not lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import Running

pytestmark = pytest.mark.looks

MINUTE = 60_000
TEXT = "The learner told me at break"


def _quiet(page: Page, minutes: int) -> None:
    page.clock.fast_forward(minutes * MINUTE)


def test_staying_is_one_press(page: Page) -> None:
    page.clock.install()
    sign_in(page, "tutor")
    _quiet(page, 12)
    expect(page.get_by_role("dialog")).to_be_hidden()
    _quiet(page, 2)
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    shoot(page, "time-out-warning")
    with page.expect_response("**/still-here"):
        page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    _quiet(page, 12)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_page_on_which_nothing_was_typed_is_taken_away(leeward: Running, page: Page) -> None:
    page.clock.install()
    sign_in(page, "tutor")
    page.goto("/report/staff")
    _quiet(page, 16)
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    page.goto("/promises")
    assert page.url.startswith(f"{leeward.url}/sign-in?")


def test_what_was_typed_waits_covered_until_the_same_person_is_back(page: Page) -> None:
    page.clock.install()
    sign_in(page, "tutor")
    page.goto("/report/staff")
    box = page.locator("textarea").first
    box.fill(TEXT)
    page.context.clear_cookies()  # as the server forgets
    _quiet(page, 16)
    dialog = page.locator("#time-out")
    expect(dialog.get_by_role("heading", name="You have been signed out")).to_be_visible()
    shoot(page, "time-out-covered")
    page.get_by_role("button", name="I have signed in again").click()
    expect(dialog.get_by_text("You are not signed in yet")).to_be_visible()

    tab = page.context.new_page()
    sign_in(tab, "marketing")
    page.get_by_role("button", name="I have signed in again").click()
    expect(dialog.get_by_text("You are not signed in yet")).to_be_visible()  # somebody else may not see it

    page.context.clear_cookies()
    sign_in(tab, "tutor")
    page.get_by_role("button", name="I have signed in again").click()
    expect(dialog).to_be_hidden()
    assert box.input_value() == TEXT
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="We could not accept that form")).to_have_count(0)
    expect(page.locator(".govuk-error-summary, .govuk-panel, h1").first).to_be_visible()


def test_working_in_one_tab_keeps_the_other_quiet(open_page: Opening) -> None:
    page = open_page(phone=False)
    page.clock.install()
    sign_in(page, "tutor")
    _quiet(page, 12)
    other = page.context.new_page()
    other.goto("/help")
    _quiet(page, 2)
    expect(page.get_by_role("dialog")).to_be_hidden()
