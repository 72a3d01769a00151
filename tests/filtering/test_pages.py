"""The pages: who may enter, what they say, what they do with what is typed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from leeward.engine.web import Reason, Verdict
from leeward.filtering.actions.edges import enrol_edge, make_code, receive_decisions, saw_edge
from leeward.filtering.actions.policy import add_exception
from leeward.filtering.actions.unblock import request_unblock
from leeward.filtering.forms import end_of
from leeward.filtering.models import Edge, EdgeCode, EdgeDecision, GroupUser, UnblockRequest, WebException
from leeward.filtering.queries.edges import newest_version
from leeward.filtering.queries.verdicts import decided_now
from leeward.foundation import access
from leeward.foundation.access import Actor
from leeward.foundation.account.models import Account
from tests.filtering.made import IT, LEARNER, MANAGER, NOW, TUTOR, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]

SignIn = Callable[[Actor], Client]
WATCHER = person(6, "filtering.see")
BOTH = person(7, "filtering.see", "filtering.change", "filtering.decide_unblock")


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    known = {actor.account: actor for actor in (TUTOR, MANAGER, IT, LEARNER, WATCHER, BOTH)}
    monkeypatch.setattr(access, "_builder", lambda account, now: known[account])

    def enter(actor: Actor) -> Client:
        account, _ = Account.objects.get_or_create(id=actor.account, email=f"p{actor.account}@example.org")
        client = Client()
        client.force_login(account)
        return client

    return enter


def page(answer: Any, status: int = 200) -> str:  # Any: the test client's own response
    """The text of a page that is sound HTML."""
    assert answer.status_code == status, answer
    text = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    return re.sub(r"\s+", " ", text)


def asked(**changes: Any) -> UnblockRequest:  # Any: whatever request_unblock takes
    now = timezone.now()
    told = {
        "actor": TUTOR,
        "address": "casino.example",
        "group": "learners",
        "why": "Odds",
        "until": now + timedelta(days=1),
    }
    return request_unblock(**(told | changes), now=now)


PAGES = {
    "/filtering": {IT, MANAGER, WATCHER},
    "/filtering/groups/learners": {IT},
    "/filtering/groups/learners/members": {IT},
    "/filtering/exceptions/add": {IT, MANAGER},
    "/filtering/sites": {IT},
    "/filtering/requests": {IT, MANAGER, WATCHER, TUTOR, LEARNER},
    "/blocked/ask": {IT, MANAGER, WATCHER, TUTOR, LEARNER},
    "/blocked": {IT, MANAGER, WATCHER, TUTOR, LEARNER},
}


@pytest.mark.parametrize("address", PAGES)
def test_each_page_opens_for_those_it_is_for_and_is_missing_for_others(sign_in: SignIn, address: str) -> None:
    for actor in (IT, MANAGER, WATCHER, TUTOR, LEARNER):
        page(sign_in(actor).get(address), 200 if actor in PAGES[address] else 404)
    assert Client().get(address).status_code == (200 if address == "/blocked" else 302)


def test_the_filtering_page_says_everything_on_one_page(sign_in: SignIn) -> None:
    now = timezone.now()
    edge = Edge.objects.get(pk=enrol_edge(code=make_code(actor=IT, now=now), name="Quayside", now=now).edge)
    saw_edge(edge, newest_version(), now=now)
    add_exception(
        actor=IT, address="forum.example", groups=["learners"], verdict=Verdict.BLOCK, starts=now, ends=None,
        why="Rows there", reason=Reason.SAFEGUARDING, now=now,
    )  # fmt: skip
    asked()
    text = page(sign_in(MANAGER).get("/filtering"))
    for said in (
        "1 of 1 filters answer",
        "Quayside",
        "forum.example",
        "Rows there",
        "1 request waits for your decision",
        "Gambling",
        "Safeguarding",
        "Learners under 18",
        "Policy set up",
    ):
        assert said in text
    assert "1 request waits for a decision by somebody else" in page(sign_in(WATCHER).get("/filtering"))


def test_who_asked_and_for_what_is_for_the_decider_alone(sign_in: SignIn) -> None:
    made = asked(why="Because of my gran")
    assert "Because of my gran" in page(sign_in(MANAGER).get(f"/filtering/requests/{made.reference}"))
    assert "Because of my gran" in page(sign_in(TUTOR).get(f"/filtering/requests/{made.reference}"))
    for other in (IT, WATCHER, LEARNER):
        page(sign_in(other).get(f"/filtering/requests/{made.reference}"), 404)
        assert "casino.example" not in page(sign_in(other).get("/filtering/requests"))
    page(sign_in(MANAGER).get("/filtering/requests/NONE22"), 404)


def test_why_a_page_is_blocked_may_be_read_by_anyone_and_leaves_nothing(sign_in: SignIn) -> None:
    for query in ("url=https://www.casino.example/slots", "host=www.casino.example&category=gambling"):
        text = page(Client().get(f"/blocked?{query}"))
        assert "This page is blocked" in text
        assert "Gambling" in text
        assert "Safeguarding: to keep people safe from harm" in text
        assert "the general manager" in text
        assert "/blocked/ask?url=" in text
    assert not EdgeDecision.objects.exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Enter its address to find out"),
        ("url=http://", "not an address a browser would open"),
        ("url=news.example", "This page is not blocked"),
        ("url=social.example", "not usually opened here"),
        ("url=https://www.childline.org.uk/", "nobody keeps a record"),
        ("url=casino.example&group=no-such", "This page is blocked"),
        ("url=games.example&group=staff", "not usually opened here"),
        ("url=%3Cscript%3Ealert(1)%3C/script%3E", "not an address a browser would open"),
        ("url=casino.example/%3Cscript%3E", "This page is blocked"),
        ("url=%00%ff", "not an address a browser would open"),
        ("url=" + "a" * 5000 + ".example", "This page is"),
    ],
)
def test_the_blocked_page_answers_whatever_is_asked(query: str, said: str) -> None:
    text = page(Client().get(f"/blocked?{query}"))
    assert said in text
    assert "<script>" not in text.replace('<script type="module"', "")


def test_a_learner_asks_the_manager_opens_and_the_learner_sees_it(sign_in: SignIn) -> None:
    learner, manager = sign_in(LEARNER), sign_in(MANAGER)
    sent = learner.post(
        "/blocked/ask", {"address": "www.casino.example/x", "group": "learners", "span": "1w", "why": "Maths"}
    )
    (made,) = UnblockRequest.objects.all()
    assert sent["Location"] == f"/filtering/requests/{made.reference}"
    assert "Waiting" in page(learner.get(sent["Location"]))
    text = page(manager.get(sent["Location"]))
    assert "As asked: until" in text
    decided = manager.post(
        sent["Location"],
        {"decision": "approve", "confirmed": ["looked", "needed"], "span": "1h", "reason": "Fits the unit"},
    )
    assert decided.status_code == 302
    text = page(learner.get(sent["Location"]))
    assert "Opened" in text
    assert "Fits the unit" in text
    now = timezone.now()
    assert decided_now("www.casino.example", "learners", now).verdict is Verdict.ALLOW
    assert decided_now("www.casino.example", "learners", now + timedelta(hours=1)).verdict is Verdict.BLOCK
    assert decided_now("www.casino.example", "under-18", now).verdict is Verdict.BLOCK


def test_a_refusal_needs_a_reason_only_and_opening_needs_every_point(sign_in: SignIn) -> None:
    made, manager = asked(), sign_in(MANAGER)
    address = f"/filtering/requests/{made.reference}"
    text = page(manager.post(address, {"decision": "approve", "confirmed": ["looked"], "reason": "Yes"}))
    assert "Confirm both points" in text
    assert "Choose how long the site stays open" in text
    assert "Error:" in text
    assert "There is a problem" in page(manager.post(address, {"decision": "refuse"}))
    assert not WebException.objects.exists()
    assert manager.post(address, {"decision": "refuse", "reason": "Not needed"}).status_code == 302
    assert "Kept blocked" in page(sign_in(TUTOR).get(address))
    assert "Your decision" not in page(manager.get(address))


def test_the_one_who_asked_sees_no_decision_form_and_cannot_post_one(sign_in: SignIn) -> None:
    made = asked(actor=MANAGER)
    address = f"/filtering/requests/{made.reference}"
    text = page(sign_in(MANAGER).get(address))
    assert "somebody else decides" in text
    assert "Your decision" not in text
    posted = {"decision": "approve", "confirmed": ["looked", "needed"], "span": "asked", "reason": "Mine"}
    page(sign_in(MANAGER).post(address, posted))
    assert not WebException.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": "news.example"}, "not blocked for that group"),
        ({"address": "co.uk"}, "Enter the address of one site"),
        ({"address": ""}, "There is a problem"),
        ({"address": "a" * 3000}, "2000 characters"),
        ({"group": "nobody"}, "There is a problem"),
        ({"span": "date"}, "Enter the last day"),
        ({"span": "date", "day_0": "31", "day_1": "2", "day_2": "2027"}, "Enter a real date"),
        ({"span": "date", "day_0": "1", "day_1": "2", "day_2": "2020"}, "Choose an end that lies ahead"),
        ({"span": "date", "day_0": "1", "day_1": "2", "day_2": "2099"}, "within a year"),
        ({"why": " "}, "There is a problem"),
        ({"why": "x" * 2001}, "Shorten this to 2000"),
    ],
)
def test_a_request_that_cannot_be_is_explained_and_what_was_typed_is_kept(
    sign_in: SignIn, changes: dict[str, str], said: str
) -> None:
    typed = {"address": "casino.example", "group": "learners", "span": "1h", "why": "Odds for maths"} | changes
    text = page(sign_in(TUTOR).post("/blocked/ask", typed))
    assert said in text
    assert "There is a problem" in text
    if "why" not in changes:
        assert "Odds for maths" in text
    assert not UnblockRequest.objects.exists()


def test_a_second_person_asking_for_the_same_is_told_it_waits(sign_in: SignIn) -> None:
    asked()
    typed = {"address": "casino.example", "group": "learners", "span": "1h", "why": "Me too"}
    assert "asked for already" in page(sign_in(LEARNER).post("/blocked/ask", typed))


def test_a_groups_categories_are_changed_with_a_reason(sign_in: SignIn) -> None:
    it = sign_in(IT)
    text = page(it.get("/filtering/groups/staff"))
    fields = re.findall(r'name="(category-[a-z-]+)"', text)
    assert "category-illegal" not in fields
    typed = dict.fromkeys(fields, "allow")
    assert "There is a problem" in page(it.post("/filtering/groups/staff", typed))
    assert it.post("/filtering/groups/staff", typed | {"why": "Trial"}).status_code == 302
    assert decided_now("casino.example", "staff", timezone.now()).verdict is Verdict.ALLOW
    assert "Trial" in page(it.get("/filtering"))
    page(it.get("/filtering/groups/none"), 404)


def test_members_are_typed_one_a_line_and_a_wrong_range_is_named(sign_in: SignIn) -> None:
    it = sign_in(IT)
    assert "10.1/99 is not an address range" in page(
        it.post("/filtering/groups/staff/members", {"users": "a", "networks": "10.1/99"})
    )
    assert "Shorten" in page(it.post("/filtering/groups/staff/members", {"users": "a" * 151, "networks": ""}))
    assert not GroupUser.objects.exists()
    typed = {"users": "kim.hale\r\n\r\n SAM ", "networks": "10.2.0.0/16"}
    assert it.post("/filtering/groups/staff/members", typed).status_code == 302
    assert "kim.hale\nsam" in it.get("/filtering/groups/staff/members").content.decode()


def test_it_closes_a_site_but_is_not_offered_to_open_one(sign_in: SignIn) -> None:
    it = sign_in(IT)
    assert 'value="allow"' not in page(it.get("/filtering/exceptions/add"))
    typed = {"address": "forum.example", "groups": ["learners"], "span": "", "why": "Rows"}
    assert "There is a problem" in page(it.post("/filtering/exceptions/add", typed | {"verdict": "allow"}))
    assert "Choose the reason" in page(it.post("/filtering/exceptions/add", typed | {"verdict": "block"}))
    whole = typed | {"verdict": "block", "reason": "safeguarding"}
    assert it.post("/filtering/exceptions/add", whole).status_code == 302
    made = WebException.objects.get()
    assert decided_now("forum.example", "learners", timezone.now()).reason is Reason.SAFEGUARDING
    page(it.get(f"/filtering/exceptions/{made.reference}/end"), 404)  # ending it opens
    manager = sign_in(MANAGER)
    page(manager.get(f"/filtering/exceptions/{made.reference}/end"))
    assert manager.post(f"/filtering/exceptions/{made.reference}/end", {"why": "Calm"}).status_code == 302
    page(manager.get(f"/filtering/exceptions/{made.reference}/end"), 404)


def test_a_site_opened_by_hand_needs_an_end(sign_in: SignIn) -> None:
    typed = {"address": "casino.example", "groups": ["learners"], "span": "", "why": "Lesson", "verdict": "allow"}
    both = sign_in(BOTH)
    assert "Choose how long" in page(both.post("/filtering/exceptions/add", typed))
    assert "one site" in page(both.post("/filtering/exceptions/add", typed | {"span": "1h", "address": "co.uk"}))
    assert both.post("/filtering/exceptions/add", typed | {"span": "1h"}).status_code == 302
    assert WebException.objects.get().ends is not None


def test_a_code_is_made_by_asking_for_it_shown_once_and_a_filter_revoked_after_a_question(sign_in: SignIn) -> None:
    it = sign_in(IT)
    assert not EdgeCode.objects.exists()
    code = re.search(r"leeward edge enrol ([0-9a-f-]{19})", page(it.post("/filtering/sites")))
    assert code is not None
    assert code[1] not in page(it.get("/filtering/sites"))
    edge = enrol_edge(code=code[1], name="Main site", now=timezone.now()).edge
    page(it.get(f"/filtering/sites/{edge}/revoke"))
    assert Edge.objects.get().revoked_at is None
    assert it.post(f"/filtering/sites/{edge}/revoke").status_code == 302
    assert "Revoked" in page(it.get("/filtering/sites"))
    page(it.get(f"/filtering/sites/{edge}/revoke"), 404)


def test_no_page_shows_what_people_opened(sign_in: SignIn) -> None:
    now = timezone.now()
    edge = Edge.objects.get(pk=enrol_edge(code=make_code(actor=IT, now=now), name="A", now=now).edge)
    record = {"seq": 1, "at": now.isoformat(), "url_host": "private.example", "verdict": "block", "person": "p-77"}
    receive_decisions(edge=edge, records=[record], now=now)
    for address in ("/filtering", "/filtering/sites", "/filtering/requests"):
        text = page(sign_in(BOTH).get(address))
        assert "private.example" not in text
        assert "p-77" not in text


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        ("1h", "2026-11-25T11:00:00+00:00"),
        ("today", "2026-11-26T00:00:00+00:00"),
        ("4w", "2026-12-23T10:00:00+00:00"),
    ],
)
def test_how_long_is_counted_by_the_clock_on_the_wall(span: str, ends: str) -> None:
    assert end_of(span, None, NOW).isoformat() == ends


def test_a_day_in_summer_time_ends_at_its_own_midnight() -> None:
    summer = NOW.replace(month=7, day=1, hour=23, minute=30)  # half past midnight on the 2nd, on the wall
    assert end_of("today", None, summer).astimezone(NOW.tzinfo).isoformat() == "2026-07-02T23:00:00+00:00"
