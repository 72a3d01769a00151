"""The sealed page in a real browser, opened from disk: it unseals itself, shows the record, and asks no network."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from leeward.safeguarding.actions.packing import seal_pack
from leeward.safeguarding.rules.transfer import PackedFile
from tests.safeguarding.records.test_arriving import FROM, WORDS, record

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_page_opens_from_disk_with_its_words_and_asks_no_network(tmp_path: Path):
    hostile = record(("harmed", "Wendell"), text="<img src=x onerror=alert(1)><script>alert(1)</script> SEEN")
    body = seal_pack(FROM, hostile, [PackedFile("files/001-note.txt", b"a note", "text/plain")], WORDS)
    (tmp_path / "sealed.html").write_bytes(body)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 320, "height": 800})
        asked, wrong = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.goto(f"file://{tmp_path}/sealed.html")
        page.get_by_label("The six words").fill("not these words at all")
        page.get_by_role("button", name="Open it").click()
        page.get_by_text("These are not the words").wait_for()
        page.get_by_label("The six words").fill(WORDS.upper())
        page.get_by_role("button", name="Open it").click()
        page.get_by_role("heading", name="Say that you have it").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.get_by_role("link", name="https://x.example/r").count() == 1
        assert "SEEN" in page.frame_locator("#record").locator("body").inner_text()
        with page.expect_download() as saved:
            page.get_by_role("link", name="Save 001-note.txt").click()
        assert Path(saved.value.path()).read_bytes() == b"a note"
        page.screenshot(path=str(tmp_path / "open.png"), full_page=True)
        browser.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith(("file://", "blob:"))] == []
