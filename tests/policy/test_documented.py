"""The page about building is run."""

from tests.documented import run_examples


def test_the_page_about_policies_does_what_it_says() -> None:
    run_examples("build/policies.md")
