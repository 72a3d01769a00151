"""Nobody kept out of a case can tell that it exists: not by text, reference or count, nor by any byte of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.outbox.jobs import work_off
from leeward.safeguarding import actions
from leeward.safeguarding.actions import DecisionText
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.lifecycle import Step
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.telling import About, Telling
from tests.house.demo import POSTS, Demo, build_everything
from tests.house.routes import ENDS_THE_SESSION, Route, routes
from tests.house.samples import SAMPLES
from tests.house.test_access import TABLE, admitted
from tests.safeguarding.made import raised, triaged

CANARY = "CANARY-OF-A-HIDDEN-CASE"
SPACE = "safeguarding:case"
HIDDEN = {
    # kept in, about whom, who may know of it: deputies hold what the holder holds
    "safeguarding": ("Wendell Agyemang-Bell", {"dsl", "deputy-dsl"}),
    "about-safeguarding-team": ("Deborah Oseitutu", {"managing-director", "general-manager"}),
    "about-managing-director": ("Helen Okonjo-Pryce", {"chair", "board-member"}),
    "nobody-unconflicted": ("Helen Okonjo-Pryce, Deborah Oseitutu and Margaret Thornbury", set()),
}
PASSING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"'
    rb'|name="submission" value="[\w-]+"'
    rb'|"token": "\w+"'
    rb"|disk: \d+ GB free"
    rb"|Signed in [^<]*<br>Last used about [^<]*"
)


def telling(names: str) -> Telling:
    return Telling(about=About.STAFF, about_names=names, happened=f"It is about this. {CANARY}")


def worked_on(demo: Demo, names: str, reader: str) -> str:
    """A hidden case with everything a case can have, also what follows from it later: letters, observations."""
    receipt = raised(telling(names), now=demo.now)
    if reader:
        actor = demo.actor(reader)
        actions.open_case(actor, receipt.ref, demo.now)
        actions.acknowledge(actor=actor, ref=receipt.ref, now=demo.now)
        triaged(actor, receipt.ref, now=demo.now, why=CANARY, safe_now=CANARY, places=CANARY, handles=CANARY)
        decision = DecisionText(CANARY, CANARY, CANARY, CANARY)
        actions.decide(actor=actor, ref=receipt.ref, decision=decision, step=Step.TAKE_ON, now=demo.now)
        actions.add_entry(
            actor=actor, ref=receipt.ref, text=CANARY, event_at=None, precision=Precision.UNKNOWN, now=demo.now
        )
        due = demo.now - timedelta(hours=1)
        actions.add_action(actor=actor, ref=receipt.ref, what=CANARY, due=due, now=demo.now)
        actions.begin_plan(actor=actor, ref=receipt.ref, person=CANARY, needs=CANARY, steps=CANARY, now=demo.now)
        actions.plan_check_in(actor=actor, ref=receipt.ref, who=CANARY, why=CANARY, now=demo.now)
        actions.reply(actor=actor, ref=receipt.ref, text=CANARY, now=demo.now)
    actions.write_back(receipt.words, CANARY, demo.now)
    settle(demo)
    return receipt.ref


def settle(demo: Demo) -> None:
    """What Leeward does by itself: letters go out, checks are observed."""
    work_off(demo.now)
    observe_all(now=demo.now)


@dataclass(frozen=True, slots=True)
class World:
    """The demonstration, with one example of every page that needs an argument."""

    demo: Demo
    samples: dict[str, tuple[str, dict[str, object]]]


def _arguments(route: Route, world: World, ref: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Whom to ask about a page with arguments, and with which: the room's example, and the hidden case itself."""
    if route.name.startswith(SPACE):
        nobody = {name: "00000000-0000-0000-0000-000000000001" for name in route.arguments if name != "ref"}
        for post in POSTS:
            yield post, {"ref": ref, **nobody}
    elif route.name in world.samples:
        yield world.samples[route.name]


def pages(world: World, ref: str, posts: set[str]) -> dict[tuple[str, str], bytes]:
    """Every byte these posts can fetch, without what changes from one moment to the next."""
    clients: dict[str, Client] = {post: world.demo.client(post) for post in sorted(posts)}
    found: dict[tuple[str, str], bytes] = {}
    for route in routes():
        if TABLE.get(route.name) == ["machine"] or route.name in ENDS_THE_SESSION:
            continue
        if route.arguments:
            visits = [(post, reverse(route.name, kwargs=given)) for post, given in _arguments(route, world, ref)]
        else:
            # That a shut door looks like a missing page is proven for every route and post in tests/house.
            visits = [(post, reverse(route.name)) for post in admitted(route.name)]
        for post, address in visits:
            if post in clients:
                answer = clients[post].get(address)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # Django's two kinds of answer
                found[post, address] = b"%d " % answer.status_code + PASSING.sub(b"", body)
    return found


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    demo = build_everything()
    # One moment for all: what differs is then never the clock.
    monkeypatch.setattr("django.utils.timezone.now", lambda: demo.now)
    given = {name: sample(demo) for name, sample in SAMPLES.items() if not name.startswith(SPACE)}
    return World(demo, {name: (post, dict(arguments)) for name, (post, arguments) in given.items()})


def without_the_case(world: World, posts: set[str]) -> dict[tuple[str, str], bytes]:
    """What these posts can fetch while there is no hidden case."""
    point = transaction.savepoint()
    settle(world.demo)
    found = pages(world, NO_REF, posts)
    transaction.savepoint_rollback(point)
    return found


def differences(world: World, compartment: str, posts: set[str], without: dict[tuple[str, str], bytes]) -> list[str]:
    """What the outsiders among these posts can fetch that differs because of a hidden case, or shows it."""
    names, insiders = HIDDEN[compartment]
    point = transaction.savepoint()
    ref = worked_on(world.demo, names, next(iter(sorted(insiders, key=len)), ""))
    assert Case.objects.get(ref=ref).compartment == compartment
    found = pages(world, ref, posts - insiders)
    seen = pages(world, ref, insiders)
    transaction.savepoint_rollback(point)
    # It is there for those who may see it: a test that finds nothing anywhere would prove nothing.
    for post in insiders:
        assert any(CANARY.encode() in body for (who, _address), body in seen.items() if who == post), post
    wrong = []
    for (post, address), body in found.items():
        if CANARY.encode() in body or ref.encode() in body:
            wrong.append(f"{address} shows it to {post}")
        if body != without.get((post, address.replace(ref, NO_REF))):
            wrong.append(f"{address} differs for {post}")
    assert found
    return wrong


NO_REF = "2222-2222"


@pytest.mark.slow
def test_no_byte_of_any_page_tells_an_outsider_that_a_case_exists(world: World) -> None:
    everybody = {*POSTS, "stranger"}
    without = without_the_case(world, everybody)
    assert len(without) > 400
    wrong = {compartment: differences(world, compartment, everybody, without) for compartment in HIDDEN}
    assert {compartment: found for compartment, found in wrong.items() if found} == {}


def test_no_byte_tells_the_lead_that_a_case_about_them_exists(world: World) -> None:
    without = without_the_case(world, {"dsl"})
    assert differences(world, "about-safeguarding-team", {"dsl"}, without) == []


def test_somebody_barred_gets_the_missing_page_for_every_way_into_the_case(world: World) -> None:
    ref = worked_on(world.demo, "Deborah Oseitutu", "managing-director")
    client = world.demo.client("dsl")
    missing = client.get("/there-is-nothing-here").content
    ways = [route for route in routes() if route.name.startswith(SPACE) and route.arguments]
    assert len(ways) > 10
    for route in ways:
        assert "dsl" in admitted(route.name)
        given = {name: ref if name == "ref" else "00000000-0000-0000-0000-000000000001" for name in route.arguments}
        address = reverse(route.name, kwargs=given)
        answers = [client.get(address), client.post(address, {"text": "x", "reason": "x"})]
        for answer in answers:
            if answer.status_code != 405:
                assert (answer.status_code, answer.content) == (404, missing), address
