"""May this person in yet, in sentences."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from leeward.foundation.gates import registry
from leeward.foundation.gates.registry import Gate, Passage, declare, may_enter

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
SIGNED, NEW = uuid4(), uuid4()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_gates", {})


def agreement(person: UUID, now: datetime) -> Passage:
    return Passage(True) if person == SIGNED else Passage(False, "Sign the agreement.", "/policies/agreement")


def broken(person: UUID, now: datetime) -> Passage:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    return Passage(True)


def test_a_door_opens_when_all_its_gates_do_and_says_what_is_still_to_do() -> None:
    declare(Gate("policy.agreement", "network", "The agreement is signed.", agreement))
    declare(Gate("training.first", "learners", "The first course is done.", lambda *_: Passage(False, "Learn.")))
    assert may_enter(SIGNED, "network", now=NOW).may_enter
    shut = may_enter(NEW, "network", now=NOW)
    assert not shut.may_enter
    assert [(gate.key, passage.path) for gate, passage in shut.shut] == [("policy.agreement", "/policies/agreement")]


def test_a_door_without_gates_is_open() -> None:
    assert may_enter(NEW, "canteen", now=NOW).may_enter


def test_a_gate_that_cannot_answer_is_shut_unless_it_says_otherwise() -> None:
    declare(Gate("a", "network", "Checked.", broken))
    ((_, passage),) = may_enter(NEW, "network", now=NOW).shut
    assert "could not be checked" in passage.what_to_do
    declare(Gate("a", "network", "Checked.", broken, open_if_unanswered=True))
    assert may_enter(NEW, "network", now=NOW).may_enter
