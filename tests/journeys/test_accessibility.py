"""axe, the keyboard and a narrow screen, on every page and on what each form says when it is sent empty."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Opening, shoot, sign_in
from tests.journeys.harness import Running

pytestmark = pytest.mark.looks

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
axe = Axe()


def violations(page: Page) -> list[str]:
    """What axe finds, one line each, naming the element."""
    if page.locator(".govuk-error-summary").count():
        # Its script takes the focus there, and the page scrolls with it: only then does the page stand still.
        page.wait_for_function("document.activeElement !== document.body")
    page.evaluate("window.scrollTo(0, 0)")  # else what stays at the top lies over what has scrolled under it
    response = axe.run(page, options=RULES).response
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


STEP = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  if (one.hasAttribute("data-walked")) return "again";
  one.setAttribute("data-walked", "");
  const style = getComputedStyle(one);
  const card = one.closest(".lw-card");
  const shown = style.outlineStyle !== "none" || style.boxShadow !== "none"
    || (card && getComputedStyle(card).outlineStyle !== "none")
    || one.type === "radio" || one.type === "checkbox"; // drawn beside the real box
  return shown ? "seen" : "focus not to be seen: " + one.outerHTML.slice(0, 120);
}
"""
MISSED = """
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility({checkVisibilityCSS: true}) && !one.disabled && !one.closest("dialog"))
  .filter((one) => !(one.type === "radio" && document.querySelector(`input[name="${one.name}"][data-walked]`)))
  .filter((one) => !one.hasAttribute("data-walked") && one.tabIndex >= 0)
  .map((one) => "not reached by keyboard: " + one.outerHTML.slice(0, 120))
"""


def walk(page: Page) -> list[str]:
    """Goes through the page by Tab alone: what cannot be reached, and where the focus cannot be seen."""
    found = []
    ends = 0
    for _step in range(400):
        page.keyboard.press("Tab")
        told: str = page.evaluate(STEP)
        ends += told == ""
        if told == "again" or ends == 3:  # round the page once, wherever the focus was at first
            break
        if told not in {"seen", ""}:
            found.append(told)
    missed: list[str] = page.evaluate(MISSED)
    return [*found, *missed]


def name_of(address: str) -> str:
    """A file name for a page."""
    parts = [part for part in address.partition("?")[0].split("/") if part]
    return "-".join(part if len(part) < 30 else "x" for part in parts) or "home"


@pytest.fixture
def pages_of(open_page: Opening) -> Callable[[str, bool], Page]:
    """One open page per post and size, signed in once."""
    known: dict[tuple[str, bool], Page] = {}

    def page_of(post: str, phone: bool) -> Page:
        if (post, phone) not in known:
            page = open_page(phone=phone)
            if post != "stranger":
                sign_in(page, post)
            known[post, phone] = page
        return known[post, phone]

    return page_of


def shown(page: Page, address: str, wrong: list[str]) -> bool:
    """Opens the page. False for what is no page (forms that are sent elsewhere, data); faults go into `wrong`."""
    answer = page.request.get(address, max_redirects=0)
    if answer.headers.get("location", "").startswith("/sign-in?"):
        wrong.append(f"{address}: nobody is signed in any more")
        return False
    if answer.status in {302, 405} or "text/html" not in answer.headers.get("content-type", ""):
        return False
    if answer.status != 200:
        wrong.append(f"{address}: {answer.status}")
        return False
    page.goto(address)
    return True


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_passes_axe_is_not_wider_than_the_screen_and_works_by_keyboard(
    leeward: Running, pages_of: Callable[[str, bool], Page], size: dict[str, int]
) -> None:
    wrong: list[str] = []
    seen = 0
    for post, address in leeward.visits():
        page = pages_of(post, size is PHONE)
        if not shown(page, address, wrong):
            continue
        seen += 1
        shoot(page, f"{name_of(address)}-{post}-{size['width']}")
        found = violations(page)
        if (over := sideways(page)) > 0:
            found.append(f"{over} pixels wider than the screen")
        found += walk(page)
        wrong.extend(f"{address} as {post} at {size['width']}: {one}" for one in found)
    assert wrong == []
    assert seen >= 6


ASKS = 'main form[method="post"]:has(input:not([type=hidden]):not([type=checkbox]), textarea, select)'


def test_what_a_form_says_when_sent_empty_is_accessible_too(
    leeward: Running, pages_of: Callable[[str, bool], Page]
) -> None:
    wrong: list[str] = []
    for post, address in leeward.visits():
        page = pages_of(post, True)
        if not shown(page, address, wrong):
            continue
        form = page.locator(ASKS).first
        if form.count() == 0 or form.locator("button[type=submit]").count() == 0:
            continue
        # Some forms lie in a part of the page that is folded; what they say is looked at all the same.
        with page.expect_navigation():
            form.locator("button[type=submit]").first.evaluate("button => button.click()")
        if page.locator(".govuk-error-summary").count() == 0:
            continue
        shoot(page, f"{name_of(address)}-{post}-error")
        found = violations(page)
        if not page.title().startswith("Error: "):
            found.append(f"the title does not begin with Error: {page.title()}")
        if sideways(page) > 0:
            found.append("wider than the screen")
        for link in page.locator(".govuk-error-summary__list a").all():
            link.click()
            if page.evaluate("document.activeElement.matches('input, textarea, select')") is not True:
                found.append(f"the summary's link {link.inner_text()!r} leads to no field")
        wrong.extend(f"{address} as {post}, sent empty: {one}" for one in found)
    assert wrong == []
