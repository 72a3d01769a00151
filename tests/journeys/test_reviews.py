"""Reviews of policies through the browser, on a phone without script: something happened, a decision, a review held."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.looking import looks_right
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser


def test_a_quality_lead_decides_what_happened_and_keeps_a_review_on_a_phone_without_script(open_page: Opening) -> None:
    page = open_page(phone=True, script=False)
    sign_in(page, "quality-lead")
    page.goto("/policies/manage")
    page.get_by_role("link", name="Reviews of policies").click()
    looks_right(page, "reviews-phone")
    page.get_by_role("link", name="Something happened that may change").click()
    page.get_by_label("New law or guidance").check()
    page.get_by_label("Why may the policy have to change?").fill("A new edition of the guidance has a part about it.")
    page.get_by_role("button", name="Look at it again").click()
    page.get_by_role("link", name="New law or guidance: does").click()
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, "reviews-decision-refused")
    page.get_by_label("A new version is to be written").check()
    page.get_by_label("Why?").fill("It does not speak of what the guidance asks for.")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_role("heading", name="Decided", exact=True)).to_be_visible()
    page.get_by_role("link", name="Keep a review").click()
    today = timezone.localdate()
    for part, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(number))
    page.get_by_label("The text stands as it is").check()
    page.get_by_label("What did it find?").fill("Everything is done as it says.")
    looks_right(page, "reviews-keep")
    page.get_by_role("button", name="Keep this review").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    looks_right(page, "reviews-kept")


def test_the_pages_of_reviews_have_nothing_axe_objects_to(open_page: Opening) -> None:
    page = open_page(phone=False)
    sign_in(page, "quality-lead")
    page.goto("/policies/manage/reviews")
    links = {"reviews": page.url}
    for key, name in (("cycle", "Change the cycle"), ("review", "Keep a review"), ("open", "Something happened")):
        links[key] = str(page.get_by_role("link", name=name).get_attribute("href"))
    links["look"] = str(page.get_by_role("link", name="does “").first.get_attribute("href"))
    for key, address in links.items():
        page.goto(address)
        shoot(page, f"reviews-desk-{key}")
        assert violations(page) == []
