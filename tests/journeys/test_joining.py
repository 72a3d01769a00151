"""From added by HR to in: the letter, the password, the gate, induction and agreement; all of it without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import Letter, Running
from tests.journeys.test_accessibility import sideways, violations

NEW = "nia.newcomb@harbourlane.example"
PASSWORD = "ferry-lichen-anvil-41"  # opens an invented person only
GATE = """
from leeward.frontdoor.cli import django
django()
from django.utils import timezone
from leeward.foundation.access import Actor
from leeward.foundation.settings_history.actions import set_to
from leeward.people.coming_settings import BEFORE_ACCESS
from leeward.people.rules import PersonClass
actor = Actor(permissions=frozenset({"settings.see", "settings.change"}))
set_to(BEFORE_ACCESS[PersonClass.VOLUNTEER], "gate", actor=actor, why="Agreed", now=timezone.now())
"""


def _letter(page: Page, leeward: Running, words: str) -> Letter:
    """The newest letter to the new person with these words in it, once it has come."""
    for _try in range(300):
        found = [one for one in leeward.letters if NEW in one.to and words in one.body]
        if found:
            return found[-1]
        page.wait_for_timeout(100)
    raise AssertionError(f"no letter with {words!r}")


def _added_by_hr(page: Page) -> None:
    sign_in(page, "hr")
    page.goto("/people/add")
    page.get_by_label("First name").fill("Nia")
    page.get_by_label("Family name").fill("Newcomb-Hale")
    page.get_by_label("Volunteer").check()
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_role("button", name="Add to the directory").click()
    expect(page.get_by_role("heading", name="Lists of tasks")).to_be_visible()
    page.get_by_role("button", name="Open a sign-in").click()
    expect(page.get_by_text("An invitation is on its way.")).to_be_visible()


def _password_chosen(page: Page, leeward: Running) -> None:
    invitation = _letter(page, leeward, "You have been given a sign-in.")
    page.goto(re.search(r"http\S+", invitation.body)[0])
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_role("main").get_by_role("button").first.click()
    link = re.search(r"http\S+/choose/\S+", _letter(page, leeward, "/choose/").body)[0]
    page.goto(link)
    for box in page.locator("main input[type=password]").all():
        box.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("script", [False])
def test_a_new_person_comes_in_through_the_gate(open_page: Opening, leeward: Running, script: bool) -> None:
    leeward.python("-c", GATE)
    hr, page = open_page(script=script), open_page(script=script)
    _added_by_hr(hr)
    shoot(hr, "joiner-card")
    _password_chosen(page, leeward)
    page.wait_for_url(re.compile("/first-steps$"))
    shoot(page, "first-steps-shut")
    assert sideways_without_script(page)
    page.goto("/report")
    expect(page).to_have_url(re.compile("/report$"))  # never behind the gate
    page.goto("/people/tasks")
    expect(page).to_have_url(re.compile("/first-steps$"))
    page.get_by_role("link", name=re.compile("Read and agree to")).click()
    shoot(page, "agreement")
    page.locator("main input[type=checkbox]").check()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/first-steps$"))
    expect(page.get_by_text("Agree to the rules of acceptable use")).to_have_count(0)  # ticked by agreeing
    for task in ("Go through the induction in online safety",):
        page.get_by_role("button", name=re.compile(f"Done.*{task}")).click()
        expect(page).to_have_url(re.compile("/first-steps$"))
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    hr.goto("/people/comings")
    expect(hr.get_by_role("link", name=re.compile("Nia Newcomb-Hale"))).to_be_visible()
    shoot(hr, "board")


def sideways_without_script(page: Page) -> bool:
    """Nothing to the right of a phone's screen."""
    return all(
        box["x"] + box["width"] <= 321
        for one in page.locator("main *").all()
        if (box := one.bounding_box()) is not None
    )


@pytest.mark.looks
@pytest.mark.parametrize("address", ["/people/comings", "/people/tasks", "/people/temporary", "/people/task-lists"])
def test_the_pages_of_joining_and_leaving_pass_axe_on_a_phone(page: Page, address: str) -> None:
    sign_in(page, "hr")
    page.goto(address)
    assert violations(page) == []
    assert sideways(page) == 0
    shoot(page, f"hr{address.replace('/', '-')}")
