"""Where somebody is signed in: what is kept, ending it, shared computers, and “was this you?”."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.frontdoor.middleware import LAST_SEEN
from leeward.people.actions import Details, add_person, appoint, change_person, open_sign_in, reset_sign_in
from leeward.people.actions.noticed import forget_old_notices
from leeward.people.actions.sessions import forget_old_sessions
from leeward.people.models import Hold, NoticedSignIn, OpenSession
from leeward.people.rules import PersonClass, Post
from leeward.people.sign_in_rules import Notice, device_in_words, notice_of
from tests.people.codes import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "lantern-gravel-otter-41"
EMAIL = "ann@example.org"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def now():
    return timezone.now()


def made(now, given, email, post=None):
    since = timezone.localdate(now) - timedelta(days=9)
    person = add_person(
        actor=SYSTEM,
        now=now,
        details=Details(given, "Entrywell", email=email),
        classes=frozenset({PersonClass.STAFF}),
        since=since,
    )
    account = Account.objects.get(pk=open_sign_in(actor=SYSTEM, now=now, person=person, invite=False))
    account.set_password(PASSWORD)
    account.save()
    if post is not None:
        appoint(actor=SYSTEM, now=now, person=person, post=post, since=since)
    return person


@pytest.fixture
def person(now):
    return made(now, "Ann", EMAIL)


@pytest.fixture
def used(person):
    """Somebody who has signed in before, from a browser that knows them."""
    client = browser()
    client.post("/sign-out")
    return client


def browser(agent=EDGE, email=EMAIL, **more):
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/sign-in", {"login": email, "password": PASSWORD, **more})
    return client


def inside(client):
    return client.get("/account/sessions").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge on Windows"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130", "Chrome on a Chromebook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile", "Chrome on an Android device"),
        ("", "A browser"),
        ("curl/8.0", "A browser"),
        ("<script>alert(1)</script> Windows", "A browser on Windows"),
        ("x" * 100_000 + "Firefox", "A browser"),
    ],
)
def test_a_browser_is_named_in_plain_words_from_fixed_lists(agent, words):
    assert device_in_words(agent) == words


@pytest.mark.parametrize(
    ("first", "known", "reset", "failures", "why"),
    [
        (True, False, False, 0, None),
        (True, False, True, 0, None),
        (False, True, False, 0, None),
        (False, True, False, 4, None),
        (False, False, False, 0, Notice.NEW_BROWSER),
        (False, True, False, 5, Notice.MANY_FAILURES),
        (True, False, False, 5, Notice.MANY_FAILURES),
        (False, True, True, 0, Notice.AFTER_RESET),
        (False, False, True, 9, Notice.AFTER_RESET),
    ],
)
def test_when_the_owner_is_asked(first, known, reset, failures, why):
    assert notice_of(first=first, known_browser=known, reset_lately=reset, failures=failures) == why


def test_sessions_are_listed_and_this_one_is_marked(used):
    phone, desk = browser(PHONE), browser()
    page = desk.get("/account/sessions").content.decode()
    assert "Safari on an iPhone" in page
    assert page.index("This one") < page.index("Safari on an iPhone")
    assert inside(phone)


def test_nothing_of_the_network_and_no_whole_user_agent_is_kept(used):
    client = Client(HTTP_USER_AGENT=EDGE, REMOTE_ADDR="203.0.113.77")
    client.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    kept = [str(row) for model in (OpenSession, NoticedSignIn) for row in model.objects.values()]
    kept += [str(row.get_decoded()) for row in Session.objects.all()]
    kept += [f"{row.actor} {row.details}" for row in AuditEntry.objects.all()]
    assert kept
    assert not any("203.0.113.77" in text or "AppleWebKit" in text for text in kept)


def test_ending_one_session_refuses_its_next_request_and_no_other(used):
    phone, desk = browser(PHONE), browser()
    row = OpenSession.objects.get(device="Safari on an iPhone")
    assert desk.post(f"/account/sessions/{row.pk}/end").status_code == 302
    assert not inside(phone)
    assert inside(desk)
    assert AuditEntry.objects.filter(action="account.session-ended").count() == 1


def test_ending_all_others_keeps_this_one(used):
    others = [browser(PHONE), browser()]
    desk = browser()
    desk.post("/account/sessions/end-others")
    assert not any(inside(one) for one in others)
    assert inside(desk)
    assert OpenSession.objects.count() == 1


def test_nobody_ends_somebody_elses_session_or_learns_of_it(used, now):
    made(now, "Ben", "ben@example.org")
    ann, ben = browser(), browser(email="ben@example.org")
    theirs = OpenSession.objects.get(account__email=EMAIL)
    missing = ben.post("/account/sessions/00000000-0000-0000-0000-000000000001/end")
    assert ben.post(f"/account/sessions/{theirs.pk}/end").content == missing.content
    assert inside(ann)


def test_signing_out_and_choosing_a_password_leave_no_row(used):
    desk, phone = browser(), browser(PHONE)
    phone.post("/sign-out")
    assert OpenSession.objects.count() == 1
    other = browser(PHONE)
    new = "pebble-harp-marmalade-9"
    desk.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert inside(desk)
    assert not inside(other)
    assert OpenSession.objects.count() == 1


def test_a_session_whose_row_is_gone_ends_by_itself(used):
    desk = browser()
    OpenSession.objects.all().delete()
    session = desk.session
    session["leeward-session"][2] -= 301
    session.save()
    assert not inside(desk)


def test_a_reset_by_it_ends_every_session(used, person, now):
    desk = browser()
    reset_sign_in(actor=SYSTEM, now=now, person=person)
    assert not inside(desk)
    assert not OpenSession.objects.exists()


def test_what_is_left_of_old_sessions_and_notices_is_forgotten(used, now):
    browser(PHONE)
    assert forget_old_sessions(now + timedelta(hours=11)) == 0
    assert forget_old_sessions(now + timedelta(hours=13)) == 1
    assert forget_old_notices(now + timedelta(days=89)) == 0
    assert forget_old_notices(now + timedelta(days=91)) == 1


def quiet_for(client, minutes):
    session = client.session
    session[LAST_SEEN] = int(time.time()) - minutes * 60 - 1
    session.save()


def test_a_shared_computer_is_signed_out_sooner_and_says_so(used):
    shared = browser(PHONE, shared="on")
    assert "signed out after 5 minutes" in shared.get("/account/sessions").content.decode()
    quiet_for(shared, 5)
    assert shared.get("/account/sessions")["Location"].startswith("/signed-out")
    usual = browser()
    quiet_for(usual, 5)
    assert inside(usual)


def test_a_shared_computer_is_not_remembered(used):
    assert "leeward_known" not in browser(PHONE, shared="on").cookies
    assert "leeward_known" in browser(PHONE).cookies


def test_shared_is_kept_over_the_second_step(used):
    desk = browser()
    desk.post("/account/confirm", {"password": PASSWORD})
    desk.get("/account/second-step/app")
    secret = desk.session["mfa.totp.secret"]
    desk.post("/account/second-step/app", {"code": code_of(secret)})
    shared = browser(PHONE, shared="on")
    shared.post("/sign-in/second-step", {"code": code_of(secret, time.time() + 30)})
    assert "signed out after 5 minutes" in shared.get("/account/sessions").content.decode()


def letters(subject):
    work_off(timezone.now())
    return [letter for letter in mail.outbox if letter.subject == subject]


def link(letter):
    return re.search(r"http://127.0.0.1:8000(/account/was-this-you/\S+)", letter.body).group(1)


def test_the_first_sign_in_and_a_known_browser_are_not_asked_about(used):
    used.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    assert letters("Was this you?") == []


def test_a_new_browser_is_told_of_in_a_letter_without_details(used):
    browser(PHONE)
    (letter,) = letters("Was this you?")
    assert letter.to == [EMAIL]
    assert "iPhone" not in letter.body
    page = Client().get(link(letter)).content.decode()
    assert "Safari on an iPhone" in page
    assert "not used with your account before" in page


def test_the_secret_of_the_letter_lies_in_no_queue_or_trail(used):
    browser(PHONE)
    secret = link(letters("Was this you?")[0]).split("/")[-1]
    kept = [str(job.payload) + job.key for job in Job.objects.all()]
    kept += [str(entry.details) + entry.subject for entry in AuditEntry.objects.all()]
    assert not any(secret in text for text in kept)


def test_many_wrong_passwords_before_the_right_one_are_told(used):
    for _ in range(5):
        Client().post("/sign-in", {"login": EMAIL, "password": "wrong-wrong-wrong"})
    used.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    assert NoticedSignIn.objects.get().why == "many-failures"
    used.post("/sign-out")
    used.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    assert NoticedSignIn.objects.count() == 1


def test_own_slips_in_a_known_browser_are_nobodys_alarm(used):
    for _ in range(6):
        used.post("/sign-in", {"login": EMAIL, "password": "wrong-wrong-wrong"})
    used.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    assert not NoticedSignIn.objects.exists()


def test_no_closes_everything_without_signing_in_and_tells_who_looks_after_security(used, person, now):
    made(now, "Iris", "iris@example.org", Post.INFORMATION_SECURITY_MANAGER)
    thief = browser(PHONE)
    thief.post("/account/confirm", {"password": PASSWORD})
    thief.get("/account/second-step/app")
    thief.post("/account/second-step/app", {"code": code_of(thief.session["mfa.totp.secret"])})
    owner = browser()
    page = link(letters("Was this you?")[0])
    closed = Client().post(page, {"answer": "not-mine"})
    assert "Everything is closed" in closed.content.decode()
    assert not inside(thief)
    assert not inside(owner)
    assert not inside(browser())
    account = Account.objects.get(email=EMAIL)
    assert account.sensitive_hold
    assert Hold.objects.get(person=person).why == "owner"
    assert not Authenticator.objects.filter(user_id=account.pk).exists()
    assert [letter.to for letter in letters("Somebody closed their own sign-in")] == [["iris@example.org"]]
    assert [letter.to for letter in letters("Your sign-in is closed until you choose a new password")] == [[EMAIL]]
    listed = browser(email="iris@example.org").get("/people/sign-ins-on-hold").content.decode()
    assert "Ann Entrywell" in listed


def test_saying_no_twice_closes_once(used):
    browser(PHONE)
    page = link(letters("Was this you?")[0])
    for _ in range(2):
        assert "Everything is closed" in Client().post(page, {"answer": "not-mine"}).content.decode()
    assert AuditEntry.objects.filter(action="account.closed-by-owner").count() == 1


def test_looking_and_saying_yes_change_nothing(used):
    phone = browser(PHONE)
    page = link(letters("Was this you?")[0])
    for answer in ("mine", "", "x", "mine"):
        assert Client().post(page, {"answer": answer}).status_code == 200
    Client().get(page)
    assert inside(phone)
    assert NoticedSignIn.objects.get().answer == "mine"


@pytest.mark.parametrize("token", ["x", "a:b:c", "…", "0" * 3000])
def test_a_forged_link_says_only_that_it_does_not_work(used, token):
    answer = Client().post(f"/account/was-this-you/{token}", {"answer": "not-mine"})
    assert "does not work any more" in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_link_of_another_kind_is_no_answer(used):
    from django.core import signing

    browser(PHONE)
    forged = signing.dumps(str(NoticedSignIn.objects.get().pk), salt="something else")
    assert "does not work" in Client().post(f"/account/was-this-you/{forged}", {"answer": "not-mine"}).content.decode()
    assert not Hold.objects.exists()


def test_a_changed_way_in_is_told_without_saying_which(used):
    desk = browser()
    new = "pebble-harp-marmalade-9"
    desk.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    (letter,) = letters("How you sign in was changed")
    assert letter.to == [EMAIL]


def test_a_changed_address_is_told_to_both(used, person, now):
    change_person(actor=SYSTEM, now=now, person=person, details=Details("Ann", "Entrywell", email="new@example.org"))
    told = letters("The address you sign in with was changed")
    assert sorted(letter.to[0] for letter in told) == [EMAIL, "new@example.org"]
    assert not any("new@example.org" in letter.body for letter in told if letter.to == [EMAIL])


def test_signing_in_again_in_the_same_browser_keeps_one_session(client, db):
    account = Account.objects.create_account("again@example.org")
    client.force_login(account)
    client.force_login(account)
    assert OpenSession.objects.filter(account_id=account.pk).count() == 1
