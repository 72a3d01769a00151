"""The machine interface over the demonstration: what it gives, what it takes, and what it refuses."""

import json
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
from leeward.foundation.api.describing import described
from leeward.foundation.api.operations import Operation, chapters, scopes
from leeward.foundation.audit.models import AuditEntry
from tests.frontdoor.calling import call, token_for
from tests.house.demo import Demo, build_everything


@pytest.mark.django_db
def test_the_description_is_served_to_anyone_as_json():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["openapi"] == "3.1.0"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_everything()
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo: Demo) -> Iterator[Demo]:
    """The demonstration, with everything a test does in it undone."""
    with transaction.atomic():
        yield demo
        transaction.set_rollback(True)


OPERATIONS = [operation for chapter in chapters() for operation in chapter.operations]
READ = [one for one in OPERATIONS if one.method == "GET" and not one.parts]


@pytest.mark.parametrize("operation", READ, ids=lambda one: one.name)
def test_every_list_answers_with_what_it_says(operation: Operation, undone: Demo):
    answer = call("GET", operation.path, token_for(operation.scope.name))
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert not operation.many or found["items"] or operation.name == "list_requests", operation.path
    again = call("GET", operation.path, token_for(operation.scope.name), If_None_Match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_pages_follow_each_other_and_hold_everybody_once(undone: Demo):
    token, seen, path = token_for("people:read"), [], "people?limit=7"
    while path:
        answer = call("GET", path, token)
        seen += [one["id"] for one in answer.json()["items"]]
        path = answer["Link"].split(">")[0].removeprefix("</api/v1/") if "Link" in answer else ""
        assert bool(path) == (answer.json()["next"] is not None)
    everybody = call("GET", "people", token).json()["items"]
    assert seen == [one["id"] for one in everybody]
    assert len(set(seen)) == len(seen) > 14


NEW = {"given_name": "Nell", "family_name": "Newbury", "classes": ["learner"], "born": "2008-05-01"}


def test_somebody_is_added_changed_and_leaves_and_each_act_is_the_tokens(undone: Demo):
    token = token_for("people:write", "people:read")
    made = call("POST", "people", token, NEW)
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1/people/{made.json()['id']}"
    path = made["Location"].removeprefix("/api/v1/")
    assert call("GET", path, token)["ETag"] == made["ETag"]
    changed = call("PATCH", path, token, {"known_as": "Nelly", "email": "nell@example.org"}, If_Match=made["ETag"])
    assert changed.status_code == 200
    assert (changed.json()["known_as"], changed.json()["family_name"]) == ("Nelly", "Newbury")
    late = call("PATCH", path, token, {"known_as": "N"}, If_Match=made["ETag"])
    assert late.status_code == 412
    assert call("POST", f"{path}/classes", token, {"kind": "volunteer"}).status_code == 201
    ended = call("POST", f"{path}/classes/volunteer/end", token, {"last_day": "2099-01-01"})
    assert ended.status_code == 200
    left = call("POST", f"{path}/leave", token, {"last_day": str(undone.now.date())})
    assert left.json()["left_on"] == str(undone.now.date())
    actors = set(AuditEntry.objects.filter(subject=path.replace("people/", "person:")).values_list("actor", flat=True))
    assert len(actors) == 1
    assert actors.pop().startswith("token:")


def test_the_same_key_carries_a_request_out_once_and_another_body_is_refused(undone: Demo):
    token = token_for("people:write")
    first = call("POST", "people", token, NEW, Idempotency_Key="k1")
    again = call("POST", "people", token, NEW, Idempotency_Key="k1")
    assert (first.status_code, first.content, first["Location"], first["ETag"]) == (
        again.status_code,
        again.content,
        again["Location"],
        again["ETag"],
    )
    assert call("POST", "people", token, {**NEW, "known_as": "N"}, Idempotency_Key="k1").status_code == 422
    other = call("POST", "people", token, NEW, Idempotency_Key="k2")
    assert other.json()["id"] != first.json()["id"]
    assert (
        call("POST", "people", token_for("people:write"), NEW, Idempotency_Key="k1").json()["id"]
        != (first.json()["id"])
    )


def test_a_request_that_failed_may_be_mended_and_sent_under_the_same_key(undone: Demo):
    token = token_for("people:write")
    assert call("POST", "people", token, {**NEW, "given_name": "!"}, Idempotency_Key="k").status_code == 409
    assert call("POST", "people", token, NEW, Idempotency_Key="k").status_code == 201


def _path(operation: Operation) -> str:
    path = operation.path
    for name, kind in operation.parts.items():
        known = "00000000-0000-0000-0000-000000000001" if kind.__name__ == "UUID" else "nothing-here"
        path = path.replace(f"{{{name}}}", known)
    return path


MATRIX = {
    "people:read": "list_people one_person",
    "people:write": "add_person change_person give_class end_class record_leaving",
    "posts:read": "list_posts",
    "sites:read": "list_sites",
    "filtering:read": "list_categories list_groups list_exceptions one_exception",
    "filtering:change": "close_site end_exception",
    "filtering:decide": "open_site list_requests decide_request",
    "policies:read": "list_policies one_policy",
    "promises:read": "list_promises promises_headline",
    "checks:read": "list_checks",
    "health:read": "health",
    "metrics:read": "",
}
"""Every scope with what it opens, written by hand on purpose."""


def test_every_scope_opens_what_the_table_says_and_nothing_else(undone: Demo):
    assert MATRIX.keys() == scopes().keys(), "write it into the table"
    wrong = []
    for scope, opened in MATRIX.items():
        token = token_for(scope)
        for operation in OPERATIONS:
            answer = call(operation.method, _path(operation), token, None if operation.method == "GET" else {})
            entered = answer.status_code != 403
            if entered != (operation.name in opened.split()):
                wrong.append(f"{scope} {'opens' if entered else 'does not open'} {operation.name}")
            if not entered and f'scope="{operation.scope.name}"' not in answer["WWW-Authenticate"]:
                wrong.append(f"{operation.name} does not say which scope it needs")
    assert wrong == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_without_a_token_nothing_opens(operation: Operation, undone: Demo):
    answer = call(operation.method, _path(operation))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_what_each_operation_may_answer_is_in_the_description(undone: Demo):
    document, token = described("1"), token_for()
    for operation in OPERATIONS:
        answer = call(operation.method, _path(operation), token, None if operation.method == "GET" else {})
        said = document["paths"][f"/{operation.path}"][operation.method.lower()]["responses"]
        assert str(answer.status_code) in said, operation.name
        assert answer.status_code < 500
