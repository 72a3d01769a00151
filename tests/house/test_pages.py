"""Every page, as every post sees it, is whole HTML with one heading, labelled fields and links that lead somewhere."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.house.admitted import TABLE, admitted
from tests.house.demo import POSTS, Demo
from tests.house.markup import faults, text_of
from tests.house.routes import ENDS_THE_SESSION, Route, routes
from tests.house.samples import NOT_PAGES, SAMPLES

GOOD = (
    '<!DOCTYPE html><html lang="en-gb"><head><title>Good page</title></head><body><main><h1>Good</h1>'
    '<label for="a">Name</label><input id="a" name="a">{}</main></body></html>'
)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("", ""),
        ("<h1>Another</h1>", "2 h1"),
        ("<p id='a'>twice</p>", "used 2 times"),
        ("<input name='b'>", "no label"),
        ("<p><div></div></p>", "unexpected-end-tag"),
        ("<a href='#nowhere'>x</a>", "not there"),
        ("<p aria-describedby='gone'>x</p>", "not there"),
        ("<h3>Too deep</h3>", "level 3"),
        ("<table><tr><td>x</td></tr></table>", "no caption"),
        ("<button type='button'></button>", "no text"),
        ("<fieldset></fieldset>", "no legend"),
        ("<b>not closed", "end-tag"),
    ],
)
def test_the_reader_of_pages_finds_what_is_wrong(piece: str, said: str) -> None:
    found = faults(GOOD.format(piece))
    assert (found == []) if not said else any(said in one for one in found), found


Answers = list[tuple[str, str, HttpResponse]]


@pytest.fixture(scope="module")
def answers(demo: Demo) -> Answers:
    """Every page as every admitted post gets it: post, address, answer. Pages with arguments as their sample says."""
    clients = {post: demo.client(post) for post in ("stranger", *POSTS)}
    found = []
    for route in routes():
        if TABLE.get(route.name) == ["machine"] or route.name in ENDS_THE_SESSION:
            continue
        for post, address in _visits(route, demo):
            answer = clients[post].get(address)
            assert isinstance(answer, HttpResponse), f"{address} streams"
            found.append((post, address, answer))
    return found


def _visits(route: Route, demo: Demo) -> Iterator[tuple[str, str]]:
    if not route.arguments:
        for post in sorted(admitted(route.name)):
            yield post, reverse(route.name)
    elif route.name in SAMPLES:
        post, arguments = SAMPLES[route.name](demo)
        yield post, reverse(route.name, kwargs=dict(arguments))


def test_every_page_with_an_argument_has_an_example() -> None:
    needed = {route.name for route in routes() if route.arguments and TABLE.get(route.name) != ["machine"]}
    assert sorted(needed - SAMPLES.keys() - NOT_PAGES) == [], "add these to tests/house/samples/"
    assert sorted((SAMPLES.keys() | NOT_PAGES) - needed) == [], "these examples are of no route"


def test_every_page_is_sound(answers: Answers) -> None:
    wrong: list[str] = []
    seen: set[bytes] = set()
    for post, address, answer in answers:
        if answer.status_code in {302, 405}:
            continue
        if answer.status_code != 200:
            wrong.append(f"{address} as {post}: {answer.status_code}")
        elif answer["Content-Type"].startswith("text/html") and answer.content not in seen:
            seen.add(answer.content)
            wrong.extend(f"{address} as {post}: {fault}" for fault in faults(answer.content.decode()))
    assert wrong == []
    assert len(seen) >= 8


def test_every_page_sends_headers_that_keep_it_private(answers: Answers) -> None:
    for post, address, answer in answers:
        if answer.status_code == 200:
            assert answer["Cache-Control"] == "no-store", (address, post)
            assert "'unsafe" not in answer["Content-Security-Policy"], (address, post)


def test_no_two_pages_have_the_same_title(answers: Answers) -> None:
    titles: dict[str, set[str]] = {}
    for _post, address, answer in answers:
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            path = address.partition("?")[0]
            titles.setdefault(text_of(answer.content.decode(), "title"), set()).add(path)
    home = {"/"}
    assert {title: found for title, found in titles.items() if len(found - home) > 1} == {}


@pytest.mark.parametrize("path", ["/there-is-nothing-here", "/%00", "/" + "a" * 3000])
def test_what_is_not_there_is_a_sound_page_with_the_way_to_help(path: str, demo: Demo) -> None:
    answer = demo.client("stranger").get(path)
    assert answer.status_code == 404
    assert faults(answer.content.decode()) == []
    assert "0800 1111" in answer.content.decode()
