"""HR brings a file in whose headings nobody knows, on a phone without script: columns chosen, missing people named."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.test_accessibility import sideways, violations
from tests.journeys.test_joining import sideways_without_script

FILE = b"Vorname;Nachname;Kind of person;Shoe size\nOttoline;Ferrywick;visitor;4\nPercival;Ferrywick;visitor;9\n"


def _looked_at(page: Page, name: str, *, script: bool = True) -> None:
    shoot(page, f"import-{name}")
    if script:  # axe is a script itself
        assert violations(page) == []
        assert not sideways(page)
    else:
        assert sideways_without_script(page)


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_a_file_with_unknown_headings_comes_in_after_its_columns_were_chosen(
    open_page: Opening, javascript: bool
) -> None:
    page = open_page(phone=True, script=javascript)
    sign_in(page, "hr")
    page.goto("/people/import")
    family = f"Ferrywick{'b' if javascript else 'a'}".encode()
    content = FILE.replace(b"Ferrywick", family)
    page.get_by_label("CSV file").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_label("Which system does it come from?").fill(f"Visitor desk {javascript}")
    page.get_by_label("Visitor", exact=True).check()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Say what the columns mean")).to_be_visible()
    _looked_at(page, f"columns-{javascript}", script=javascript)
    page.get_by_label("Vorname").select_option(label="First name")
    page.get_by_label("Nachname").select_option(label="Surname")
    page.get_by_label("Kind of person").select_option(label="Class (staff, learner, parent …)")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("2 would be added")).to_be_visible()
    expect(page.get_by_text("These columns are not used: Shoe size.")).to_be_visible()
    _looked_at(page, f"checked-{javascript}", script=javascript)
    page.get_by_role("button", name="Import them").click()
    expect(page.get_by_text("Imported: 2 added")).to_be_visible()


def test_the_directory_is_taken_out_for_a_purpose(open_page: Opening) -> None:
    page = open_page(phone=True)
    sign_in(page, "hr")
    page.goto("/people")
    page.get_by_role("link", name="Export as a file").click()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("Answer this question.").first).to_be_visible()
    _looked_at(page, "export")
    page.get_by_label("What do you need the file for?").fill("The yearly census")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Export").click()
    assert taken.value.suggested_filename.startswith("people-")
