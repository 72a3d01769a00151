"""The ledger through the browser, on a phone without script: questions, proof, my duties, since the board met."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in

pytestmark = pytest.mark.browser


def _click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_quality_lead_answers_questions_and_binds_proof_on_a_phone_without_script(open_page: Opening) -> None:
    page = open_page(script=False)
    sign_in(page, "quality-lead")
    page.goto("/policies/manage")
    shoot(page, "ledger-manage")
    page.get_by_role("link", name="Version 3", exact=True).click()
    version = page.url
    page.get_by_role("link", name="What it changes").click()
    expect(page.get_by_role("heading", name="Removed (0)")).to_be_visible()
    shoot(page, "ledger-changes")
    page.goto(f"{version}/writing")
    shoot(page, "ledger-writing")
    page.goto(f"{version}/promises")
    page.get_by_role("link", name="The General Manager will decide each request").click()
    expect(page.get_by_role("heading", name="What it leaves open")).to_be_visible()
    shoot(page, "ledger-promise")
    _click(page, "Bind to these checks")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Or another check").select_option("people.sign-ins-belong")
    _click(page, "Bind to these checks")
    expect(page.get_by_role("heading", name="What proves it")).to_be_visible()
    expect(page.get_by_text("Nothing: it holds.").first).to_be_visible()
    shoot(page, "ledger-promise-bound")
    page.goto("/policies/manage/draft")
    page.get_by_label("What do you want to promise?").fill("Logs will be reviewed regularly.")
    _click(page, "Look it over")
    expect(page.get_by_text("It names nobody. Say which post does it.")).to_be_visible()
    shoot(page, "ledger-draft")


def test_a_dsl_gives_their_word_under_my_duties_without_script(open_page: Opening) -> None:
    page = open_page(script=False)
    sign_in(page, "dsl")
    shoot(page, "ledger-home")
    page.get_by_role("link", name="My duties").first.click()
    expect(page.get_by_role("heading", name="Your word is asked for")).to_be_visible()
    shoot(page, "ledger-duties")
    page.get_by_role("link", name="Say how it stands").first.click()
    page.get_by_label("What do you know to be so?").fill("I decided each of this term's concerns within a day.")
    page.get_by_label("Where is what shows it?").fill("The register of concerns")
    _click(page, "State this")
    expect(page.get_by_text("Stated to be so")).to_be_visible()
    page.goto("/my-duties")
    expect(page.get_by_role("heading", name="Your word is asked for")).to_have_count(0)


def test_a_board_member_sees_what_changed_since_the_board_met_and_a_stranger_the_marks(open_page: Opening) -> None:
    board, keeper, stranger = open_page(script=False), open_page(script=False), open_page(script=False)
    sign_in(board, "board-member")
    board.goto("/promises")
    board.get_by_role("link", name="What has changed since the board met").click()
    expect(board.get_by_text("The board met last on")).to_be_visible()
    expect(board.get_by_role("button", name="Keep this day")).to_have_count(0)
    shoot(board, "ledger-board")
    sign_in(keeper, "quality-lead")
    keeper.goto("/policies/manage")
    keeper.get_by_role("button", name="Mark on the published page").first.click()
    expect(keeper.get_by_text("The published page marks how each sentence stands.")).to_be_visible()
    keeper.goto("/promises/since-the-board")
    shoot(keeper, "ledger-board-keeper")
    stranger.goto("/policies/online-safety-policy")
    expect(stranger.get_by_text("Beside each promise stands")).to_be_visible()
    shoot(stranger, "ledger-marked")
