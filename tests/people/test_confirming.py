"""“Confirm that it is you”: when it is asked, by what it is answered, and that no form is lost by it."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.settings_history.actions import set_to
from leeward.people import queries
from leeward.people.actions import Details, add_person, appoint, open_sign_in
from leeward.people.rules import PersonClass, Post
from leeward.people.sign_in.choices import CONFIRM_MINUTES
from leeward.people.sign_in.confirming import CONFIRMED
from tests.people.codes import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "lantern-gravel-otter-41"
EMAIL = "hana@example.org"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def hr(now):
    """Somebody in HR, with a password."""
    since = timezone.localdate(now) - timedelta(days=9)
    made = add_person(
        actor=SYSTEM,
        now=now,
        details=Details("Hana", "Resourceley", email=EMAIL),
        classes=frozenset({PersonClass.STAFF}),
        since=since,
    )
    appoint(actor=SYSTEM, now=now, person=made, post=Post.HR, since=since)
    account = Account.objects.get(pk=open_sign_in(actor=SYSTEM, now=now, person=made, invite=False))
    account.set_password(PASSWORD)
    account.save()
    return made


@pytest.fixture
def client(hr):
    made = Client()
    made.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    return made


def a_while_ago(client, minutes=61):
    session = client.session
    session[CONFIRMED] = int(time.time()) - minutes * 60
    session.save()


FIELDS = {"given_name": "Hana", "family_name": "Renamedley", "email": EMAIL, "known_as": ""}


def change(client, hr, **more):
    return client.post(f"/people/{hr}/change", {**FIELDS, **more})


def family_name(hr, now):
    return queries.person(hr, timezone.localdate(now)).family_name


def test_signing_in_counts_as_confirming(client, hr):
    assert client.get(f"/people/{hr}/change").status_code == 200


def test_a_while_later_a_page_asks_first_and_then_opens(client, hr):
    a_while_ago(client)
    page = f"/people/{hr}/change"
    asked = client.get(page, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/account/confirm?")
    assert "Confirm that it is you" in asked.content.decode()
    answer = client.post("/account/confirm", {"password": PASSWORD, "next": page})
    assert answer["Location"] == page
    assert client.get(page).status_code == 200


def test_the_time_is_chosen_by_the_organisation_and_its_changes_are_kept(client, hr, now):
    set_to(CONFIRM_MINUTES, 30, actor=SYSTEM, why="shared office", now=now)
    a_while_ago(client, 31)
    assert client.get(f"/people/{hr}/change").status_code == 302
    a_while_ago(client, 29)
    assert client.get(f"/people/{hr}/change").status_code == 200


def test_use_does_not_lengthen_it(client, hr):
    a_while_ago(client, 59)
    before = client.session[CONFIRMED]
    assert client.get(f"/people/{hr}/change").status_code == 200
    assert client.session[CONFIRMED] == before


def test_a_form_sent_too_late_is_carried_out_once_confirmed(client, hr, now):
    a_while_ago(client)
    asked = change(client, hr)
    assert asked.status_code == 401
    page = asked.content.decode()
    assert 'name="family_name" value="Renamedley"' in page
    assert family_name(hr, now) == "Resourceley"
    answer = change(client, hr, **{"confirm-password": PASSWORD})
    assert answer.status_code == 302
    assert family_name(hr, now) == "Renamedley"
    assert AuditEntry.objects.filter(action="account.confirmed").count() == 1


def test_what_was_typed_waits_in_the_page_and_not_in_the_session(client, hr):
    a_while_ago(client)
    change(client, hr, known_as="A secret nobody keeps")
    assert "secret nobody keeps" not in str(dict(client.session.items()))


def test_a_wrong_password_changes_nothing_and_keeps_what_was_typed(client, hr, now):
    a_while_ago(client)
    asked = change(client, hr, **{"confirm-password": "wrong-wrong-wrong"})
    assert asked.status_code == 401
    assert "The password is not right." in asked.content.decode()
    assert "Renamedley" in asked.content.decode()
    assert "wrong-wrong-wrong" not in asked.content.decode()
    assert family_name(hr, now) == "Resourceley"


@pytest.mark.parametrize(
    "garbage",
    [
        {"confirm-code": "000000"},
        {"confirm-code": "x" * 5000},
        {"credential": "{}"},
        {"credential": "[]"},
        {"credential": "null"},
        {"credential": '{"id": 1, "response": []}'},
        {"confirm-password": "\0"},
        {"confirm-password": "x" * 100_000},
        {"confirm-password": "", "confirm-code": "", "credential": ""},
    ],
)
def test_garbage_confirms_nobody(client, hr, now, garbage):
    a_while_ago(client)
    assert change(client, hr, **garbage).status_code == 401
    assert family_name(hr, now) == "Resourceley"
    assert client.get(f"/people/{hr}/change").status_code == 302


def test_passwords_cannot_be_guessed_here_without_end(client, hr, now):
    a_while_ago(client)
    for _ in range(10):
        change(client, hr, **{"confirm-password": "wrong-wrong-wrong"})
    asked = change(client, hr, **{"confirm-password": PASSWORD})
    assert "Too many attempts" in asked.content.decode()
    assert family_name(hr, now) == "Resourceley"


def test_a_code_confirms_and_works_once(client, hr, now):
    client.post("/account/confirm", {"password": PASSWORD})
    client.get("/account/second-step/app")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/second-step/app", {"code": code_of(secret)})
    code = code_of(secret, time.time() + 30)
    for expected in (302, 401):
        a_while_ago(client)
        assert change(client, hr, **{"confirm-code": code}).status_code == expected


def test_another_accounts_password_confirms_nobody(client, hr, now):
    other = Account.objects.create_account("other@example.org", "pebble-harp-marmalade-9")
    assert other.pk
    a_while_ago(client)
    assert change(client, hr, **{"confirm-password": "pebble-harp-marmalade-9"}).status_code == 401


def test_who_has_no_way_to_confirm_is_told_to_sign_in_again(client, hr):
    account = Account.objects.get(email=EMAIL)
    account.set_unusable_password()
    account.save()
    made = Client()
    made.force_login(account)
    a_while_ago(made)
    page = made.get(f"/people/{hr}/change", follow=True)
    assert "Sign out and sign in again" in page.content.decode()
