"""A guided procedure on a phone: what never to do stays in reach, the clocks start, and the letter is ready to copy."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, sign_in
from tests.journeys.harness import Running
from tests.journeys.looking import looks_right, press


def answer(page: Page, **chosen: str) -> None:
    """One screen: the choices named, words wherever words are asked for, and on."""
    for name, value in chosen.items():
        page.locator(f'input[name="{name}"][value="{value}"]').check()
    for box in page.locator("form textarea").all():
        box.fill("As it was told this morning.")
    press(page, "Keep and go on")


def open_a_case(page: Page) -> None:
    """The last of the reader's cases that is not closed: other journeys may have closed any of them."""
    page.goto("/safeguarding")
    names = page.get_by_role("link", name=re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")).all()
    for address in reversed([name.get_attribute("href") or "" for name in names]):
        page.goto(address)  # waits for the whole page, which a click does not
        if page.get_by_role("button", name="I have read it and have it").count():
            press(page, "I have read it and have it")
        if page.get_by_role("link", name="Guided procedures").count():
            return
    raise AssertionError("No case of theirs is open.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_allegation_is_gone_through_on_a_phone(open_page: Opening, leeward: Running, script: bool) -> None:
    page = open_page(script=script)
    sign_in(page, "dsl")
    open_a_case(page)
    page.get_by_role("link", name="Guided procedures").first.click()
    expect(page.get_by_role("heading", level=1, name="Guided procedures")).to_be_visible()
    looks_right(page, "procedure-choose")
    page.locator("form[action*=allegations] button").click()
    expect(page.get_by_text("Step 1 of 4")).to_be_visible()
    looks_right(page, "procedure-first")
    press(page, "Keep and go on")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    answer(page, employed="elsewhere", danger="no")
    expect(page.get_by_text("Step 2 of 4")).to_be_visible()
    expect(page.get_by_text("Do not interview or question anybody")).to_be_visible()
    looks_right(page, "procedure-second")
    answer(page, harmed="unsure", offence="no", risk="no", unsuitable="no")
    answer(page, adults="no")
    answer(page, measures="apart")
    expect(page.get_by_role("heading", name="Tell the designated officer (LADO)")).to_be_visible()
    looks_right(page, "procedure-result")
    page.get_by_role("link", name=re.compile("Done, or does not apply ?: ?Tell children’s social care")).click()
    expect(page.get_by_label("What came of it")).to_be_visible()
    looks_right(page, "procedure-duty")
    page.locator('input[name="applies"][value="yes"]').check()
    page.get_by_label("What came of it").fill("Spoke with the duty team, reference 1234.")
    press(page, "Record it")
    page.get_by_role("link", name=re.compile("Done, or does not apply ?: ?Hear from children’s social care")).click()
    page.get_by_text("A letter ready to copy").click()
    expect(page.get_by_text("[name, date of birth]")).to_be_visible()
    looks_right(page, "procedure-letter")
