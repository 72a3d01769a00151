"""A route by how serious it is, agreed to by two; a call passed on along it; proof that the lead cannot see it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, sign_in
from tests.journeys.harness import Running
from tests.journeys.looking import looks_right, press
from tests.journeys.test_concern import fill_date

IN_DANGER = "somebody seems in danger now"
HAPPENED = "Her mother rang: somebody she met in a game waits for her at the station."


def propose(page: Page) -> None:
    """The managing director: whoever seems in danger is their own matter from now on."""
    looks_right(page, "routes-list")
    page.get_by_role("link", name="Add a route").click()
    press(page, "Propose it")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "routes-refused")
    page.get_by_label(IN_DANGER, exact=True).check()
    page.locator('input[name="lead"][value="managing-director"]').check()
    page.get_by_label("Why is this changed?").fill("Agreed at the meeting of trustees.")
    press(page, "Propose it")
    expect(page.get_by_text("It waits for a second person").first).to_be_visible()
    looks_right(page, "routes-waits")
    page.goto("/safeguarding/routes/try")
    page.get_by_label("Another learner", exact=True).check()
    page.get_by_label("How serious does it seem?").select_option(label=IN_DANGER)
    page.get_by_label("With the change that waits for a decision").check()
    press(page, "Try it")
    expect(page.get_by_text("Helen Okonjo-Pryce").first).to_be_visible()
    looks_right(page, "routes-tried")


def agree(page: Page) -> None:
    """The chair says that both points hold, and agrees."""
    sign_in(page, "chair")
    page.goto("/approvals")
    page.get_by_role("link", name=re.compile("Change who receives concerns")).first.click()
    expect(page.get_by_text(IN_DANGER).first).to_be_visible()
    page.get_by_label("I agree", exact=True).check()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Reason").fill("As agreed.")
    looks_right(page, "routes-agree")
    press(page, "Record my decision")
    page.goto("/safeguarding/routes")
    expect(page.get_by_text("A change waits for a second person")).to_have_count(0)


def pass_on(page: Page) -> str:
    """A tutor writes down what a mother said; the reference."""
    sign_in(page, "tutor")
    page.goto("/report/staff/for-somebody")
    press(page, "Send")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "routes-pass-on-refused")
    page.locator('input[name="came_by"]').first.check()
    fill_date(page, "When did it reach us?")
    page.get_by_label("Who did it come from?").fill("Her mother")
    page.get_by_label("Another learner", exact=True).check()
    page.get_by_label("What did they say or write?").fill(HAPPENED)
    page.get_by_label(IN_DANGER, exact=True).check()
    looks_right(page, "routes-pass-on")
    press(page, "Send")
    expect(page.get_by_role("heading", name="It has arrived and is safe with us")).to_be_visible()
    expect(page.get_by_text("Helen Okonjo-Pryce").first).to_be_visible()
    looks_right(page, "routes-sent")
    return page.locator(".lw-reference").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_call_in_danger_goes_where_two_agreed_and_the_lead_is_proven_unable_to_see_it(
    open_page: Opening, leeward: Running, script: bool
) -> None:
    director = open_page(script=script)
    sign_in(director, "managing-director")
    director.goto("/safeguarding/routes")
    if not director.get_by_text(IN_DANGER).count():  # a walk before this one may have done it
        propose(director)
        agree(open_page(script=script))
    ref = pass_on(open_page(script=script))
    director.goto("/safeguarding")
    director.get_by_role("link", name=ref).first.click()
    expect(director.get_by_text(HAPPENED)).to_be_visible()
    director.get_by_role("link", name="Prove that somebody cannot").click()
    director.get_by_label("Who?").select_option(label="Debs Oseitutu")
    looks_right(director, "routes-prove")
    director.set_default_timeout(120_000)  # every page they can open is opened twice
    press(director, "Check now")
    expect(director.get_by_text("Nothing they can open differs because of this case")).to_be_visible()
    looks_right(director, "routes-certificate")
    lead = open_page(script=script)
    sign_in(lead, "dsl")
    lead.goto(f"/safeguarding/{ref}")
    expect(lead.get_by_role("heading", name="Page not found")).to_be_visible()
    leeward.run("audit", "verify")
