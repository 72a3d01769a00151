"""Numbers somebody in danger may dial: each has a source and a date, and no page knows another number."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

import leeward
from leeward.people.help.helplines import HELPLINES, WRITTEN_ON, Helpline

PACKAGE = Path(leeward.__file__).parent
NUMBER = re.compile(r"\b(0800 028 0285|08000280285|0[38]0[08][ \d]{5,9}\d|116 ?123)\b")


@pytest.mark.parametrize("line", HELPLINES, ids=lambda line: line.name)
def test_a_helpline_says_where_it_comes_from_and_when_it_was_checked(line: Helpline) -> None:
    assert line.source.startswith("https://")
    assert line.checked <= WRITTEN_ON
    assert line.phone or line.website
    assert line.what_for


def test_no_page_gives_a_number_that_is_not_in_the_list() -> None:
    known = {line.dial for line in HELPLINES if line.phone}
    given = {
        found.replace(" ", "")
        for path in [*PACKAGE.rglob("templates/**/*.html"), PACKAGE / "edge" / "page.py"]
        for found in NUMBER.findall(path.read_text(encoding="utf-8"))
    }
    assert given
    assert given <= known, given - known


@pytest.mark.django_db
def test_the_help_page_shows_every_line_with_a_number_to_tap() -> None:
    page = Client().get("/help").content.decode()
    for line in HELPLINES:
        assert str(line.what_for).replace("'", "&#x27;") in page
        if line.phone:
            assert f'href="tel:{line.dial}"' in page


def test_every_line_has_a_key_of_its_own_and_a_topic() -> None:
    keys = [line.key for line in HELPLINES]
    assert len(set(keys)) == len(keys)
    assert all(keys)
    assert all(line.topics for line in HELPLINES)


def test_the_filter_never_blocks_help_that_the_page_points_to() -> None:
    open_hosts = load_builtin_hosts()
    for line in HELPLINES:
        host = urlsplit(line.website).hostname or ""
        assert any(host == known or host.endswith(f".{known}") for known in open_hosts), host


def load_builtin_hosts() -> list[str]:
    layer = json.loads((PACKAGE / "engine" / "lists" / "policy.json").read_text(encoding="utf-8"))
    return [str(host) for host in layer["never_blocked"]]
