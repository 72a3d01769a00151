"""A policy through the browser: imported, approved, published, acknowledged on a phone, and proven in the ledger."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from leeward.policy.reading import read_policy
from tests.journeys.conftest import Opening, shoot, sign_in
from tests.policy.readings import TODAY, read
from tests.policy.samples import CAPITALS, STEMS, TITLE_LINES


def _click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _import(page: Page, name: str, text: str) -> None:
    page.goto("/policies/manage/import")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    page.get_by_label("Why is there this version?").fill("Annual review")
    _click(page, "Read it")


def _through(open_page: Opening, name: str, text: str, *, script: bool) -> str:
    """The whole way of one policy; returns its address."""
    keeper, director, tutor = (open_page(script=script) for _ in range(3))
    sign_in(keeper, "quality-lead")
    _import(keeper, name, text)
    expect(keeper.get_by_role("heading", name="What the reader found")).to_be_visible()
    shoot(keeper, f"policy-version-{Path(name).stem}")
    version = keeper.url
    keeper.get_by_label("What should the signatory know?").fill("Nothing was taken out.")
    _click(keeper, "Send for approval")
    expect(keeper.get_by_text("It waits for approval")).to_be_visible()

    sign_in(director, "managing-director")
    director.get_by_role("link", name="waits for your approval").first.click()
    assert director.url == version
    _click(director, "Approve this text")
    expect(director.get_by_role("heading", name="There is a problem")).to_be_visible()
    director.get_by_label("I have read this exact text.").check()
    director.get_by_label("It says what we do or will do.").check()
    director.get_by_label("Your reason for approving it").fill("It says what we do.")
    _click(director, "Approve this text")
    expect(director.get_by_text("You have approved this version")).to_be_visible()

    keeper.goto(version)
    _click(keeper, "Publish")
    expect(keeper.get_by_text("It is in force now")).to_be_visible()
    keeper.get_by_role("link", name="See it as published").click()
    address = keeper.url

    sign_in(tutor, "tutor")
    tutor.goto(f"{address}/acknowledge")
    _click(tutor, "Acknowledge")
    expect(tutor.get_by_role("heading", name="There is a problem")).to_be_visible()
    tutor.get_by_label("I will keep to it").check()
    _click(tutor, "Acknowledge")
    expect(tutor.get_by_text("Your acknowledgement is kept")).to_be_visible()
    tutor.goto(f"{address}/acknowledge")
    expect(tutor.get_by_text("There is nothing more to do.")).to_be_visible()
    return address


def test_a_policy_goes_all_the_way_on_a_phone(open_page: Opening) -> None:
    address = _through(open_page, "capitals.txt", CAPITALS.replace("ONLINE SAFETY", "ONLINE CONDUCT"), script=True)
    stranger = open_page()
    stranger.goto(address)
    expect(stranger.get_by_role("heading", name="ONLINE CONDUCT POLICY")).to_be_visible()
    expect(stranger.get_by_text("Version 3 · approved on").first).to_be_visible()
    expect(stranger.get_by_text("unproven")).to_have_count(0)
    stranger.get_by_role("link", name="KEEPING PEOPLE SAFE").click()
    expect(stranger.get_by_text("Appointing an Online Safety Coordinator.")).to_be_in_viewport()


def test_a_policy_goes_all_the_way_without_script(open_page: Opening) -> None:
    _through(open_page, "stems.txt", STEMS, script=False)


def test_a_policy_at_hand_goes_all_the_way(open_page: Opening) -> None:
    """With the real one where LEEWARD_SHARED names a folder of them, else with an invented one; never kept here."""
    shared = os.environ.get("LEEWARD_SHARED")
    text = TITLE_LINES if not shared else Path(shared, "data", "policies", "P4.txt").read_text(encoding="utf-8")
    # The demonstration has a policy of that name already; a title of its own keeps the addresses apart.
    address = _through(
        open_page, "at-hand.txt", text.replace("ONLINE SAFETY POLICY", ("STAYING SAFE ONLINE POLICY")), script=True
    )
    assert address.rsplit("/", 1)[1] not in ("online-safety-policy", "")


def test_the_ledger_proves_four_promises_live_and_yesterday_can_be_asked_for(open_page: Opening) -> None:
    page = open_page(phone=False)
    sign_in(page, "quality-lead")
    page.goto("/promises")
    shoot(page, "promises")
    for proof in (
        "Everyone asked to acknowledge a policy has done so.",
        "The post of DSL is filled and has a deputy",
        "Every web filter answers, on the policy in force.",
        "The audit trail is complete and unchanged.",
    ):
        expect(page.get_by_text(f"Live: {proof}")).to_be_visible()
    yesterday = timezone.localdate() - timedelta(days=1)
    page.get_by_label("On which day?").fill(yesterday.isoformat())
    _click(page, "Show")
    expect(page.get_by_role("heading", name=f"Promises on {yesterday.strftime('%-d %B %Y')}")).to_be_visible()
    row = page.get_by_role("row", name="We will always have a Designated Safeguarding Lead")
    expect(row.get_by_text("True", exact=True)).to_be_visible()


def test_the_keeper_confirms_a_promise_and_binds_its_proof_on_a_phone(open_page: Opening) -> None:
    page = open_page()
    sign_in(page, "quality-lead")
    page.goto("/promises?state=unproven")
    page.get_by_role("link", name="A risk assessment must be carried out").click()
    page.get_by_label("Who holds this promise?").select_option("post:information-security-manager")
    _click(page, "Confirm")
    expect(page.get_by_text("Confirmed; held by Information security manager")).to_be_visible()
    page.get_by_label("What do you know to be so?").fill("I keep them all, the last one is of this month.")
    until = timezone.localdate() + timedelta(days=90)
    for label, part in (("Day", until.day), ("Month", until.month), ("Year", until.year)):
        page.get_by_label(label, exact=True).fill(str(part))
    _click(page, "State this")
    expect(page.get_by_text("Stated to be so")).to_be_visible()
    shoot(page, "promise")


@pytest.mark.parametrize("text", [CAPITALS, STEMS], ids=["capitals", "stems"])
def test_a_policy_printed_by_a_browser_reads_as_its_text_does(browser: Browser, text: str) -> None:
    page = browser.new_page()
    page.set_content(_as_html(text))
    printed = page.pdf(
        format="A4", display_header_footer=True, footer_template=FOOTER, margin={"bottom": "2cm", "top": "2cm"}
    )
    page.close()
    told, found = read(text), read_policy(printed, "policy.pdf", on=TODAY)
    assert found.title == told.title
    assert [(one.version, str(one.date), one.by) for one in found.versions] == [
        (one.version, str(one.date), one.by) for one in told.versions
    ]
    wanted = {_bare(promise.text) for promise in told.promises}
    got = {_bare(promise.text) for promise in found.promises}
    assert wanted - got == set()


FOOTER = '<p style="font-size:8px">Footer of the printed policy, page <span class="pageNumber"></span></p>'


def _bare(text: str) -> str:
    return "".join(text.split())


def _as_html(text: str) -> str:
    """The blocks of a sample as a word processor would export them."""
    from html import escape

    from leeward.policy.rules.plain_text import blocks_of_text
    from leeward.policy.rules.sections import mend_cut_sentences
    from leeward.policy.rules.values import Kind

    pieces: list[str] = []
    for block in mend_cut_sentences(blocks_of_text(text)):
        if block.kind is Kind.ROW:
            cells = "".join(f"<td style='border:1px solid;padding:4px'>{escape(cell)}</td>" for cell in block.cells)
            row = f"<tr>{cells}</tr>"
            if pieces and pieces[-1].endswith("</table>"):
                pieces[-1] = pieces[-1].removesuffix("</table>") + row + "</table>"
            else:
                pieces.append(f"<table style='border-collapse:collapse'>{row}</table>")
        elif block.kind is Kind.HEADING:
            size = 22 if "olicy" in block.text or "POLICY" in block.text else 16
            pieces.append(f"<p style='font-size:{size}px'><b>{escape(block.text)}</b></p>")
        elif block.kind is Kind.BULLET:
            pieces.append(f"<ul><li>{escape(block.text)}</li></ul>")
        else:
            pieces.append(f"<p>{escape(block.text)}</p>")
    return f"<html><body style='font: 12px Arial'>{''.join(pieces)}</body></html>"
