"""The table of capabilities says what the registry says, and each check names capabilities that exist."""

from leeward.foundation.evidence.registry import checks
from scripts.capabilities import PAGE, capabilities, live_checks, page


def test_the_table_is_what_the_registered_checks_make_of_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: PYTHONPATH=. .venv/bin/python -m scripts.capabilities"


def test_there_are_one_hundred_and_twenty_and_each_stands_once() -> None:
    found = capabilities()
    assert list(found) == [f"C-{number:03d}" for number in range(1, 121)]
    assert all(words.strip() and room.strip() for words, room in found.values())


def test_every_check_names_capabilities_that_exist() -> None:
    assert set(live_checks()) <= set(capabilities())


def test_every_check_that_names_a_page_to_mend_it_on_names_one_that_exists() -> None:
    from django.urls import reverse

    assert [check.key for check in checks() if check.mend_at and not reverse(check.mend_at).startswith("/")] == []
