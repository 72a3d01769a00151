"""Signing in by an identity provider: one that listens here and signs for real, and every way to cheat by it."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.settings_history.actions import set_to
from leeward.people.actions import Details, add_person, appoint, leave, open_sign_in
from leeward.people.actions.providers import ProviderDetails, add_provider, change_provider
from leeward.people.models import Connection, Hold, ProvidedUser, ProviderLink, SignInProvider
from leeward.people.provider_rules import Expected, NotAccepted, identity_in, issuer_problem, trustworthy
from leeward.people.rules import PersonClass, Post
from leeward.people.sign_in.choices import TRUST_PROVIDERS
from leeward.people.sign_in.confirming import CONFIRMED
from leeward.people.sign_in.provider_client import seal
from leeward.people.sign_in_rules import ProviderKind
from tests.people.issuer import CLIENT, SECRET, running

PASSWORD = "lantern-gravel-otter-41"
EMAIL = "ann@example.org"


@pytest.fixture(scope="module")
def listening():
    with running() as issuer:
        yield issuer


@pytest.fixture
def issuer(listening, db):
    """The provider, honest again."""
    cache.clear()
    fresh = type(listening).__init__
    url = listening.url
    fresh(listening)
    listening.url = url
    return listening


@pytest.fixture
def now(db):
    return timezone.now()


@pytest.fixture
def provider(issuer, now):
    details = ProviderDetails("Campus", CLIENT, seal(SECRET))
    made = add_provider(actor=SYSTEM, now=now, kind=ProviderKind.OTHER, issuer=issuer.url, details=details)
    return SignInProvider.objects.get(pk=made)


def made(now, given="Ann", email=EMAIL, post=None, password=PASSWORD):
    since = timezone.localdate(now) - timedelta(days=9)
    person = add_person(
        actor=SYSTEM,
        now=now,
        details=Details(given, "Entrywell", email=email),
        classes=frozenset({PersonClass.STAFF}),
        since=since,
    )
    account = Account.objects.get(pk=open_sign_in(actor=SYSTEM, now=now, person=person, invite=False))
    if password:
        account.set_password(password)
        account.save()
    if post is not None:
        appoint(actor=SYSTEM, now=now, person=person, post=post, since=since)
    return person


@pytest.fixture
def person(now):
    return made(now)


def account():
    return Account.objects.get(email=EMAIL)


@pytest.fixture
def linked(person, provider, now):
    return ProviderLink.objects.create(
        provider=provider, subject="subject-1", account=account(), made_by="owner", made_at=now
    )


def out(client, provider, path="sign-in/with", **more):
    """The address at the provider a page leads to."""
    page = client.post(f"/{path}/{provider.pk}", more)
    assert page.status_code == 200, page.content.decode()[:2000]
    return re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())[1].replace("&amp;", "&")


def back(client, provider, query):
    return client.get(f"/sign-in/back/{provider.pk}", query)


def sign_in(client, provider, issuer, **more):
    return back(client, provider, issuer.approve(out(client, provider, **more)))


def inside(client):
    return client.get("/account/sessions").status_code == 200


def test_a_linked_account_signs_in(issuer, provider, linked):
    client = Client()
    answer = sign_in(client, provider, issuer, next="/people/posts")
    assert answer["Location"] == "/people/posts"
    assert inside(client)
    assert AuditEntry.objects.get(action="account.sign-in").details == {"way": "provider"}
    assert ProviderLink.objects.get().last_used_at is not None


def test_what_is_asked_carries_state_nonce_and_a_hashed_verifier(issuer, provider, linked):
    client = Client()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(out(client, provider)).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked["state"]), len(asked["nonce"]), len(asked["code_challenge"])) >= 43
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000/sign-in/back/{provider.pk}"
    assert asked["scope"] == "openid"
    assert "login_hint" not in asked


def test_the_secret_is_sealed_in_the_database_and_reaches_the_provider_whole(issuer, provider, linked):
    assert SECRET not in provider.secret
    sign_in(Client(), provider, issuer)
    assert issuer.forms[-1]["client_secret"] == SECRET
    issuer.describe = lambda described: described.pop("token_endpoint_auth_methods_supported")
    cache.clear()
    sign_in(Client(), provider, issuer)
    assert "client_secret" not in issuer.forms[-1]
    assert issuer.forms[-1]["basic"].startswith("Basic ")


def _as_header(claims, issuer, **header):
    return jwt.encode(claims, issuer.keys[issuer.current], "RS256", headers={"kid": issuer.current, **header})


def _spoil(**changes):
    def spoil(issuer):
        issuer.spoil = lambda claims: claims.update(changes)

    return spoil


def _drop(*names):
    def spoil(issuer):
        issuer.spoil = lambda claims: [claims.pop(name) for name in names]

    return spoil


def _sign(make):
    def spoil(issuer):
        issuer.sign = lambda claims: make(issuer, claims)

    return spoil


def _public_key_as_secret(issuer, claims):
    """The old trick: the public key, which everybody has, taken as the secret of an HMAC."""
    import base64
    import hashlib
    import hmac
    import json

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = issuer.keys[issuer.current].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [{"alg": "HS256", "kid": issuer.current, "typ": "JWT"}, claims]
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    mark = base64.urlsafe_b64encode(hmac.new(key, text, hashlib.sha256).digest()).rstrip(b"=")
    return (text + b"." + mark).decode()


def _strangers_key(issuer, claims):
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, key, "RS256", headers={"kid": issuer.current})


def _changed_after_signing(issuer, claims):
    import base64
    import json

    head, _body, mark = _as_header(claims, issuer).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "subject-2"}).encode()).decode().rstrip("=")
    return f"{head}.{body}.{mark}"


NOW = int(time.time())
ATTACKS = {
    "nonce of another sign-in": (_spoil(nonce="another"), "nonce"),
    "no nonce": (_drop("nonce"), "nonce"),
    "issuer of another provider": (_spoil(iss="https://evil.example"), "issuer"),
    "issuer with a slash more": (lambda issuer: _spoil(iss=issuer.url + "/")(issuer), "issuer"),
    "token for another client": (_spoil(aud="another"), "audience"),
    "no audience": (_drop("aud"), "audience"),
    "several audiences and no party": (_spoil(aud=[CLIENT, "another"]), "party"),
    "another authorised party": (_spoil(azp="another"), "party"),
    "expired": (_spoil(exp=NOW - 3600), "expired"),
    "issued an hour ago": (_spoil(iat=NOW - 3600, exp=NOW + 3600), "too-old"),
    "issued tomorrow": (_spoil(iat=NOW + 86_400, exp=NOW + 90_000), "from-the-future"),
    "not valid before tomorrow": (_spoil(nbf=NOW + 86_400), "from-the-future"),
    "expiry that is no moment": (_spoil(exp="never"), "shape"),
    "expiry that is true": (_spoil(exp=True), "shape"),
    "no expiry": (_drop("exp"), "shape"),
    "no subject": (_drop("sub"), "subject"),
    "empty subject": (_spoil(sub=""), "subject"),
    "subject that is a number": (_spoil(sub=1), "subject"),
    "endless subject": (_spoil(sub="s" * 300), "subject"),
    "alg none": (_sign(lambda issuer, claims: jwt.encode(claims, None, "none")), "signature"),
    "public key as HMAC secret": (_sign(_public_key_as_secret), "signature"),
    "client secret as HMAC secret": (
        _sign(lambda issuer, claims: jwt.encode(claims, SECRET * 3, "HS256")),
        "signature",
    ),
    "signed by a stranger": (_sign(_strangers_key), "signature"),
    "changed after signing": (_sign(_changed_after_signing), "signature"),
    "unknown key": (_sign(lambda issuer, claims: _as_header(claims, issuer, kid="nobody")), "key"),
    "not a token": (_sign(lambda issuer, claims: "not.a.token"), "shape"),
    "empty token": (_sign(lambda issuer, claims: ""), "shape"),
    "endless token": (_sign(lambda issuer, claims: "x" * 200_000), "shape"),
}
"""What was tried, and the word the trail keeps of it. Every one shows the same plain page and opens nothing."""


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_spoilt_answer_opens_nothing_and_is_noted(issuer, provider, linked, attack):
    spoil, word = ATTACKS[attack]
    spoil(issuer)
    client = Client()
    answer = sign_in(client, provider, issuer)
    assert answer.status_code == 400
    assert "could not be accepted" in answer.content.decode()
    assert not inside(client)
    assert AuditEntry.objects.get(action="account.provider-refused").details == {"why": word}


def test_a_withdrawn_key_signs_nobody_in_and_a_new_one_does_at_once(issuer, provider, linked):
    assert sign_in(Client(), provider, issuer).status_code == 302
    before = issuer.current
    issuer.rotate("second")
    assert sign_in(Client(), provider, issuer).status_code == 302
    issuer.current = before
    cache.clear()
    client = Client()
    assert sign_in(client, provider, issuer).status_code == 400
    assert not inside(client)


def test_elliptic_curves_do_too(issuer, provider, linked):
    issuer.rotate("curve", keep=True, curve=True)
    assert sign_in(Client(), provider, issuer).status_code == 302


def test_a_state_works_once(issuer, provider, linked):
    client = Client()
    query = issuer.approve(out(client, provider))
    assert back(client, provider, query).status_code == 302
    client.post("/sign-out")
    assert back(client, provider, query).status_code == 400
    assert not inside(client)


@pytest.mark.parametrize("state", ["", "made-up", "x" * 5000])
def test_a_state_nobody_asked_for_opens_nothing(issuer, provider, linked, state):
    client = Client()
    query = issuer.approve(out(client, provider))
    assert back(client, provider, {**query, "state": state}).status_code == 400
    assert not inside(client)


def test_an_answer_asked_for_in_another_browser_opens_nothing(issuer, provider, linked):
    # Otherwise somebody could be signed in, unawares, as whoever sent them the link.
    query = issuer.approve(out(Client(), provider))
    victim = Client()
    assert back(victim, provider, query).status_code == 400
    assert not inside(victim)


def test_a_code_of_another_way_is_refused_by_its_verifier(issuer, provider, linked):
    client = Client()
    stolen = issuer.approve(out(Client(), provider))["code"]
    query = issuer.approve(out(client, provider))
    assert back(client, provider, {**query, "code": stolen}).status_code == 400
    assert not inside(client)


def test_an_answer_after_ten_minutes_is_too_late(issuer, provider, linked):
    client = Client()
    query = issuer.approve(out(client, provider))
    session = client.session
    session["leeward-asked-provider"][query["state"]]["at"] -= 601
    session.save()
    assert back(client, provider, query).status_code == 400


def test_one_provider_cannot_answer_for_another(issuer, provider, linked, now):
    details = ProviderDetails("Other", CLIENT, seal(SECRET))
    other = add_provider(
        actor=SYSTEM, now=now, kind=ProviderKind.OTHER, issuer="https://other.example", details=details
    )
    client = Client()
    query = issuer.approve(out(client, provider))
    assert client.get(f"/sign-in/back/{other}", query).status_code == 400
    client = Client()
    query = issuer.approve(out(client, provider))
    assert back(client, provider, {**query, "iss": "https://other.example"}).status_code == 400


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_after_the_provider_one_stays_on_this_site(issuer, provider, linked, target):
    assert sign_in(Client(), provider, issuer, next=target)["Location"] == "/"


def test_the_session_is_new_after_signing_in(issuer, provider, linked):
    client = Client()
    query = issuer.approve(out(client, provider))
    before = client.cookies["leeward_session"].value
    back(client, provider, query)
    assert client.cookies["leeward_session"].value != before


def test_nobody_is_known_by_an_address_and_no_account_is_made(issuer, provider, person):
    issuer.person = {"sub": "subject-9", "email": EMAIL, "email_verified": True, "name": "Ann"}
    client = Client()
    before = Account.objects.count()
    answer = sign_in(client, provider, issuer)
    assert "not linked to a sign-in here" in answer.content.decode()
    assert not inside(client)
    assert Account.objects.count() == before
    assert not ProviderLink.objects.exists()


def test_a_closed_account_stays_closed(issuer, provider, linked, person, now):
    leave(actor=SYSTEM, now=now, person=person, last_day=timezone.localdate(now))
    client = Client()
    assert "This sign-in is closed" in sign_in(client, provider, issuer).content.decode()
    assert not inside(client)


def test_a_shut_provider_is_a_missing_page(issuer, provider, linked, now):
    client = Client()
    query = issuer.approve(out(client, provider))
    change_provider(actor=SYSTEM, now=now, provider=provider.pk, details=ProviderDetails("Campus", CLIENT, open=False))
    assert back(client, provider, query).status_code == 404
    assert client.post(f"/sign-in/with/{provider.pk}").status_code == 404
    assert "Campus" not in client.get("/sign-in").content.decode()


def test_while_the_provider_is_away_the_page_says_so_and_passwords_go_on(issuer, provider, linked):
    issuer.away = True
    client = Client()
    answer = client.post(f"/sign-in/with/{provider.pk}")
    assert answer.status_code == 502
    assert "does not answer" in answer.content.decode()
    client.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    assert inside(client)


@pytest.mark.parametrize(
    "describe",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(issuer, provider, linked, describe):
    issuer.describe = lambda described: described.update(describe)
    assert Client().post(f"/sign-in/with/{provider.pk}").status_code == 502


def test_cancelling_at_the_provider_is_said_plainly(issuer, provider, linked):
    client = Client()
    query = issuer.approve(out(client, provider))
    page = back(client, provider, {"state": query["state"], "error": "access_denied<script>"}).content.decode()
    assert "did not finish signing in" in page
    assert "access_denied" not in page


def signed_in():
    client = Client()
    client.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
    return client


def test_somebody_signed_in_links_and_unlinks_their_own(issuer, provider, person):
    client = signed_in()
    answer = back(client, provider, issuer.approve(out(client, provider, "account/linked")))
    assert answer["Location"] == "/account/linked"
    assert "Linked on" in client.get("/account/linked").content.decode()
    assert sign_in(Client(), provider, issuer).status_code == 302
    client.post(f"/account/linked/{provider.pk}/remove")
    assert "not linked" in sign_in(Client(), provider, issuer).content.decode()


def test_linking_asks_to_confirm_first(issuer, provider, person):
    client = signed_in()
    session = client.session
    session[CONFIRMED] = 1
    session.save()
    assert client.post(f"/account/linked/{provider.pk}").status_code == 401


def test_a_link_begun_by_one_is_never_made_for_another(issuer, provider, person, now):
    made(now, "Ben", "ben@example.org")
    client = signed_in()
    query = issuer.approve(out(client, provider, "account/linked"))
    asked = client.session["leeward-asked-provider"]
    client.post("/sign-out")
    client.post("/sign-in", {"login": "ben@example.org", "password": PASSWORD})
    session = client.session
    session["leeward-asked-provider"] = asked
    session.save()
    assert back(client, provider, query).status_code == 400
    assert not ProviderLink.objects.exists()


def test_a_subject_belongs_to_one_account(issuer, provider, linked, now):
    made(now, "Ben", "ben@example.org")
    client = Client()
    client.post("/sign-in", {"login": "ben@example.org", "password": PASSWORD})
    answer = back(client, provider, issuer.approve(out(client, provider, "account/linked")))
    assert "belongs to a sign-in here already" in answer.content.decode()
    assert ProviderLink.objects.get().account == account()


def letter_link(mailoutbox, email):
    from django.core import mail

    Client().post("/account/password/forgotten", {"email": email})
    work_off(timezone.now())
    letter = next(letter for letter in mail.outbox if letter.to == [email] and "/choose/" in letter.body)
    return re.search(r"http://127.0.0.1:8000(/account/\S+)", letter.body)[1]


def test_an_invited_person_links_by_the_letter_without_a_password(issuer, provider, now, mailoutbox):
    made(now, "New", "new@example.org", password="")
    link = letter_link(mailoutbox, "new@example.org")
    client = Client()
    page = client.get(link, follow=True).content.decode()
    uidb36 = re.search(r'name="uidb36" value="([^"]+)"', page)[1]
    query = issuer.approve(out(client, provider, "sign-in/invited", uidb36=uidb36))
    assert back(client, provider, query).status_code == 302
    assert inside(client)
    assert ProviderLink.objects.get().made_by == "invitation"
    again = Client().get(link, follow=True).content.decode()
    assert "does not work any more" in again


def test_an_invitation_needs_the_letter(issuer, provider, person):
    from allauth.account.utils import user_pk_to_url_str

    client = Client()
    for uidb36 in (user_pk_to_url_str(account()), "", "zzz"):
        answer = client.post(f"/sign-in/invited/{provider.pk}", {"uidb36": uidb36})
        assert answer.status_code == 400
    assert not ProviderLink.objects.exists()


def provided(provider, person, now, external_id="subject-1", **more):
    connection = Connection.objects.create(name="Campus directory", provider="other", made_at=now)
    provider.connection = connection
    provider.save()
    user = {"user_name": "ann", "user_name_key": "k", "user_name_folded": "ann", "external_id": external_id}
    fields = {"document": {}, "made_at": now, "changed_at": now, "standing": "linked", "person_id": person}
    return ProvidedUser.objects.create(connection=connection, **{**user, **fields, **more})


def test_provisioning_may_say_whose_a_subject_is_and_a_hold_guards_it(issuer, provider, person, now):
    provided(provider, person, now)
    client = Client()
    assert sign_in(client, provider, issuer).status_code == 302
    assert inside(client)
    assert ProviderLink.objects.get().made_by == "scim"
    assert Hold.objects.get(person_id=person).why == "link"


@pytest.mark.parametrize(
    "more",
    [
        {"external_id": "subject-2"},
        {"active": False},
        {"gone_at": timezone.now()},
        {"person_id": None, "standing": "confirm"},
    ],
)
def test_provisioning_that_means_nobody_links_nobody(issuer, provider, person, now, more):
    provided(provider, person, now, **more)
    assert "not linked" in sign_in(Client(), provider, issuer).content.decode()
    assert not ProviderLink.objects.exists()


@pytest.mark.parametrize(
    ("trusted", "amr", "opens"), [(True, ["pwd", "mfa"], True), (True, ["pwd"], False), (False, ["mfa"], False)]
)
def test_a_second_step_made_there_counts_only_where_the_organisation_says_so(
    issuer, provider, now, settings, trusted, amr, opens
):
    settings.LEEWARD_SECOND_STEP = ["dsl"]
    person = made(now, post=Post.DSL)
    ProviderLink.objects.create(provider=provider, subject="subject-1", account=account(), made_by="owner", made_at=now)
    assert person
    if trusted:
        set_to(TRUST_PROVIDERS, True, actor=SYSTEM, why="decided by the board", now=now)
    issuer.person = {"sub": "subject-1", "amr": amr}
    client = Client()
    sign_in(client, provider, issuer)
    assert client.get("/safeguarding").status_code == (200 if opens else 302)
    if opens:
        set_to(TRUST_PROVIDERS, False, actor=SYSTEM, why="no longer", now=timezone.now())
        assert client.get("/safeguarding").status_code == 302
        client.post("/sign-out")
        client.post("/sign-in", {"login": EMAIL, "password": PASSWORD})
        assert client.get("/safeguarding").status_code == 302


def test_an_own_second_step_is_asked_for_after_an_untrusted_provider(issuer, provider, linked):
    from tests.people.codes import code_of

    client = signed_in()
    client.post("/account/confirm", {"password": PASSWORD})
    client.get("/account/second-step/app")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/second-step/app", {"code": code_of(secret)})
    issuer.person = {"sub": "subject-1", "amr": ["mfa"]}
    other = Client()
    assert sign_in(other, provider, issuer)["Location"] == "/sign-in/second-step"
    assert not inside(other)
    other.post("/sign-in/second-step", {"code": code_of(secret, time.time() + 30)})
    assert inside(other)


def test_a_shared_computer_is_one_by_this_way_too(issuer, provider, linked):
    client = Client()
    sign_in(client, provider, issuer, shared="on")
    assert "signed out after 5 minutes" in client.get("/account/sessions").content.decode()


TENANT = "11111111-2222-3333-4444-555555555555"
ENTRA = f"https://login.microsoftonline.com/{TENANT}/v2.0"
GOOGLE = "https://accounts.google.com"


def _claims(issuer, **more):
    return {"iss": issuer, "aud": CLIENT, "nonce": "n", "iat": NOW, "exp": NOW + 300, "sub": "pairwise", **more}


def test_entra_is_known_by_the_object_of_the_own_tenant():
    expected = Expected(ENTRA, CLIENT, "n", ProviderKind.ENTRA)
    assert identity_in(_claims(ENTRA, oid="object", tid=TENANT, amr=["pwd", "mfa"]), expected, NOW).second_step
    assert identity_in(_claims(ENTRA, oid="object", tid=TENANT), expected, NOW).subject == "object"
    for more in ({"oid": "object"}, {"oid": "object", "tid": TENANT.replace("1", "9")}, {"tid": TENANT}):
        with pytest.raises(NotAccepted):
            identity_in(_claims(ENTRA, **more), expected, NOW)


def test_google_is_known_by_subject_within_the_own_domain_only():
    expected = Expected(GOOGLE, CLIENT, "n", ProviderKind.GOOGLE, "college.example")
    for spelling in (GOOGLE, "accounts.google.com"):
        assert identity_in(_claims(spelling, hd="college.example"), expected, NOW).subject == "pairwise"
    for more in ({}, {"hd": "evil.example"}, {"hd": ""}, {"email": "x@college.example"}):
        with pytest.raises(NotAccepted):
            identity_in(_claims(GOOGLE, **more), expected, NOW)


@pytest.mark.parametrize(
    ("kind", "issuer", "domain", "problem"),
    [
        ("entra", ENTRA, "", ""),
        ("entra", "https://login.microsoftonline.com/common/v2.0", "", "entra-tenant"),
        ("entra", "https://login.microsoftonline.com/{tenantid}/v2.0", "", "entra-tenant"),
        ("entra", ENTRA + "/", "", "entra-tenant"),
        ("google", GOOGLE, "college.example", ""),
        ("google", GOOGLE, "", "google-domain"),
        ("google", "https://accounts.google.com.evil.example", "college.example", "google-issuer"),
        ("other", "https://id.college.example/realm", "", ""),
        ("other", "http://id.college.example", "", "https"),
        ("other", "javascript:alert(1)", "", "https"),
        ("other", "https://user@evil.example", "", "https"),
    ],
)
def test_what_may_be_added_as_a_provider(kind, issuer, domain, problem):
    assert issuer_problem(ProviderKind(kind), issuer, domain) == problem


@pytest.mark.parametrize(
    ("address", "issuer", "may"),
    [
        ("https://id.example/token", "https://id.example", True),
        ("http://127.0.0.1:9/token", "http://127.0.0.1:9", True),
        ("http://127.0.0.1:9/token", "https://id.example", False),
        ("http://169.254.169.254/latest", "https://id.example", False),
        ("http://127.0.0.1.evil.example/", "http://127.0.0.1:9", False),
        ("https://id.example\\@evil.example/", "https://id.example", False),
        ("ftp://id.example", "https://id.example", False),
        ("", "https://id.example", False),
    ],
)
def test_what_may_be_fetched(address, issuer, may):
    assert trustworthy(address, issuer) is may


def test_the_it_manager_adds_a_provider_and_never_sees_the_secret_again(issuer, now):
    made(now, post=Post.IT_MANAGER)
    client = signed_in()
    given = {
        "kind": "other",
        "issuer": issuer.url,
        "label": "Campus",
        "client_id": CLIENT,
        "secret": SECRET,
        "open": "on",
    }
    page = client.post("/people/sign-in-providers/add", given, follow=True).content.decode()
    assert "Kept sealed" in page
    assert "/sign-in/back/" in page
    assert SECRET not in page
    row = SignInProvider.objects.get()
    kept = row.secret
    client.post(f"/people/sign-in-providers/{row.pk}", {"label": "Campus 2", "client_id": CLIENT, "open": "on"})
    row.refresh_from_db()
    assert (row.label, row.secret, row.issuer) == ("Campus 2", kept, issuer.url)
    twice = client.post("/people/sign-in-providers/add", given)
    assert "already" in twice.content.decode()
    wrong = client.post("/people/sign-in-providers/add", {**given, "kind": "entra"})
    assert "enter your own tenant" in wrong.content.decode()
