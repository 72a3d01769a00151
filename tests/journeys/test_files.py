"""A file of a case on a phone: the question first, quarantine, a scan by a real clamd, a safe copy, and sealing."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.foundation.files.clam import clamd
from tests.foundation.files.made import CANARY, EICAR, picture
from tests.journeys.conftest import Opening, sign_in
from tests.journeys.harness import Running
from tests.journeys.looking import looks_right, press

pytestmark = pytest.mark.slow


def to_the_question(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("link", name="Add a file").click()
    expect(page.get_by_role("heading", level=1, name="Before you add a file")).to_be_visible()


def upload(page: Page, case: str, name: str, raw: bytes) -> None:
    to_the_question(page, case)
    page.locator('input[name="could"][value="no"]').check()
    press(page, "Continue")
    page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": raw})
    press(page, "Add the file")


def until_scanned(page: Page, words: str) -> None:
    """Looks again until the worker has had it scanned."""
    for _ in range(100):
        if page.get_by_text(words, exact=True).count():
            return
        page.reload()
        page.wait_for_load_state("load")
    raise AssertionError(page.inner_text("main"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_file_is_added_scanned_opened_and_sealed(
    open_page: Opening, leeward: Running, tmp_path: Path, script: bool
) -> None:
    page = open_page(script=script)
    sign_in(page, "dsl")
    page.goto("/safeguarding")
    case = page.get_by_role("link", name=re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")).last.get_attribute("href")
    assert case is not None
    to_the_question(page, case)
    looks_right(page, "files-question")
    press(page, "Continue")
    expect(page.get_by_text("Answer this first").first).to_be_visible()
    page.locator('input[name="could"][value="yes"]').check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1, name="Do not upload it")).to_be_visible()
    looks_right(page, "files-never")
    upload(page, case, "web page.jpg", b"<!DOCTYPE html><script>x()</script>")
    expect(page.get_by_text("A saved web page can hold a program.").first).to_be_visible()
    looks_right(page, "files-refused")
    upload(page, case, "large.jpg", b"\xff" * 27_000_000)
    expect(page.get_by_text("The file is too large.").first).to_be_visible()
    upload(page, case, "where we met.jpg", picture(size=(300, 200), place=True))
    expect(page.get_by_text("In quarantine", exact=True)).to_be_visible()
    expect(page.get_by_text("The virus scanner does not answer.")).to_be_visible()
    looks_right(page, "files-quarantine")
    with clamd(leeward.home, datetime.now(UTC)):
        upload(page, case, "virus.txt", EICAR)
        until_scanned(page, "Refused by the scan")
        looks_right(page, "files-infected")
        upload(page, case, "where they met.jpg", picture(size=(300, 200), place=True))
        until_scanned(page, "Scanned: nothing found")
    looks_right(page, "files-clean")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Open a safe copy").click()
    saved = tmp_path / "saved"
    coming.value.save_as(saved)
    assert coming.value.suggested_filename == "where they met.jpg"
    assert saved.read_bytes().startswith(b"\xff\xd8")
    assert CANARY not in saved.read_bytes()
    page.reload()
    expect(page.get_by_text("A safe copy was opened")).to_be_visible()
    page.get_by_role("link", name="seal it").click()
    looks_right(page, "files-seal")
    press(page, "Seal it for good")
    expect(page.get_by_text("Say why it is sealed.").first).to_be_visible()
    page.locator('textarea[name="why"]').fill("I stopped at once.")
    page.locator('input[name="witness"]').fill("nobody")
    page.locator('input[name="sure"]').check()
    press(page, "Seal it for good")
    expect(page.get_by_role("heading", level=1, name="Sealed file")).to_be_visible()
    expect(page.get_by_role("button", name="Open a safe copy")).to_have_count(0)
    looks_right(page, "files-sealed")
    page.goto(case)
    expect(page.get_by_role("link", name="where they met.jpg")).to_have_count(0)
    looks_right(page, "files-case")
