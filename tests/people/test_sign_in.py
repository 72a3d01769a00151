"""Signing in: passwords, throttling, second steps, links, the demonstration, and what must not be routed."""

import base64
import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.installation.begin import begin
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.people import demo
from leeward.people.actions import Details, add_person, appoint, leave, open_sign_in
from leeward.people.rules import PersonClass, Post
from leeward.people.sign_in.passwords import guessable
from tests.people.codes import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "lantern-gravel-otter-41"
EMAIL = "ann@example.org"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def person(now):
    """Somebody with a sign-in and a password."""
    made = add_person(
        actor=SYSTEM,
        now=now,
        details=Details("Ann", "Entrywell", email=EMAIL),
        classes=frozenset({PersonClass.STAFF}),
        since=timezone.localdate(now) - timedelta(days=9),
    )
    account = Account.objects.get(pk=open_sign_in(actor=SYSTEM, now=now, person=made, invite=False))
    account.set_password(PASSWORD)
    account.save()
    return made


def account():
    return Account.objects.get(email=EMAIL)


def sign_in(client, password=PASSWORD, email=EMAIL, **extra):
    return client.post("/sign-in", {"login": email, "password": password}, **extra)


def signed_in(client):
    return client.get("/account/second-step").status_code == 200


def add_app(client):
    """Adds an authenticator app to whoever is signed in, through the pages; returns its secret."""
    client.post("/account/confirm", {"password": PASSWORD})
    client.get("/account/second-step/app")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/second-step/app", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    # The code just used must not be taken a second time; the next is from the step after it.
    return secret


def next_code(secret):
    return code_of(secret, time.time() + 30)


def test_the_right_password_opens_and_leaves_a_trace_and_a_new_session(client, person):
    client.get("/sign-in")
    client.session["planted"] = True
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert signed_in(client)
    entry = AuditEntry.objects.get(action="account.sign-in")
    assert (entry.actor, entry.details) == (f"person:{person}", {"way": "password"})


def test_the_session_key_changes_at_sign_in(client, person):
    session = client.session
    session["something"] = 1
    session.save()
    before = client.cookies["leeward_session"].value
    sign_in(client)
    assert client.cookies["leeward_session"].value != before
    assert client.cookies["leeward_session"]["httponly"]


def test_the_address_counts_in_any_case_and_with_spaces(client, person):
    sign_in(client, email=" ANN@Example.org ")
    assert signed_in(client)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(client, person, email):
    answer = sign_in(client, "wrong-wrong-wrong", email)
    assert answer.status_code == 200
    assert "The e-mail address or the password is not right." in answer.content.decode()
    assert not signed_in(client)


def page_of(answer):
    """A page without what changes from one to the next, and without the address typed in."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return text.replace(EMAIL, "…").replace("nobody@example.org", "…")


def test_known_and_unknown_addresses_give_the_same_pages_at_every_attempt(person):
    for _ in range(12):
        known, unknown = (sign_in(Client(), "wrong-wrong-wrong", email) for email in (EMAIL, "nobody@example.org"))
        assert page_of(known) == page_of(unknown)
        assert known.status_code == unknown.status_code
    assert "Too many attempts" in page_of(known)


def test_after_ten_wrong_passwords_a_stranger_is_stopped_even_with_the_right_one(person):
    for _ in range(10):
        sign_in(Client(), "wrong-wrong-wrong")
    stranger = Client()
    assert "Too many attempts" in sign_in(stranger).content.decode()
    assert not signed_in(stranger)


def test_an_attacker_cannot_keep_somebody_out_of_a_browser_used_before(client, person):
    sign_in(client)
    client.post("/sign-out")
    for _ in range(15):
        sign_in(Client(), "wrong-wrong-wrong")
    sign_in(client)
    assert signed_in(client)


def test_a_browser_known_for_one_account_is_a_stranger_to_another(client, person, now):
    sign_in(client)
    client.post("/sign-out")
    other = "other@example.org"
    for _ in range(10):
        sign_in(client, "wrong-wrong-wrong", other)
    assert "Too many attempts" in sign_in(Client(), "x", other).content.decode()


def test_a_forged_known_browser_is_a_stranger(person):
    for _ in range(10):
        sign_in(Client(), "wrong-wrong-wrong")
    forger = Client()
    forger.cookies["leeward_known"] = base64.b64encode(b'{"number":"1","marks":["x"]}').decode()
    assert "Too many attempts" in sign_in(forger).content.decode()


def test_one_persons_wrong_passwords_do_not_stop_a_colleague_at_the_same_address(client, person):
    for number in range(40):
        sign_in(Client(), "wrong-wrong-wrong", f"guess{number}@example.org", REMOTE_ADDR="192.0.2.7")
    sign_in(client, REMOTE_ADDR="192.0.2.7")
    assert signed_in(client)


@pytest.mark.parametrize(
    ("target", "goes"),
    [("/people", "/people"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/")],
)
def test_after_sign_in_one_stays_on_this_site(client, person, target, goes):
    answer = client.post("/sign-in", {"login": EMAIL, "password": PASSWORD, "next": target})
    assert answer["Location"] == goes


@pytest.mark.parametrize(
    "garbage",
    [
        {},
        {"login": "x" * 100_000, "password": "y"},
        {"login": EMAIL, "password": "x" * 100_000},
        {"login": "a\0b@example.org", "password": "x\0"},
        {"login": "ann@example.org\r\nBcc: x@example.org", "password": "x"},
        {"login": ["a", "b"], "password": ["c", "d"]},
        {"login": "😀@example.org", "password": "😀"},
    ],
)
def test_garbage_at_the_door_is_answered_with_the_page(client, person, garbage):
    answer = client.post("/sign-in", garbage)
    assert answer.status_code == 200
    assert not signed_in(client)


def test_nobody_can_make_an_account(client):
    for address in ("/signup", "/account/signup", "/accounts/signup/", "/sign-up"):
        assert client.get(address).status_code == 404
    for name in ("account_signup", "account_email", "account_confirm_login_code", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def letter_to(address):
    return next(letter for letter in mail.outbox if letter.to == [address])


def link_in(letter):
    return re.search(r"http://127.0.0.1:8000(/account/\S+)", letter.body).group(1)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, person, now):
    answer = client.post("/account/password/forgotten", {"email": EMAIL})
    assert answer["Location"] == "/account/password/forgotten/sent"
    assert not mail.outbox
    work_off(timezone.now())
    link = link_in(letter_to(EMAIL))
    form = client.get(link, follow=True)
    assert "/choose/" in form.redirect_chain[-1][0]
    assert link.split("/")[-1] not in form.redirect_chain[-1][0]
    new = "pebble-harp-marmalade-9"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert account().check_password(new)
    assert AuditEntry.objects.filter(action="account.password-chosen").count() == 1
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_a_link_lifts_the_count_of_wrong_passwords(client, person):
    for _ in range(10):
        sign_in(Client(), "wrong-wrong-wrong")
    client.post("/account/password/forgotten", {"email": EMAIL})
    work_off(timezone.now())
    form = client.get(link_in(letter_to(EMAIL)), follow=True)
    new = "pebble-harp-marmalade-9"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    sign_in(client, new)
    assert signed_in(client)


def test_asking_for_a_link_for_nobody_looks_the_same_and_writes_to_nobody(client, person):
    known = client.post("/account/password/forgotten", {"email": EMAIL}, follow=True)
    unknown = client.post("/account/password/forgotten", {"email": "nobody@example.org"}, follow=True)
    assert page_of(known) == page_of(unknown)
    work_off(timezone.now())
    assert [letter.to for letter in mail.outbox] == [[EMAIL]]
    assert Job.objects.filter(kind="people.reset-asked").count() == 2


def test_the_secret_of_a_link_lies_in_no_queue(client, person):
    client.post("/account/password/forgotten", {"email": EMAIL})
    work_off(timezone.now())
    secret = link_in(letter_to(EMAIL)).split("/")[-1]
    assert all(secret not in str(job.payload) + job.key for job in Job.objects.all())


def test_links_cannot_be_asked_for_without_end(client, person):
    answers = [client.post("/account/password/forgotten", {"email": EMAIL}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_invited_person_chooses_a_password_and_signs_in(client, now):
    made = add_person(
        actor=SYSTEM,
        now=now,
        details=Details("New", "Comerby", email="new@example.org"),
        classes=frozenset({PersonClass.STAFF}),
    )
    open_sign_in(actor=SYSTEM, now=now, person=made)
    work_off(timezone.now())
    assert link_in(letter_to("new@example.org")) == "/account/password/forgotten"
    mail.outbox.clear()
    client.post("/account/password/forgotten", {"email": "new@example.org"})
    work_off(timezone.now())
    form = client.get(link_in(letter_to("new@example.org")), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(client, email="new@example.org")
    assert signed_in(client)


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("short-one-1", True),
        ("Password1234", True),
        ("Welcome2026!", True),
        ("Leeward Safeguarding 2026", True),
        ("HarbourLane2026", True),
        ("p4ssw0rdw3lc0m3", True),
        ("aaaaaaaaaaaaaa", True),
        ("121212121212", True),
        ("ann.ann.ann.example", True),
        ("ann@example.org", True),
        (PASSWORD, False),
        ("correct horse battery", False),
        ("ŵyneb-haul-lleuad-sêr", False),
        ("你好世界你好世界你好世界安全", False),
    ],
)
def test_what_may_be_a_password(client, person, now, password, refused):
    begin("real", "Harbour Lane Training", now=now)
    sign_in(client)
    answer = client.post("/account/password", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert (answer.status_code == 200) is refused, answer.content.decode()
    assert account().check_password(PASSWORD if refused else password)


def test_a_password_of_own_words_and_a_stray_letter_pattern_is_guessable():
    assert guessable("Harbour-Lane-2026", frozenset({"harbour", "lane"}))
    assert not guessable("Harbour-Lane-2026", frozenset())


def test_a_changed_password_ends_other_sessions_and_keeps_this_one(client, person):
    other = Client()
    sign_in(other)
    sign_in(client)
    new = "pebble-harp-marmalade-9"
    client.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/account/second-step").status_code == 200
    assert other.get("/account/second-step").status_code == 302


def test_a_leavers_sessions_end_at_once(client, person, now):
    sign_in(client)
    assert client.get("/account/second-step").status_code == 200
    leave(actor=SYSTEM, now=now, person=person, last_day=timezone.localdate(now))
    assert client.get("/account/second-step").status_code == 302
    sign_in(client)
    assert not signed_in(client)


def test_an_app_is_asked_for_at_the_next_sign_in(client, person):
    sign_in(client)
    secret = add_app(client)
    client.post("/sign-out")
    assert sign_in(client)["Location"] == "/sign-in/second-step"
    assert not signed_in(client)
    assert "not right" in client.post("/sign-in/second-step", {"code": "000000"}).content.decode()
    answer = client.post("/sign-in/second-step", {"code": next_code(secret)})
    assert answer["Location"] == "/"
    assert signed_in(client)
    assert AuditEntry.objects.filter(action="account.second-step-added").exists()


def test_a_code_works_once(client, person):
    sign_in(client)
    secret = add_app(client)
    code = next_code(secret)
    for expected in (True, False):
        again = Client()
        sign_in(again)
        again.post("/sign-in/second-step", {"code": code})
        assert signed_in(again) is expected


def test_codes_cannot_be_guessed_without_end(client, person):
    sign_in(client)
    secret = add_app(client)
    guesser = Client()
    sign_in(guesser)
    for _ in range(10):
        guesser.post("/sign-in/second-step", {"code": "000000"})
    answer = guesser.post("/sign-in/second-step", {"code": next_code(secret)})
    assert "Too many attempts" in answer.content.decode()


def test_a_recovery_code_stands_in_once(client, person):
    sign_in(client)
    add_app(client)
    page = client.get("/account/second-step/codes").content.decode()
    codes = re.findall(r"<code>(\d+)</code>", page)
    assert len(codes) == 10
    for expected in (True, False):
        again = Client()
        sign_in(again)
        again.post("/sign-in/second-step", {"code": codes[0]})
        assert signed_in(again) is expected


def test_secrets_of_apps_are_not_in_the_database_in_clear(client, person):
    sign_in(client)
    secret = add_app(client)
    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert len(kept) == 2
    assert all(secret not in text for text in kept)


def test_changing_the_second_step_asks_for_the_password_first(client, person):
    sign_in(client)
    assert client.get("/account/second-step/app")["Location"].startswith("/account/confirm")
    assert client.get("/account/second-step/passkeys/add")["Location"].startswith("/account/confirm")


def test_no_address_is_kept_beside_the_account(client, person):
    sign_in(client)
    add_app(client)
    assert not EmailAddress.objects.exists()


def give_dsl(person, now, settings):
    settings.LEEWARD_SECOND_STEP = ["dsl"]
    today = timezone.localdate(now)
    appoint(actor=SYSTEM, now=now, person=person, post=Post.DSL, since=today - timedelta(days=1))


def test_a_post_that_demands_a_second_step_is_led_to_it_and_opens_then(client, person, now, settings):
    from leeward.people.queries import actor_of

    give_dsl(person, now, settings)
    sign_in(client)
    before = actor_of(account().pk, now)
    assert "safeguarding.receive" in before.withheld
    assert not before.may("safeguarding.receive")
    assert before.may("people.see")
    assert "Set up a second step first" in client.get("/account/withheld").content.decode()
    add_app(client)
    after = actor_of(account().pk, now)
    assert after.may("safeguarding.receive")
    assert not after.withheld
    assert "is open" in client.get("/account/withheld").content.decode()


def test_the_demonstration_demands_no_second_step(person, now, settings):
    from leeward.people.queries import actor_of

    settings.LEEWARD_DEMO = True
    give_dsl(person, now, settings)
    assert actor_of(account().pk, now).may("safeguarding.receive")


@pytest.mark.parametrize("key", demo.SIGN_IN_POSTS)
def test_in_the_demonstration_one_button_signs_in_as_each_post(client, settings, now, key):
    settings.LEEWARD_DEMO = True
    begin("demo", demo.ORGANISATION, now=now)
    people = demo.build(now)
    assert f'value="{key}"' in client.get("/sign-in").content.decode()
    assert client.post("/sign-in/demo", {"post": key}).status_code == 302
    signed = Account.objects.get(pk=client.session["_auth_user_id"])
    assert people.actor(key, now).account == signed.pk


def test_outside_the_demonstration_there_is_no_button_and_no_door(client, now, settings):
    begin("real", "Harbour Lane Training", now=now)
    demo.build(now)
    assert "sign-in/demo" not in client.get("/sign-in").content.decode()
    assert client.post("/sign-in/demo", {"post": "dsl"}).status_code == 404
    # Not even where somebody switches the setting on over real data.
    settings.LEEWARD_DEMO = True
    assert client.post("/sign-in/demo", {"post": "dsl"}).status_code == 404
    assert not signed_in(client)


def test_a_key_that_is_no_post_signs_nobody_in(client, settings, now):
    settings.LEEWARD_DEMO = True
    begin("demo", demo.ORGANISATION, now=now)
    demo.build(now)
    for key in ("", "tutor-2", "root", "dsl\0"):
        assert client.post("/sign-in/demo", {"post": key}).status_code == 404


def test_somebody_signed_in_but_not_admitted_gets_a_missing_page(client, person):
    sign_in(client)
    assert client.get("/account/withheld").status_code == 200
    assert client.get("/no-such-page").status_code == 404


def test_passwords_are_kept_with_argon2():
    from leeward.frontdoor import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert django_settings.AUTH_USER_MODEL == "foundation.Account"


def test_a_passkey_answer_that_is_garbage_signs_nobody_in(client, person):
    options = client.get("/sign-in/passkey", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
    for credential in ("", "{}", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "AAAA"}}', "x" * 10_000):
        answer = client.post("/sign-in/passkey", {"credential": credential})
        assert answer.status_code == 302
        assert not signed_in(client)


def test_which_posts_demand_a_second_step_is_a_setting_safe_by_default(person, now, settings):
    from leeward.foundation.settings_history.actions import change_setting, preview
    from leeward.people.queries import actor_of

    give_dsl(person, now, settings)
    settings.LEEWARD_SECOND_STEP = None
    assert "safeguarding.receive" in actor_of(account().pk, now).withheld
    key = "people.second-step-posts"
    seen = preview(actor=SYSTEM, key=key, entered="hr", now=now)
    assert any("dsl" in effect for effect in seen.effects)
    change_setting(actor=SYSTEM, key=key, entered="hr", why="a test", now=now)
    assert not actor_of(account().pk, now).withheld
    with pytest.raises(ValueError, match="no post here"):
        change_setting(actor=SYSTEM, key=key, entered="hr, wizard", why="a test", now=now)


def test_guesses_without_end_from_everywhere_keep_nobody_out(client, person):
    sign_in(client)
    client.post("/sign-out")
    for number in range(60):
        guesser = Client(REMOTE_ADDR=f"203.0.113.{number}")
        assert sign_in(guesser, f"wrong-{number}-wrong").status_code == 200
        assert not signed_in(guesser)
    sign_in(client)
    assert signed_in(client)
