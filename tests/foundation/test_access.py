"""Who may enter a view: each way in and each way it is shut, without a database."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from leeward.foundation import access
from leeward.foundation.access import (
    EVERYONE,
    MACHINE,
    SIGNED_IN,
    STRANGER,
    SYSTEM,
    Actor,
    ActorMiddleware,
    Entry,
    allow,
)

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)
READER = Actor(account=ONE, person=TWO, permissions=frozenset({"room.read"}))
OTHER = Actor(account=ONE, person=TWO, permissions=frozenset({"room.other"}))
ADMITTED = HttpResponse("in")


@pytest.fixture(autouse=True)
def _nothing_wired(monkeypatch) -> None:
    monkeypatch.setattr(access, "_builder", access._nobody_knows)
    monkeypatch.setattr(access, "_held_back", access._nobody_is_held_back)
    monkeypatch.setattr(access, "_confirmer", access._asks_nobody)


def asked(actor: Actor, path: str = "/room?page=2"):
    request = RequestFactory().get(path)
    request.actor, request.now = actor, NOW
    return request


def entered(actor: Actor, *who, **more):
    return allow(*who, **more)(lambda request, **given: ADMITTED)(asked(actor))


@pytest.mark.parametrize(
    ("actor", "label"),
    [
        (SYSTEM, "system"),
        (Actor(token=THREE, person=TWO, account=ONE), f"token:{THREE}"),
        (Actor(person=TWO, account=ONE), f"person:{TWO}"),
        (Actor(account=ONE), f"account:{ONE}"),
        (STRANGER, "stranger"),
        (Actor(name="Ada Testerby"), "stranger"),
    ],
)
def test_the_trail_names_nobody_by_name(actor: Actor, label: str) -> None:
    assert actor.label == label


def test_an_actor_has_what_was_given_and_no_more() -> None:
    assert READER.may("room.read")
    assert not READER.may("room.other")
    assert READER.signed_in
    assert not STRANGER.signed_in
    assert not STRANGER.permissions
    assert not STRANGER.system
    with pytest.raises(FrozenInstanceError):
        READER.permissions = frozenset({"room.other"})  # type: ignore[misc]  # that is the test
    assert not SYSTEM.signed_in
    with pytest.raises((FrozenInstanceError, TypeError)):
        EVERYONE.everyone = False  # type: ignore[misc]  # that is the test


@pytest.mark.parametrize(
    ("entry", "reader", "other", "stranger"),
    [
        (EVERYONE, True, True, True),
        (MACHINE, True, True, True),
        (SIGNED_IN, True, True, False),
        (Entry(any_of=("room.read", "room.none")), True, False, False),
        (Entry(), False, False, False),
    ],
)
def test_an_entry_admits_only_whom_it_says(entry: Entry, reader: bool, other: bool, stranger: bool) -> None:
    assert [entry.admits(one) for one in (READER, OTHER, STRANGER)] == [reader, other, stranger]
    # a permission without an account is no way in
    assert Entry(any_of=("room.read",)).admits(Actor(permissions=frozenset({"room.read"}))) is False


def test_a_view_opens_for_who_holds_one_of_its_permissions_and_is_missing_for_all_others() -> None:
    assert entered(READER, "room.none", "room.read") is ADMITTED
    assert entered(READER, SIGNED_IN) is ADMITTED
    assert entered(STRANGER, EVERYONE) is ADMITTED
    with pytest.raises(Http404):
        entered(OTHER, "room.read")


def test_a_stranger_is_asked_to_sign_in_and_led_back_to_where_they_were() -> None:
    answer = entered(STRANGER, "room.read")
    assert answer.status_code == 302
    assert "/room%3Fpage%3D2" in answer["Location"]


def test_who_would_hold_the_permission_with_a_stronger_sign_in_is_told_so() -> None:
    withheld = Actor(account=ONE, person=TWO, withheld=frozenset({"room.read"}))
    assert entered(withheld, "room.read")["Location"] == access.WITHHELD_PAGE
    with pytest.raises(Http404):
        entered(withheld, "room.other")


def test_who_must_do_something_first_is_led_there_but_never_from_what_is_for_everyone() -> None:
    seen = []
    access.hold_back_with(lambda actor, now: seen.append((actor, now)) is None)
    assert entered(READER, "room.read")["Location"] == access.FIRST_STEPS_PAGE
    assert seen == [(READER, NOW)]
    assert entered(READER, SIGNED_IN)["Location"] == access.FIRST_STEPS_PAGE
    assert entered(READER, EVERYONE) is ADMITTED
    assert entered(READER, MACHINE) is ADMITTED
    assert entered(READER, "room.read", gated=False) is ADMITTED
    with pytest.raises(Http404):
        entered(OTHER, "room.read")
    # a bare account has nothing to do first
    assert entered(Actor(account=ONE), SIGNED_IN) is ADMITTED


def test_nobody_is_held_back_or_asked_before_the_rooms_are_wired() -> None:
    assert access.is_held_back(READER, NOW) is False
    assert access.lately_confirmed(asked(READER)) is True
    assert access.actor_for(ONE, NOW) == Actor(account=ONE)


def test_a_page_that_asks_for_confirmation_asks_whoever_is_signed_in_and_nobody_else() -> None:
    question = HttpResponse("is it you?")
    access.confirm_with(lambda request: question)
    assert entered(READER, "room.read", confirmed=True) is question
    assert entered(READER, "room.read") is ADMITTED
    assert entered(STRANGER, EVERYONE, confirmed=True) is ADMITTED
    assert access.lately_confirmed(asked(READER)) is False
    access.confirm_with(lambda request: None)
    assert entered(READER, "room.read", confirmed=True) is ADMITTED


def test_a_view_says_its_entry_so_that_the_walk_over_the_routes_can_read_it() -> None:
    plain = allow("room.read")(lambda request: ADMITTED)
    asking = allow(SIGNED_IN, confirmed=True)(lambda request: ADMITTED)
    assert (plain.entry, plain.confirmed) == (Entry(any_of=("room.read",)), False)
    assert (asking.entry, asking.confirmed) == (SIGNED_IN, True)


def test_a_request_has_its_actor_and_one_moment() -> None:
    class Known(AnonymousUser):
        is_authenticated = True
        pk = ONE

    given = []
    access.build_actors_with(lambda account, now: given.append((account, now)) or READER)
    seen = []
    middleware = ActorMiddleware(lambda request: seen.append(request) or ADMITTED)
    for user in (Known(), AnonymousUser()):
        request = RequestFactory().get("/")
        request.user = user
        assert middleware(request) is ADMITTED
    assert seen[0].actor is READER
    assert given == [(ONE, seen[0].now)]
    assert seen[1].actor is STRANGER
    assert seen[0].now <= timezone.now()
