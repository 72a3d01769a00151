"""What is tried at the door of the machine interface, and what each attempt gets: an error that says what to send."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.api.models import ApiToken, KeptAnswer
from leeward.foundation.api.tokens import forget_answers, revoke_token
from leeward.foundation.settings_history.actions import change_setting
from leeward.people.models import Person
from tests.foundation.approvals.test_race import empty_database  # noqa: F401  # a fixture
from tests.frontdoor.calling import call, token_for
from tests.frontdoor.race import ROUNDS

pytestmark = pytest.mark.django_db
NEW = {"given_name": "Nell", "family_name": "Newbury", "classes": ["learner"]}


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    """Checks that it is problem details with that status; returns them."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer lwt_",
        "Bearer lwt_wrong",
        "Basic bHd0Og==",
        "Bearer \x7f",
        "bearer lwt_é",
        "lwt_x",
    ],
)
def test_what_is_no_token_opens_nothing(header: str):
    answer = Client().get("/api/v1/people", headers={"Authorization": header} if header else {})
    is_problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith('Bearer realm="Leeward"')


def test_a_revoked_token_is_turned_away_at_once_and_an_expired_one_is_told_so():
    token = token_for("people:read")
    assert call("GET", "people", token).status_code == 200
    revoke_token(actor=SYSTEM, token=ApiToken.objects.get().pk, now=timezone.now())
    is_problem(call("GET", "people", token), 401)
    late = token_for("people:read", now=timezone.now() - timedelta(days=2))
    assert "expired" in is_problem(call("GET", "people", late), 401)["detail"]


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "Authorization"])
def test_a_token_in_the_address_is_refused_even_when_it_is_right(name: str):
    token = token_for("people:read")
    found = is_problem(Client().get("/api/v1/people", {name: token}), 400)
    assert "address" in found["detail"]
    assert token not in json.dumps(found)


def test_somebody_signed_in_has_no_part_in_it():
    client = Client()
    client.force_login(Account.objects.create_account("somebody@example.org"))
    is_problem(client.get("/api/v1/people"), 401)


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/people", "/api/v1/people/", "/api/v1/cases"])
def test_what_is_not_there_is_problem_details(path: str):
    is_problem(Client().get(path), 404)


def test_a_person_who_is_not_there_looks_like_an_address_that_is_not_there():
    token = token_for("people:read")
    somebody = call("GET", "people/00000000-0000-0000-0000-000000000001", token)
    assert somebody.content == Client().get("/api/v1/nothing").content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "BREW"])
def test_another_method_is_told_which_there_are(method: str):
    answer = call(method, "people", token_for())
    is_problem(answer, 405)
    assert answer["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", "{}", 415),
        ("application/json; charset=utf-16", "{}", 415),
        ("application/json; charset=latin-1", "{}", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("application/x-www-form-urlencoded", "given_name=A", 415),
        ("application/json", " ", 400),
        ("application/json", "{", 400),
        ("application/json", b"\xff\xfe{\x00}\x00", 400),
        ("application/json", b'{"given_name": "\xe9"}', 400),
        ("application/json", "[" * 30_000, 400),
        ("application/json", '{"a":' * 6_000, 400),
        ("application/json", '{"given_name": "A", "given_name": "B"}', 400),
        ("application/json", '{"given_name": NaN}', 400),
        ("application/json", '{"given_name": ' + "9" * 5_000 + "}", 400),
        ("application/json", "[]", 422),
        ("application/json", "null", 422),
        ("application/json", '"x"', 422),
        ("application/json", json.dumps({**NEW, "employer": "x" * 70_000}), 413),
    ],
)
def test_a_body_that_is_not_what_is_asked_for_is_refused_in_words(kind: str, body: str | bytes, status: int):
    answer = call("POST", "people", token_for("people:write"), body, Content_Type=kind)
    is_problem(answer, status)
    assert not Person.objects.exists()


def test_a_packed_body_is_refused():
    token = token_for("people:write")
    is_problem(call("POST", "people", token, NEW, Content_Encoding="gzip"), 415)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"is_admin": True}, "is_admin"),
        ({"id": "00000000-0000-0000-0000-000000000001"}, "id"),
        ({"vulnerabilities": ["x"]}, "vulnerabilities"),
        ({"account": None}, "account"),
        ({"given_name": None}, "given_name"),
        ({"given_name": 1}, "given_name"),
        ({"given_name": {"$ne": ""}}, "given_name"),
        ({"given_name": ""}, "given_name"),
        ({"given_name": "x" * 81}, "given_name"),
        ({"given_name": "A\0B"}, "given_name"),
        ({"given_name": "A\ud800B"}, "given_name"),
        ({"classes": []}, "classes"),
        ({"classes": "staff"}, "classes"),
        ({"classes": ["staff", "god"]}, "classes[1]"),
        ({"classes": ["staff"] * 11}, "classes"),
        ({"born": "2010-02-30"}, "born"),
        ({"born": "20100203"}, "born"),
        ({"born": 20100203}, "born"),
        ({"born": "2010-W05-1"}, "born"),
        ({"tutor": "1"}, "tutor"),
        ({"tutor": "00000000-0000-0000-0000-000000000001"}, "tutor"),
        ({"tutor": 10**400}, "tutor"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "email"),
    ],
)
def test_a_field_that_is_wrong_is_named(change: dict[str, Any], field: str):
    found = is_problem(call("POST", "people", token_for("people:write"), {**NEW, **change}), 422)
    assert field in [fault["field"] for fault in found["errors"]]
    assert not Person.objects.exists()


NASTY = [
    "' OR 1=1 --",
    '"; DROP TABLE people_person; --',
    "%",
    "_",
    "\\",
    "{{7*7}}",
    "<script>",
    "../../etc",
    "%00",
    "\u202e",
]


@pytest.mark.parametrize("words", NASTY)
def test_what_would_break_out_of_a_query_finds_nobody_and_breaks_nothing(words: str):
    token = token_for("people:write", "people:read")
    assert call("POST", "people", token, NEW).status_code == 201
    for name in ("words", "email", "reference"):
        answer = Client().get("/api/v1/people", {name: words}, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        assert answer.json()["items"] == []
    named = call("POST", "people", token, {**NEW, "employer": words, "site": words})
    assert (named.status_code, named.json()["employer"]) == (201, " ".join(words.split()))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=1e3", "limit"),
        ("limit=%D9%A3", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("after=%00", "after"),
        ("after=AAAA", "after"),
        ("after=!!!", "after"),
        ("kind=god", "kind"),
        ("words=a%00b", "words"),
        ("words=" + "a" * 101, "words"),
        ("sort=name", "sort"),
        ("words=a&words=b", "words"),
    ],
)
def test_a_query_that_is_wrong_names_the_parameter(query: str, field: str):
    answer = Client().get(f"/api/v1/people?{query}", headers={"Authorization": f"Bearer {token_for('people:read')}"})
    assert [fault["field"] for fault in is_problem(answer, 422)["errors"]] == [field]


@pytest.mark.parametrize("key", ["", "x" * 65, "a\tb", "é"])
def test_an_idempotency_key_that_cannot_be_kept_is_refused(key: str):
    is_problem(call("POST", "people", token_for("people:write"), NEW, Idempotency_Key=key), 400)


def test_a_kept_answer_is_forgotten_after_a_day():
    token = token_for("people:write")
    first = call("POST", "people", token, NEW, Idempotency_Key="k").json()["id"]
    now = timezone.now()
    assert forget_answers(now=now + timedelta(hours=23)) == 0
    KeptAnswer.objects.update(kept_at=now - timedelta(hours=25))
    assert call("POST", "people", token, NEW, Idempotency_Key="k").json()["id"] != first
    assert forget_answers(now=now + timedelta(hours=25)) == 1


def test_above_its_rate_a_token_is_told_how_long_to_wait_and_another_is_not():
    manager = Actor(permissions=frozenset({"settings.see", "settings.change"}))
    change_setting(actor=manager, key="api.requests_a_minute", entered="3", why="A test", now=timezone.now())
    ApiToken.objects.update(window=0)
    busy, calm = token_for("posts:read"), token_for("posts:read")
    statuses = [call("GET", "posts", busy).status_code for _ in range(8)]
    assert 429 in statuses  # the minute may turn once within these
    refused = next(answer for answer in (call("GET", "posts", busy) for _ in range(8)) if answer.status_code == 429)
    is_problem(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert call("GET", "posts", calm).status_code == 200


def test_the_same_key_sent_by_many_at_once_adds_one_person(
    empty_database: str,  # noqa: F811  # the fixture, asked for by name
):
    done = subprocess.run(
        [sys.executable, "-m", "tests.frontdoor.race"],
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "leeward.frontdoor.settings",
            "LEEWARD_DATABASE_URL": empty_database,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [{"answers": 1, "status": 201, "people": 1}] * ROUNDS
