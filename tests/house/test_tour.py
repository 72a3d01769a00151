"""The tour and its pictures belong together."""

from pathlib import Path

import pytest

from scripts.tour import LARGEST
from scripts.tour_words import PAGE, PICTURES, STOPS, Stop, page

ROOT = Path(__file__).parent.parent.parent


def test_the_page_says_what_its_words_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make tour`"


def test_every_picture_is_used_and_every_used_one_is_there() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {stop.file for stop in STOPS}, "run `make tour`"
    assert {path.name for path in PICTURES.parent.iterdir()} == {"tour"}


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_a_picture_is_small_and_said_in_words(stop: Stop) -> None:
    data = (PICTURES / stop.file).read_bytes()
    assert data[:4] == b"RIFF"
    assert data[8:12] == b"WEBP"
    assert len(data) <= LARGEST
    assert 20 <= len(stop.alt) <= 140
    assert stop.words.endswith(".")


def test_the_front_of_the_house_has_one_picture_with_words_and_the_way_to_the_tour() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("![") == 1
    assert "![The first page" in text
    assert "(docs/use/tour.md)" in text
