"""A concern through the browser: told on a phone without an account, read, worked on, answered and closed."""

import re
import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import PATIENCE, Running
from tests.journeys.looking import looks_right, press


def fits(page: Page, name: str) -> None:
    """The page looks right and has the way out in reach."""
    looks_right(page, f"concern-{name}")
    expect(page.get_by_role("link", name="Exit this page quickly")).to_be_in_viewport()


def tell(page: Page, *, about: str, who: str, happened: str, look: Callable[[Page, str], None] = fits) -> None:
    """The screens up to the question who may read it."""
    page.goto("/report")
    expect(page.get_by_role("link", name="999").first).to_be_in_viewport()
    look(page, "start")
    press(page, "Start")
    page.get_by_label(about, exact=True).check()
    page.get_by_label("Who is involved?").fill(who)
    look(page, "about")
    press(page, "Continue")
    press(page, "Continue")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, "what")
    page.get_by_label("What happened?").fill(happened)
    page.get_by_label("When?").fill("on Monday")
    press(page, "Continue")
    page.get_by_label("Only here, with my six words").check()
    look(page, "reach")
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Who will read it")).to_be_visible()
    look(page, "readers")


def send(page: Page) -> tuple[str, str]:
    """Says that it is about none of the readers, checks and sends; the reference and the six words."""
    page.get_by_label("No", exact=True).first.check()
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Check your answers, then send")).to_be_visible()
    fits(page, "check")
    press(page, "Send")
    expect(page.get_by_role("heading", name="It has arrived and is safe with us")).to_be_visible()
    fits(page, "sent")
    words = page.get_by_role("list", name="Your six words").get_by_role("listitem").all_inner_texts()
    assert len(words) == 6
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", page.get_by_role("heading", level=1).locator("..").inner_text())
    assert found is not None
    return found.group(), " ".join(words)


def fill_date(page: Page, legend: str) -> None:
    day = timezone.localdate()
    group = page.get_by_role("group", name=legend)
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(part))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_concern_from_a_phone_to_a_closed_case(open_page: Opening, leeward: Running, script: bool) -> None:
    phone, lead = open_page(script=script), open_page(script=script)
    tell(phone, about="Another learner", who="Jake from my group", happened=f"He shows films of fights ({script}).")
    expect(phone.get_by_text("Debs Oseitutu, designated safeguarding lead").first).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text("confidential")
    ref, words = send(phone)

    phone.reload()
    expect(phone.get_by_role("list", name="Your six words")).to_have_count(0)
    expect(phone.get_by_text(ref)).to_be_visible()

    sign_in(lead, "dsl")
    lead.goto("/safeguarding")
    lead.get_by_role("link", name=ref).first.click()
    expect(lead.get_by_text(f"He shows films of fights ({script}).")).to_be_visible()
    shoot(lead, "case-received")
    press(lead, "I have read it and have it")
    lead.get_by_role("link", name="First look").click()
    lead.get_by_label("what was done to make them safe?").fill("Nobody is in danger: he is in class.")
    lead.get_by_label("Low", exact=True).check()
    lead.get_by_label("Something else", exact=True).check()
    for question in ("under_18", "apprentice", "staff", "unlawful"):
        lead.locator(f'input[name="{question}"][value="no"]').check()
    lead.locator('input[name="owner"]').first.check()
    lead.get_by_label("It is taken on as a case").check()
    press(lead, "Keep it")
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(lead.get_by_label("what was done to make them safe?")).to_have_value("Nobody is in danger: he is in class.")
    assert lead.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(lead, "case-first-look")
    lead.get_by_label("Why do you see it like this?").fill("No threshold is met; early help is enough.")
    press(lead, "Keep it")

    lead.get_by_role("link", name="Add to the chronology").click()
    lead.get_by_label("What happened?").fill("Spoke with him. He said: “I thought it was funny.”")
    lead.get_by_label("Only the day is known").check()
    fill_date(lead, "Day")
    press(lead, "Add it")
    lead.get_by_role("link", name="Add an action").click()
    lead.get_by_label("What is to be done?").fill("Ring his tutor")
    fill_date(lead, "By when?")
    press(lead, "Add it")
    expect(lead.get_by_text("Ring his tutor").first).to_be_visible()

    lead.get_by_role("link", name="Write a message").click()
    lead.get_by_label("Your message").fill("Thank you. I will keep this secret.")
    press(lead, "Send")
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(lead.get_by_text("keep this secret").first).to_be_visible()
    lead.get_by_label("Your message").fill("Thank you. Two of us know about it. Are you safe?")
    press(lead, "Send")

    back = open_page(script=script)
    back.goto("/report/follow-up")
    back.get_by_label("Your six words").fill(words.upper())
    press(back, "Continue")
    expect(back.get_by_text("Being worked on")).to_be_visible()
    expect(back.get_by_text("Two of us know about it.")).to_be_visible()
    back.get_by_label("Your message").fill("Yes, thank you.")
    press(back, "Send")
    expect(back.get_by_text("Yes, thank you.")).to_be_visible()
    fits(back, "messages")

    lead.goto(f"/safeguarding/{ref}")
    expect(lead.get_by_text("Yes, thank you.")).to_be_visible()
    lead.get_by_role("link", name="It is done").click()
    lead.get_by_label("What came of it?").fill("The tutor keeps an eye on it.")
    press(lead, "Done")
    lead.get_by_role("link", name="Close the case").click()
    expect(lead.get_by_text("Before it can be closed")).to_be_visible()
    assert lead.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(lead, "case-closing-lacks")
    lead.get_by_role("link", name="Write down what bystanders need").click()
    for box in lead.locator("form textarea").all():
        box.fill("Looked at: the group talked about it.")
    press(lead, "Keep it")
    lead.get_by_role("link", name="Close the case").click()
    press(lead, "Close it")
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    lead.get_by_label("Summary").fill("Films of fights were shown in a group.")
    lead.get_by_label("How was it followed up and resolved?").fill("Talked with him and his tutor; it stopped.")
    lead.get_by_label("Resolved", exact=True).check()
    lead.get_by_label("Why is it right to close it?").fill("Nothing since; not referred as no threshold was met.")
    lead.get_by_label("What was learnt from it?").fill("To ask what is shown in groups.")
    press(lead, "Close it")
    expect(lead.get_by_text("Talked with him and his tutor; it stopped.")).to_be_visible()
    assert lead.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(lead, "case-closed")

    back.reload()
    expect(back.get_by_text("Closed", exact=True)).to_be_visible()
    leeward.run("audit", "verify")


def test_one_about_the_lead_is_read_by_the_director_and_the_lead_cannot_tell(
    open_page: Opening, leeward: Running
) -> None:
    phone, lead, director = open_page(), open_page(), open_page(phone=False)
    sign_in(lead, "dsl")
    lead.goto("/safeguarding")
    before = lead.locator("main").inner_text()
    before_letters = len(leeward.letters)

    tell(phone, about="Another learner", who="a learner", happened="Something was said in the corridor.")
    phone.get_by_label("Yes", exact=True).first.check()
    phone.get_by_label("Debs Oseitutu, designated safeguarding lead", exact=True).check()
    press(phone, "Continue")
    expect(phone.get_by_text("Helen Okonjo-Pryce, managing director").first).to_be_visible()
    ref, _words = send(phone)

    sign_in(director, "managing-director")
    director.goto("/safeguarding")
    director.get_by_role("link", name=ref).first.click()
    expect(director.get_by_text("Something was said in the corridor.")).to_be_visible()
    expect(director.get_by_text("These can never see it")).to_be_visible()
    shoot(director, "case-about-the-lead")

    lead.goto("/safeguarding")
    assert lead.locator("main").inner_text() == before
    lead.goto(f"/safeguarding/{ref}")
    expect(lead.get_by_role("heading", name="Page not found")).to_be_visible()

    deadline = time.monotonic() + PATIENCE
    while len(leeward.letters) == before_letters and time.monotonic() < deadline:
        director.reload()
    letters = [letter for letter in leeward.letters[before_letters:] if "Something waits" in letter.subject]
    told = {address for letter in letters for address in letter.to}
    assert "helen.okonjo-pryce@harbourlane.example" in told
    assert "deborah.oseitutu@harbourlane.example" not in told
    assert all(ref not in letter.body for letter in letters)


def test_leaving_quickly_forgets_the_draft_and_back_does_not_return(page: Page) -> None:
    page.goto("/report")
    press(page, "Start")
    page.get_by_label("Who is involved?").fill("somebody")
    page.get_by_role("link", name="Exit this page quickly").click()
    expect(page.get_by_role("heading", name="Rain later")).to_be_visible()
    page.goto("/report/about")
    expect(page.get_by_role("heading", name="Tell us about a worry")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_staff_report_on_one_page(page_without_js: Page) -> None:
    page = page_without_js
    sign_in(page, "tutor")
    page.goto("/report/staff")
    page.get_by_label("Another learner", exact=True).check()
    press(page, "Send")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What did you see or hear?").fill("She has a bruise on her arm and hides it.")
    page.get_by_label("What was said, word for word?").fill("“I fell.”")
    page.get_by_label("What do you think, or worry about?").fill("I do not think that she fell.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, "concern-staff")
    press(page, "Send")
    expect(page.get_by_role("heading", name="When or where it happened is not said")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, "concern-staff-coached")
    press(page, "Change it")
    page.get_by_label("When did it happen?").fill("This morning")
    page.get_by_label("What did you see or hear?").fill("J.S. has a bruise on her arm and hides it.")
    press(page, "Send")
    press(page, "Save it as it is")
    expect(page.get_by_role("heading", name="It has arrived and is safe with us")).to_be_visible()
