"""Somebody whose sign-in is shut gets in by none of the ways there are; what they connected ends, and IT hears."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.api import tokens
from leeward.foundation.open_ends.registry import left_behind
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.people.actions import calendars, close_sign_in, connections, leave, reopen_sign_in
from leeward.people.connection_rules import Provider
from leeward.people.rules import Post
from leeward.people.task_rules import WhyClosed
from tests.people.test_sessions import EMAIL, PASSWORD, made
from tests.people.test_sign_in import add_app, next_code

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def person(now):
    return made(now, "Ann", EMAIL)


@pytest.fixture
def hr(now):
    return Actor(person=made(now, "Hana", "hana@example.org", Post.HR), permissions=frozenset({"people.change"}))


def sign_in(client):
    return client.post("/sign-in", {"login": EMAIL, "password": PASSWORD})


def inside(client):
    return client.get("/account/sessions").status_code == 200


def asked_for_link():
    Client().post("/account/password/forgotten", {"email": EMAIL})
    work_off(now=timezone.now() + DAY)
    return [re.search(r"/account/password/choose/\S+", letter.body) for letter in mail.outbox if EMAIL in letter.to]


def shut(way, person, hr, now):
    if way == "leaves":
        leave(actor=hr, now=now, person=person, last_day=timezone.localdate(now), at_once=True)
    else:
        close_sign_in(actor=hr, now=now, person=person, why=WhyClosed.DISMISSED)


@pytest.mark.parametrize("way", ["leaves", "is closed"])
def test_no_way_in_is_left_to_somebody_who(way, person, hr, now):
    browser, app_browser = Client(), Client()
    sign_in(browser)
    sign_in(app_browser)
    assert inside(browser)
    secret = add_app(app_browser)
    codes = re.findall(r"<code>(\d+)</code>", app_browser.get("/account/second-step/codes").content.decode())
    link = asked_for_link()[-1][0]
    actor = Actor(person=person, permissions=frozenset({tokens.MAKE, *tokens.permissions_of(["people:read"])}))
    token = tokens.make_token(actor=actor, name="Records", scopes_wanted=["people:read"], days=9, now=now).secret
    connected = connections.make_connection(actor=actor, now=now, name="Entra", provider=Provider.ENTRA)
    scim = connections.make_token(actor=actor, now=now, connection=connected)
    feed = f"/meetings/calendar/{calendars.make_feed(actor=actor, now=now)}.ics"
    bearer = lambda key: {"headers": {"Authorization": f"Bearer {key}"}}  # noqa: E731
    outside = [("/api/v1/people", bearer(token)), ("/scim/v2/Users", bearer(scim)), (feed, {})]
    assert [Client().get(path, **more).status_code for path, more in outside] == [200, 200, 200]

    shut(way, person, hr, now)

    assert [Client().get(path, **more).status_code for path, more in outside] == [401, 401, 404]
    assert not inside(browser)
    # A browser that was known, with the right password, and one that was not.
    for client in (browser, Client()):
        sign_in(client)
        assert not inside(client)
        for code in (next_code(secret), codes[0]):
            client.post("/sign-in/second-step", {"code": code})
            assert not inside(client)
    # A link in hand from before, and one asked for now.
    client = Client()
    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "quartz-lemon-harbour-92", "password2": "quartz-lemon-harbour-92"}
    )
    assert not Account.objects.get(email=EMAIL).has_usable_password()
    mail.outbox.clear()
    assert not asked_for_link()
    # Passkeys, app and recovery codes are gone.
    assert not Authenticator.objects.filter(user__email=EMAIL).exists()


def test_nothing_comes_back_when_the_sign_in_is_opened_again(person, hr, now):
    feed = f"/meetings/calendar/{calendars.make_feed(actor=Actor(person=person), now=now)}.ics"
    shut("is closed", person, hr, now)
    reopen_sign_in(actor=hr, now=now, person=person)
    assert Client().get(feed).status_code == 404


def test_it_hears_which_keys_ended_and_hr_sees_them_before(person, hr, now):
    manager = made(now, "Iva", "iva@example.org", Post.IT_MANAGER)
    actor = Actor(person=person, permissions=frozenset({tokens.MAKE}))
    connected = connections.make_connection(actor=actor, now=now, name="Entra", provider=Provider.ENTRA)
    connections.make_token(actor=actor, now=now, connection=connected)
    end = next(end for end in left_behind(person, actor=hr, now=now).ends if end.reference.startswith("keys:"))
    assert (end.path, end.blocks) == ("/people/connections", False)
    shut("leaves", person, hr, now)
    letters = [row.payload for row in Job.objects.filter(kind="foundation.letter")]
    told = [letter for letter in letters if letter["letter"] == "people.key-ended"]
    assert [(letter["path"], letter["person"]) for letter in told] == [("/people/connections", str(manager))]
    assert not [end for end in left_behind(person, actor=SYSTEM, now=now).ends if end.reference.startswith("keys:")]
