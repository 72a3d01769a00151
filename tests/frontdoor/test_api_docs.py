"""The page about the machine interface: every call on it is made, and every scope is named."""

import re
import shlex

import pytest
from django.test import Client

import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
from leeward.foundation.access import SYSTEM
from leeward.foundation.api.operations import scopes
from tests.documented import DOCS
from tests.frontdoor.calling import token_for

PAGE = (DOCS / "run" / "api.md").read_text()
WHERE = "https://leeward.example.org"


def _calls() -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.M | re.S)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.mark.django_db
def test_every_call_on_the_page_does_what_the_page_says():
    from django.utils import timezone

    from leeward.filtering.actions.policy import begin_policy

    begin_policy(actor=SYSTEM, now=timezone.now())
    known = {"$TOKEN": token_for()}
    calls = _calls()
    assert len(calls) > 8
    for words in calls:
        words = [_filled(word, known) for word in words]
        assert words.pop(0) == "curl"
        method, body, headers, address = "GET", "", {}, ""
        while words:
            word = words.pop(0)
            if word == "-X":
                method = words.pop(0)
            elif word == "-d":
                body = words.pop(0)
            elif word == "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            else:
                address = word
        kind = headers.pop("Content-Type", "application/octet-stream")
        answer = Client().generic(method, address.removeprefix(WHERE), body, content_type=kind, headers=headers)
        assert answer.status_code in {200, 201}, (address, answer.content)
        if method == "POST" and address.endswith("/people"):
            known |= {"$PERSON": answer.json()["id"], "$ETAG": answer["ETag"]}


def _filled(word: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        word = word.replace(name, value)
    return word


def test_every_scope_is_on_the_page():
    assert [name for name in scopes() if f"`{name}`" not in PAGE] == []
