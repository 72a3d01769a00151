"""The walk of `make tour` still leads through the house: every step is taken, every picture of the page comes out."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.tour import LARGEST, walk
from scripts.tour_words import STOPS
from tests.prepared import prepared

pytestmark = [pytest.mark.squid, pytest.mark.looks]


def test_the_tour_can_be_walked_and_brings_home_its_pictures(browser: Browser, tmp_path: Path) -> None:
    """In a demonstration of its own: it opens requests and publishes a policy, which other journeys would meet."""
    taken = walk(tmp_path / "pictures", tmp_path / "home", lambda: browser, prepared())
    assert sorted(taken) == sorted(stop.name for stop in STOPS)
    for stop in STOPS:
        assert 1_000 < (tmp_path / "pictures" / stop.file).stat().st_size <= LARGEST, stop.name
