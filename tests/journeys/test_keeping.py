"""A closed case is kept, held and shredded by two people on phones, with and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, sign_in
from tests.journeys.harness import Running
from tests.journeys.looking import looks_right, press


def proposed(page: Page) -> str:
    """The lead holds a case, asks that the hold be lifted, says again how long it is kept; its page."""
    sign_in(page, "dsl")
    page.goto("/safeguarding/keeping")
    looks_right(page, "keeping-list")
    page.get_by_role("link", name=re.compile("^Case ")).first.click()
    kept = page.url
    looks_right(page, "keeping-case")
    page.get_by_role("link", name=re.compile("^Hold it")).click()
    press(page, "Hold it")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Who needs it kept?").fill("An inquiry by the council")
    page.get_by_label("Why?").fill("They asked for every file of the year.")
    looks_right(page, "keeping-hold")
    press(page, "Hold it")
    press(page, "Ask that it be lifted")
    looks_right(page, "keeping-held")
    return kept


def planned(page: Page) -> None:
    page.get_by_role("link", name="Decide again, or keep it longer").click()
    page.get_by_label("About somebody under 18").check()
    born = page.get_by_role("group", name=re.compile("Date of birth"))
    for part, text in (("Day", "3"), ("Month", "2"), ("Year", "1980")):
        born.get_by_label(part, exact=True).fill(text)
    page.get_by_label("Why?").fill("Twenty-five years are over.")
    looks_right(page, "keeping-plan")
    press(page, "Keep this plan")
    page.get_by_role("link", name="Propose to shred it").click()
    page.get_by_label("Why need it not be kept?").fill("Nobody needs it, and it is old.")
    looks_right(page, "keeping-propose")
    press(page, "Go on")
    expect(page.get_by_text("You proposed it.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_people_shred_a_case_on_phones(open_page: Opening, leeward: Running, script: bool) -> None:
    lead, deputy = open_page(script=script), open_page(script=script)
    kept = proposed(lead)
    sign_in(deputy, "deputy-dsl")
    deputy.goto(kept)
    press(deputy, "Lift the hold")
    lead.goto(kept)
    planned(lead)
    deputy.goto(kept)
    deputy.get_by_role("link", name="Decide: somebody proposed to shred it").click()
    looks_right(deputy, "keeping-decide")
    deputy.get_by_label("Shred it now").check()
    press(deputy, "Go on")
    expect(deputy.get_by_role("heading", level=1, name="Certificate of destruction")).to_be_visible()
    looks_right(deputy, "keeping-certificate")
    with deputy.expect_download() as saved:
        deputy.get_by_role("link", name="Keep it as a text file").click()
    assert saved.value.suggested_filename.startswith("certificate-")
    lead.goto("/safeguarding/keeping")
    looks_right(lead, "keeping-shredded")
    assert lead.goto(kept).status == 404  # type: ignore[union-attr]  # a page was asked for, so there is an answer
