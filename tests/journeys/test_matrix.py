"""The permission matrix in the browser: a line is written and sent, IT agrees, a tutor asks on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import Running
from tests.journeys.looking import looks_right, press

pytestmark = pytest.mark.browser


def write(page: Page, drone: str) -> None:
    """The quality lead adds a line and sends the matrix."""
    sign_in(page, "quality-lead")
    page.goto("/policies")
    page.get_by_role("link", name="Who may use what").click()
    page.get_by_role("link", name="Write the matrix").click()
    page.get_by_role("button", name="Add a line").or_(page.get_by_role("link", name="Add a line")).click()
    press(page, "Keep it in the draft")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "matrix-refused")
    page.get_by_label("Which technology?").fill(drone)
    page.get_by_label("Staff", exact=True).check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("When?").select_option(label="Working hours")
    page.get_by_label("How?").fill("Outdoors, with the caretaker told before.")
    looks_right(page, "matrix-line")
    press(page, "Keep it in the draft")
    expect(page.get_by_text(drone).first).to_be_visible()
    page.get_by_label("What has changed, or does it still hold?").fill("Drones are new.")
    looks_right(page, "matrix-draft")
    press(page, "Send it")
    expect(page.get_by_text(re.compile(r"Version \d+ waits to be agreed"))).to_be_visible()


def agree(page: Page, drone: str) -> None:
    """The IT manager reads the version and agrees."""
    sign_in(page, "it-manager")
    page.goto("/approvals")
    page.get_by_role("link", name=re.compile("Agree the permission matrix")).first.click()
    page.get_by_role("link", name=re.compile("permission matrix|Look|Open")).first.click()
    expect(page.get_by_text(drone).first).to_be_visible()
    looks_right(page, "matrix-version")
    page.go_back()
    page.get_by_label("I agree", exact=True).check()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Reason").fill("We can hold it to this.")
    press(page, "Record my decision")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_line_is_written_agreed_by_it_and_answers_a_tutor_on_a_phone(
    open_page: Opening, leeward: Running, script: bool
) -> None:
    drone = "Drones" if script else "Drones without script"
    write(open_page(phone=True, script=script), drone)
    agree(open_page(phone=True, script=script), drone)
    tutor = open_page(phone=True, script=script)
    sign_in(tutor, "tutor")
    tutor.goto("/policies/matrix")
    tutor.get_by_label("Which technology?").select_option(label=drone)
    tutor.get_by_label("Who wants to use it?").select_option(label="Staff")
    tutor.get_by_label("On which day?").select_option(label="Sunday")
    tutor.get_by_label("At what time?").fill("20:00")
    press(tutor, "Ask")
    expect(tutor.get_by_role("heading", name="Not allowed")).to_be_visible()
    expect(tutor.get_by_text("Only during: Working hours.")).to_be_visible()
    looks_right(tutor, "matrix-answer")
    shoot(tutor, "matrix-answer")
    leeward.run("audit", "verify")
