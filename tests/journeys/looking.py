"""What every page of a journey has to be, whoever looks at it and however."""

from playwright.sync_api import Page

from tests.house.markup import faults
from tests.journeys.conftest import shoot
from tests.journeys.test_accessibility import violations

PHONE = 320
"""Pixels of the narrowest phone, and of a screen of 1280 at 400 % (WCAG 2.2, 1.4.10)."""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def looks_right(page: Page, name: str) -> None:
    """The page is there, is sound, fits a phone, and axe finds nothing; takes its picture."""
    page.wait_for_load_state()  # what was pressed may have led to a page that is only beginning
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
    assert faults(page.content()) == [], name
    if page.locator(".govuk-frontend-supported").count():  # axe is a script: it looks where scripts run
        assert violations(page) == [], name
    shoot(page, name)
