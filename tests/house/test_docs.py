"""The docs are run: a page whose code no longer does what it says fails."""

from pathlib import Path

import pytest

from tests.documented import DOCS, run_examples

TESTS = Path(__file__).parent.parent


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["build/act.md", "build/vault.md", "build/outbox.md"])
def test_the_code_on_a_page_about_building_does_what_the_page_says(page):
    run_examples(page)


def test_no_page_with_code_is_forgotten():
    sources = "".join(path.read_text() for path in TESTS.rglob("*.py"))
    pages = [page for page in (DOCS / "build").glob("*.md") if "```python" in page.read_text()]
    assert [page.name for page in pages if f'"build/{page.name}"' not in sources] == []
