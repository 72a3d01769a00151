"""The demonstration: made by real actions, with something true on every page, and sites that need no network."""

import threading
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from leeward.engine.web import Reason, Verdict
from leeward.filtering import demo
from leeward.filtering.demo_origin import LARGE, serve
from leeward.filtering.evidence import lists_in_force
from leeward.filtering.queries.policy import changes, exceptions_now
from leeward.filtering.queries.requests import asked_by, to_decide
from leeward.filtering.queries.verdicts import decided_now, snapshot_in_force
from leeward.foundation import holders
from leeward.foundation.approvals.kinds import Outcome
from leeward.foundation.evidence.findings import State
from leeward.frontdoor.wiring import wire
from leeward.people.demo import build as build_people
from tests.documented import run_examples


@pytest.mark.django_db
def test_it_has_a_policy_with_history_and_requests_in_every_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the posts of the demonstration itself decide
    wire()
    now = timezone.now()
    people = build_people(now)
    demo.build(people, now=now)
    manager, tutor = people.actor("general-manager", now), people.actor("tutor", now)
    assert [line.host for line in to_decide(manager, now=now)] == ["www.lucky-gull.example"]
    assert [line.outcome for line in asked_by(tutor)] == [None, Outcome.APPROVED]
    assert [line.outcome for line in asked_by(people.actor("adult-learner", now))] == [Outcome.REFUSED]
    assert len(exceptions_now(now)) == 3
    assert len(changes()) >= 9
    assert lists_in_force("general", now).state is State.TRUE
    assert holders.who_holds("general-manager", timezone.localdate(now)).holders == (manager.person,)
    for address, group, verdict in (
        ("lucky-gull.example", "learners", Verdict.BLOCK),
        ("bets.harbour-odds.example", "learners", Verdict.ALLOW),
        ("bets.harbour-odds.example", "under-18", Verdict.BLOCK),
        ("quayside-gazette.example", "learners", Verdict.ALLOW),
        ("quayside-gazette.example/puzzles/1", "learners", Verdict.BLOCK),
        ("chatter-quay.example", "learners", Verdict.WARN),
    ):
        assert decided_now(address, group, now).verdict is verdict, address
    assert decided_now("chatter-quay.example/rate-my-tutor", "learners", now).reason is Reason.SAFEGUARDING
    assert snapshot_in_force().group_for("", "127.0.0.2") == "staff"


def test_every_site_answers_from_this_machine() -> None:
    server = serve("127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        for host, path, said, least in (
            ("www.lucky-gull.example", "/", b"The gull always wins", 100),
            ("elsewhere.example:8090", "/x?<y>", b"elsewhere.example", 100),
            ("lucky-gull.example", "/large", b"Nothing happens", LARGE),
        ):
            with urlopen(Request(base + path, headers={"Host": host})) as answer:
                body = answer.read()
            assert said in body
            assert b"<y>" not in body
            assert len(body) >= least
    finally:
        server.shutdown()
        server.server_close()


def test_the_page_about_building_says_what_is_true() -> None:
    run_examples("build/filtering.md")
