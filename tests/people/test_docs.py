"""The page about asking who someone is does what it says."""

import pytest

from tests.documented import run_examples


@pytest.mark.django_db
def test_the_page_for_builders_does_what_it_says():
    run_examples("build/people.md")
