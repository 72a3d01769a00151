"""A record on a phone: printed, sent, asked for and read passage by passage, with and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opening, sign_in
from tests.journeys.harness import Running
from tests.journeys.looking import looks_right, press


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_record_is_printed_sent_and_asked_for_on_a_phone(open_page: Opening, leeward: Running, script: bool) -> None:
    page = open_page(script=script)
    sign_in(page, "dsl")
    page.goto("/safeguarding")
    case = page.get_by_role("link", name=re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")).last.get_attribute("href")
    assert case is not None
    page.goto(f"{case}/print")
    looks_right(page, "records-print")
    page.get_by_label("Why is it printed, and for whom?").fill("The meeting on Friday")
    with page.expect_download() as saved:
        press(page, "Make the file")
    assert saved.value.suggested_filename == "record.pdf"
    page.goto(f"{case}/send")
    looks_right(page, "records-send")
    page.get_by_label("Which school, college or provider?").fill("Riverside College, Example")
    page.get_by_label("Who receives it there, and on which telephone number?").fill("The lead, 01632 960111")
    page.get_by_label("Why does it go to them?").fill("She moves there")
    press(page, "Make the sealed file")
    expect(page.get_by_role("heading", level=1, name="Records sent and received")).to_be_visible()
    looks_right(page, "records-sent")
    page.get_by_role("button", name=re.compile("Show the six words")).first.click()
    assert page.locator("main ol li").count() == 6
    looks_right(page, "records-words")
    page.goto(f"{case}/ask")
    page.get_by_label("The police").check()
    page.get_by_label("Name, post and organisation").fill("DC Blackwood, Example Police")
    for part, text in (("Day", "2"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(text)
    for box in page.locator("form textarea").all():
        box.fill("Rang back on a number found by ourselves.")
    page.get_by_label("On which legal basis?").fill("Public task")
    for choice in page.locator('input[name="parts"]').all():
        choice.check()
    looks_right(page, "records-ask")
    press(page, "Write it down")
    expect(page.get_by_role("heading", level=1, name="Request for information")).to_be_visible()
    looks_right(page, "records-review")
    page.get_by_label("Does passage 1 go out?").select_option("third-party")
    press(page, "Keep these choices")
    expect(page.get_by_text("Passages are being read")).to_be_visible()
    page.get_by_label(re.compile("I have read every passage")).check()
    press(page, "Keep these choices")
    press(page, "Ask a second person to approve it")
    expect(page.get_by_text("Waits for a second person")).to_be_visible()
    looks_right(page, "records-asked")
    page.goto("/safeguarding/take-in")
    looks_right(page, "records-take-in")
    page.goto("/safeguarding/requests/find")
    looks_right(page, "records-find")
