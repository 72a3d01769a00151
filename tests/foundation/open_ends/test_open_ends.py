"""What a leaver would leave behind, in sentences."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from leeward.foundation.access import Actor
from leeward.foundation.open_ends import registry
from leeward.foundation.open_ends.registry import OpenEnd, declare, left_behind
from tests.documented import run_examples

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
HR = Actor(account=uuid4(), person=uuid4())
LEAD = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"safeguarding.see"}))
LEAVER = uuid4()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_finders", {})


def posts(person: UUID, viewer: Actor, now: datetime) -> Sequence[OpenEnd]:
    return [OpenEnd("people", "Holds the post of quality lead", "post:1", "/people")] if person == LEAVER else []


def cases(person: UUID, viewer: Actor, now: datetime) -> Sequence[OpenEnd]:
    if not viewer.may("safeguarding.see"):
        return []
    return [OpenEnd("safeguarding", "Leads 2 open cases", "cases", "/safeguarding")]


def broken(person: UUID, viewer: Actor, now: datetime) -> Sequence[OpenEnd]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    return []


def test_every_room_answers_and_a_post_must_be_handed_over() -> None:
    declare("people", posts)
    assert [end.what for end in left_behind(LEAVER, actor=HR, now=NOW).ends] == ["Holds the post of quality lead"]
    assert not left_behind(LEAVER, actor=HR, now=NOW).may_close
    assert left_behind(uuid4(), actor=HR, now=NOW).may_close


def test_a_viewer_who_may_not_know_gets_the_answer_as_if_it_were_not_there() -> None:
    declare("people", posts)
    without = left_behind(LEAVER, actor=HR, now=NOW)
    declare("safeguarding", cases)
    assert left_behind(LEAVER, actor=HR, now=NOW) == without
    assert len(left_behind(LEAVER, actor=LEAD, now=NOW).ends) == 2


def test_a_room_that_fails_is_named_and_nobody_is_closed_without_its_answer() -> None:
    declare("people", lambda person, viewer, now: [])
    declare("filtering", broken)
    found = left_behind(LEAVER, actor=HR, now=NOW)
    assert (found.ends, found.unanswered, found.may_close) == ((), ("filtering",), False)


def test_what_is_only_shown_does_not_block() -> None:
    declare("training", lambda *_: [OpenEnd("training", "A course not finished", "course:1", "/training", False)])
    assert left_behind(LEAVER, actor=HR, now=NOW).may_close


def test_the_page_about_leavers_and_gates_tells_the_truth() -> None:
    run_examples("build/leavers-and-gates.md")
