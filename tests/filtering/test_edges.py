"""Edges over the wire: enrolled once, given what is signed, heard without loss or doubling."""

import base64
import hashlib
import json
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leeward.engine.load import open_snapshot, write_snapshot
from leeward.engine.web import NEVER_RECORDED, Verdict, WebRequest, decide
from leeward.filtering.actions import edges as actions
from leeward.filtering.actions.edges import CodeRefused, enrol_edge, forget_decisions, make_code, revoke_edge
from leeward.filtering.actions.policy import NotPermitted, set_categories
from leeward.filtering.evidence import filter_answers
from leeward.filtering.models import Edge, EdgeDecision
from leeward.filtering.queries.edges import edge_lines, newest_version
from leeward.filtering.wiring import forget
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence.findings import State
from tests.filtering.made import IT, MANAGER, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    return enrol_edge(code=make_code(actor=IT, now=NOW), name="Main site", now=NOW).key


def api(path: str, key: str = "", method: str = "get", **extra: Any) -> Any:  # Any: the client's headers and response
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    headers |= extra.pop("headers", {})
    return getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/edges/{path}", headers=headers, **extra)


def send(key: str, records: Any, *, pack: bool = True, **headers: str) -> Any:  # Any: whatever a broken edge might send
    body = json.dumps({"records": records}).encode()
    encoding = {"Content-Encoding": "deflate"} if pack else {}
    return api(
        "decisions",
        key,
        "post",
        data=zlib.compress(body) if pack else body,
        content_type="application/json",
        headers=encoding | headers,
    )


def record(seq: int, **changes: Any) -> dict[str, Any]:
    return {
        "seq": seq,
        "at": NOW.isoformat(),
        "url_host": "casino.example",
        "path": "/slots?user=sam",
        "verdict": "block",
        "category": "gambling",
        "reason": "safeguarding",
        "rule": "category gambling, group learners",
        "list": "leeward",
        "group": "learners",
        "person": "p-123",
    } | changes


def test_a_code_enrols_one_edge_once() -> None:
    code = make_code(actor=IT, now=timezone.now())
    answer = api(
        "enrol", method="post", data={"code": f" {code.upper()} ", "name": "A"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert len(base64.b64decode(answer.json()["signing_key"])) == 32
    assert Edge.objects.get(pk=answer.json()["edge"]).name == "A"
    again = api("enrol", method="post", data={"code": code, "name": "B"}, content_type="application/json")
    assert (again.status_code, again["Content-Type"]) == (403, "application/problem+json")
    assert Edge.objects.count() == 1


def test_a_code_expires_and_a_wrong_one_is_refused_alike() -> None:
    code = make_code(actor=IT, now=NOW)
    for wrong, now in ((code, NOW + timedelta(hours=24)), ("0000-0000-0000-0000", NOW), ("", NOW), ("\ud800", NOW)):
        with pytest.raises(CodeRefused):
            enrol_edge(code=wrong, name="x", now=now)
    assert enrol_edge(code=code, name=" ", now=NOW + timedelta(hours=23)).key


def test_only_who_changes_the_policy_makes_codes_and_revokes(key: str) -> None:
    edge = Edge.objects.get()
    with pytest.raises(NotPermitted):
        make_code(actor=MANAGER, now=NOW)
    with pytest.raises(NotPermitted):
        revoke_edge(actor=MANAGER, edge=edge.pk, now=NOW)
    assert not AuditEntry.objects.filter(action="filtering.revoke-edge").exists()


def test_neither_key_nor_code_is_kept_in_clear(key: str) -> None:
    assert bytes(Edge.objects.get().key_hash) == hashlib.sha256(key.encode()).digest()


@pytest.mark.usefixtures("policy")
def test_an_edge_fetches_verifies_and_decides(key: str, tmp_path: Path) -> None:
    answer = api("snapshot", key)
    assert (answer.status_code, answer["ETag"]) == (200, f'"{newest_version()}"')
    manifest = base64.b64decode(answer.json()["manifest"])
    signature = base64.b64decode(answer.json()["signature"])
    fetched = api(f"index/{json.loads(manifest)['index']['digest']}", key)
    signing_key = actions.signing_key_public()
    write_snapshot(tmp_path / "edge", manifest, signature, fetched.getvalue(), signing_key=signing_key)
    snapshot = open_snapshot(tmp_path / "edge", signing_key)
    assert decide(WebRequest("http://casino.example/", NOW, "learners"), snapshot).verdict is Verdict.BLOCK


@pytest.mark.usefixtures("policy")
def test_an_edge_that_has_the_snapshot_is_told_so_and_one_behind_gets_the_new_one(key: str) -> None:
    tag = api("snapshot", key)["ETag"]
    same = api("snapshot", key, headers={"If-None-Match": tag})
    assert (same.status_code, same["ETag"], same.content) == (304, tag, b"")
    set_categories(actor=IT, group="learners", verdicts={"games": Verdict.ALLOW}, why="", now=NOW)
    assert api("snapshot", key, headers={"If-None-Match": tag}).status_code == 200


def test_before_the_first_snapshot_the_edge_is_told_what_is_missing(key: str) -> None:
    answer = api("snapshot", key)
    assert (answer.status_code, "leeward snapshot build" in answer.json()["title"]) == (404, True)


@pytest.mark.usefixtures("policy")
def test_a_revoked_edge_a_wrong_key_and_no_key_get_nothing(key: str) -> None:
    digest = json.loads(base64.b64decode(api("snapshot", key).json()["manifest"]))["index"]["digest"]
    revoke_edge(actor=IT, edge=Edge.objects.get().pk, now=NOW)
    for bad in (key, "wrong", "", "\xe9"):
        for answer in (api("snapshot", bad), api(f"index/{digest}", bad), send(bad, [record(1)])):
            assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert not EdgeDecision.objects.exists()
    with pytest.raises(LookupError):
        revoke_edge(actor=IT, edge=uuid4(), now=NOW)


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize("digest", ["0" * 64, "current", "x"])
def test_only_indexes_that_a_snapshot_names_are_served(key: str, digest: str, home: Path) -> None:
    (home / "snapshots" / f"{'0' * 64}.index").write_bytes(b"secret")
    assert api(f"index/{digest}", key).status_code == 404


def test_records_arrive_once_however_often_they_are_sent(key: str) -> None:
    assert send(key, [record(1), record(2)]).json() == {"accepted_through": 2}
    assert send(key, [record(1), record(2), record(3)]).json() == {"accepted_through": 3}
    assert list(EdgeDecision.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]


def test_two_edges_have_their_own_sequences(key: str) -> None:
    other = enrol_edge(code=make_code(actor=IT, now=NOW), name="Second", now=NOW).key
    for each in (key, other):
        send(each, [record(1)])
    assert EdgeDecision.objects.count() == 2


def test_an_allowed_page_keeps_no_path_and_no_page_keeps_its_query(key: str) -> None:
    send(key, [record(1), record(2, verdict="allow")])
    assert list(EdgeDecision.objects.order_by("sequence").values_list("path", flat=True)) == ["/slots", ""]


def test_what_must_never_be_recorded_is_not_whatever_the_edge_sends(key: str) -> None:
    assert send(key, [record(1, rule=NEVER_RECORDED, verdict="allow")]).json() == {"accepted_through": 1}
    assert not EdgeDecision.objects.exists()


def test_a_record_that_cannot_be_read_is_counted_and_does_not_stop_the_others(key: str) -> None:
    bad = [
        record(1, at="yesterday"),
        record(2, at="2026-11-25T10:00:00"),
        record(3, at="2026-99-25T10:00:00Z"),
        record(4, verdict="maybe"),
        record(5, verdict=None),
        "record",
        {},
        {"seq": True},
        {"seq": 2**70},
    ]
    assert send(key, [*bad, record(9, category="x" * 999, path="\0/a", person="\ud800")]).json() == {
        "accepted_through": 9
    }
    assert Edge.objects.get().unreadable == len(bad)
    assert EdgeDecision.objects.get().sequence == 9


def test_an_address_that_could_not_be_read_is_recorded_as_such(key: str) -> None:
    send(key, [record(1, url_host="", rule="unreadable-address", category="")])
    assert EdgeDecision.objects.get().host == "?"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 400),
        (b"not json", {}, 400),
        (b"[]", {}, 400),
        (b"{}", {}, 400),
        (b'{"records": {}}', {}, 400),
        (b'{"records": []}', {}, 400),
        (b'{"records": [' + b",".join([b"1"] * 501) + b"]}", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (b"{}", {"Content-Encoding": "deflate"}, 400),
        (zlib.compress(b'{"records": []}')[:-3], {"Content-Encoding": "deflate"}, 400),
        (zlib.compress(b" " * 50_000_000), {"Content-Encoding": "deflate"}, 413),
        (b" " * 1_000_001, {}, 413),
    ],
)
def test_a_broken_body_is_answered_with_a_problem(key: str, body: bytes, headers: dict[str, str], status: int) -> None:
    answer = api("decisions", key, "post", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("body", [b"", b"[]", b'{"code": 1, "name": "x"}', b'{"code": "x"}'])
def test_a_broken_enrolment_is_answered_with_a_problem(body: bytes) -> None:
    answer = api("enrol", "", "post", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_a_wrong_method_is_named() -> None:
    for path, allowed in (("enrol", "POST"), ("snapshot", "GET"), ("index/x", "GET"), ("decisions", "POST")):
        answer = api(path, "", "put")
        assert (answer.status_code, answer["Allow"]) == (405, allowed)


NAMES = st.sampled_from(["seq", "at", "url_host", "path", "verdict", "person", "list"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(JSON)
def test_no_json_makes_the_server_fail(key: str, value: Any) -> None:
    assert send(key, value).status_code in (200, 400)
    assert send(key, [value]).status_code in (200, 400)


def test_decisions_are_forgotten_when_the_organisation_keeps_them_no_longer(key: str) -> None:
    send(key, [record(1, at=(NOW - timedelta(days=31)).isoformat()), record(2)])
    forget(NOW)
    assert EdgeDecision.objects.get().sequence == 2
    assert forget_decisions(before=NOW) == 0


@pytest.mark.usefixtures("policy")
def test_the_filter_answers_while_every_edge_asks_and_is_on_the_policy_in_force(key: str) -> None:
    edge = Edge.objects.get()
    seen, later = NOW + timedelta(minutes=2), timedelta(minutes=1, seconds=1)
    assert filter_answers("general", seen).state is State.UNPROVEN
    actions.saw_edge(edge, newest_version(), now=seen)
    found = filter_answers("general", seen)
    assert (found.state, found.good, found.total) == (State.TRUE, 1, 1)
    set_categories(actor=IT, group="learners", verdicts={"games": Verdict.ALLOW}, why="", now=seen)
    assert filter_answers("general", seen).state is State.TRUE  # it has a moment to fetch the new one
    assert filter_answers("general", seen + later).state is State.SLIPPED
    away = filter_answers("general", seen + timedelta(minutes=6))
    assert (away.state, away.since) == (State.UNPROVEN, seen)
    revoke_edge(actor=IT, edge=edge.pk, now=seen)
    assert filter_answers("general", seen).state is State.UNPROVEN


@pytest.mark.usefixtures("policy")
def test_the_page_shows_what_an_edge_said_last(key: str) -> None:
    tag = api("snapshot", key)["ETag"]
    api("snapshot", key, headers={"If-None-Match": tag})
    (line,) = edge_lines(timezone.now())
    assert (line.name, line.answering, line.current) == ("Main site", True, True)
