"""A meeting through the browser, on a phone and without script: called, held, minuted, an action given and overdue."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.test_accessibility import sideways, violations


def _click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def _date(page: Page, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(part))


def _sound(page: Page, name: str) -> None:
    shoot(page, name)
    assert violations(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_meeting_goes_from_its_call_to_an_overdue_action(open_page: Opening, script: bool) -> None:
    lead, learner, tutor = (open_page(script=script) for _ in range(3))
    sign_in(lead, "dsl")
    lead.goto("/meetings")
    expect(lead.get_by_role("heading", name="These groups are missing")).to_be_visible()
    lead.get_by_role("link", name="Online-safety group").first.click()
    group = lead.url
    lead.get_by_role("link", name="Call a meeting").click()
    _click(lead, "Call it")
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    _date(lead, -1)
    lead.get_by_label("Time").fill("10:15" if script else "11:45")
    lead.get_by_label("Place or link").fill("Room 12")
    lead.get_by_label("What it is about").fill("The term so far.")
    _click(lead, "Call it")
    day = timezone.localdate() - timedelta(days=1)
    when = f"{day.day} {day:%B %Y}, {'10:15' if script else '11:45'}"
    lead.get_by_role("link", name=when).click()
    meeting = lead.url
    lead.get_by_role("link", name="Record who was there").click()
    for one in lead.get_by_label("Present").all():
        one.check(force=True)
    _click(lead, "Keep")
    lead.get_by_role("link", name="Write the minutes").click()
    lead.get_by_label("Minutes", exact=True).fill("We spoke about the term. Nobody is named.")
    _click(lead, "Keep this version")
    lead.get_by_role("link", name="Give somebody something to do").click()
    lead.get_by_label("What is to be done").fill("Ask learners about the poster.")
    lead.get_by_label("By whom").select_option(label="Roz Farthingale")
    _date(lead, -1)
    _click(lead, "Give it")
    if script:
        _sound(lead, "meeting")

    sign_in(learner, "adult-learner")
    expect(learner.get_by_text("Overdue from meetings")).to_be_visible()
    learner.goto(f"{meeting}/minutes")
    expect(learner.get_by_text("Nobody is named.")).to_be_visible()
    learner.goto("/meetings")
    if script:
        _sound(learner, "meetings-of-a-member")
    learner.get_by_role("link", name="Ask learners about the poster.").first.click()
    _click(learner, "It is done")
    expect(learner.get_by_role("link", name="Ask learners about the poster.")).to_have_count(0)

    sign_in(tutor, "tutor")
    for address in (group, meeting, f"{meeting}/minutes"):
        answer = tutor.goto(address)
        assert answer is not None
        assert answer.status == 404
