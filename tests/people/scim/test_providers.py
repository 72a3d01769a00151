"""The ways of Entra ID, Okta and Google as their makers document them, each as a table of requests and answers."""

from datetime import timedelta

import pytest
from django.test import Client

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.approvals import actions as approvals
from leeward.foundation.approvals import queries as requests
from leeward.foundation.outbox.jobs import work_off
from leeward.people import queries
from leeward.people.actions import Refused, leave, open_sign_in, set_class
from leeward.people.actions.connections import add_class_rule, ignore, link, settle_waiting, take_as_new
from leeward.people.actions.group_posts import end_proposal, propose_post
from leeward.people.connection_rules import ClassBy, GiftState, Provider, Standing
from leeward.people.models import GroupGift, GroupPost, Hold, Person, PostHolding
from leeward.people.rules import PersonClass, Post
from tests.people.made import NOW, TODAY, give, somebody
from tests.people.scim.asking import asking

pytestmark = pytest.mark.django_db

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ID, GROUP = "{user}", "{group}"


def patch(path, *operations):
    return ("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


def entra(name, value=None, op="Replace"):
    return patch(f"/Users/{ID}", {"op": op, "path": name, "value": value})


def members(op, *keys):
    return {"op": op, "path": "members", "value": [{"$ref": None, "value": key} for key in keys]}


def get(path):
    return ("GET", path, None)


BEA = {
    "schemas": [CORE, ENTERPRISE],
    "externalId": "0a21f0f2",
    "userName": "bea@example.org",
    "active": True,
    "emails": [{"primary": True, "type": "work", "value": "bea@example.org"}],
    "meta": {"resourceType": "User"},
    "name": {"formatted": "Bea Quaye", "familyName": "Quaye", "givenName": "Bea"},
    "roles": [],
    ENTERPRISE: {"department": "Care", "manager": "nobody"},
}
RENAMED = {"formatted": "Bea Quaye", "familyName": "Quaye-Lamb", "givenName": "Bea"}
ENTRA = [
    # request, status, what the answer holds
    (get('/Users?filter=userName+eq+"bea@example.org"'), 200, {"totalResults": 0}),
    (("POST", "/Users", BEA), 201, {"userName": "bea@example.org", "active": True, "externalId": "0a21f0f2"}),
    (get(f"/Users/{ID}"), 200, {"userName": "bea@example.org"}),
    (get('/Users?filter=externalId+eq+"0a21f0f2"'), 200, {"totalResults": 1}),
    (entra('emails[type eq "work"].value', "bea.new@example.org"), 200, {}),
    (entra("name.familyName", "Quaye-Lamb"), 200, {"name": RENAMED}),
    (entra(f"{ENTERPRISE}:department", "Engineering", "Add"), 200, {ENTERPRISE: {"department": "Engineering"}}),
    (entra("title", "Tutor", "Add"), 200, {"title": "Tutor"}),
    (entra('addresses[type eq "work"].country', "GB", "Add"), 200, {}),
    (("POST", "/Groups", {"externalId": "8aa1", "displayName": "Tutors", "members": []}), 201, {"externalId": "8aa1"}),
    (get(f"/Groups/{GROUP}?excludedAttributes=members"), 200, {"displayName": "Tutors"}),
    (get('/Groups?excludedAttributes=members&filter=displayName+eq+"Tutors"'), 200, {"totalResults": 1}),
    (patch(f"/Groups/{GROUP}", members("Add", ID)), 204, {}),
    (get(f'/Groups?filter=id+eq+"{GROUP}"+and+members+eq+"{ID}"'), 200, {"totalResults": 1}),
    (patch(f"/Groups/{GROUP}", members("Remove", ID)), 204, {}),
    (patch(f"/Groups/{GROUP}", {"op": "Replace", "path": "displayName", "value": "Teachers"}), 204, {}),
    (entra("active", "False"), 200, {"active": False}),
    (entra("active", "True"), 200, {"active": True}),
    (("DELETE", f"/Groups/{GROUP}", None), 204, {}),
    (("DELETE", f"/Users/{ID}", None), 204, {}),
    (get(f"/Users/{ID}"), 404, {"status": "404"}),
]

OKTA_USER = {
    "schemas": [CORE],
    "userName": "bea@example.org",
    "name": {"givenName": "Bea", "familyName": "Quaye"},
    "emails": [{"primary": True, "value": "bea@example.org", "type": "work"}],
    "displayName": "Bea Quaye",
    "locale": "en-GB",
    "externalId": "00ujl29u0le5T6Aj10h7",
    "groups": [],
    "password": "1mz050nq",
    "active": True,
}
OSEI = {"givenName": "Bea", "familyName": "Osei"}
OKTA = [
    (get('/Users?filter=userName%20eq%20"bea@example.org"&startIndex=1&count=100'), 200, {"totalResults": 0}),
    (("POST", "/Users", OKTA_USER), 201, {"active": True, "displayName": "Bea Quaye"}),
    (get("/Users?startIndex=1&count=2"), 200, {"totalResults": 1, "itemsPerPage": 1}),
    (("PUT", f"/Users/{ID}", {**OKTA_USER, "id": ID, "name": OSEI, "meta": {"version": "1"}}), 200, {"name": OSEI}),
    (("POST", "/Groups", {"displayName": "Tutors", "members": []}), 201, {}),
    (patch(f"/Groups/{GROUP}", {"op": "replace", "value": {"id": GROUP, "displayName": "Teachers"}}), 204, {}),
    (patch(f"/Groups/{GROUP}", {"op": "add", "path": "members", "value": [{"value": ID, "display": "b"}]}), 204, {}),
    (get("/Groups?startIndex=1&count=100"), 200, {"totalResults": 1}),
    (patch(f"/Groups/{GROUP}", {"op": "remove", "path": f'members[value eq "{ID}"]'}), 204, {}),
    (patch(f"/Groups/{GROUP}", {"op": "replace", "path": "members", "value": [{"value": ID}]}), 204, {}),
    (("PUT", f"/Groups/{GROUP}", {"id": GROUP, "displayName": "Teachers", "members": [{"value": ID}]}), 200, {}),
    (patch(f"/Users/{ID}", {"op": "replace", "value": {"active": False}}), 200, {"active": False}),
    (("PUT", f"/Users/{ID}", {**OKTA_USER, "id": ID, "active": True}), 200, {"active": True}),
    (("PUT", f"/Users/{ID}", {**OKTA_USER, "id": ID, "active": False}), 200, {"active": False}),
    (("DELETE", f"/Groups/{GROUP}", None), 204, {}),
]

GOOGLE_USER = {
    "schemas": [CORE],
    "userName": "bea@example.org",
    "emails": [{"value": "bea@example.org", "type": "work", "primary": True}],
    "name": {"givenName": "Bea", "familyName": "Quaye"},
    "active": True,
}
NEW_NAME = [
    {"op": "replace", "path": "name.familyName", "value": "Osei"},
    {"op": "replace", "path": "displayName", "value": "Bea Osei"},
]
MOVED = {**GOOGLE_USER, "id": ID, "userName": "bea.osei@example.org", "name": OSEI}
GOOGLE = [
    (get("/ServiceProviderConfig"), 200, {}),
    (get("/Users?filter=userName%20eq%20%22bea@example.org%22"), 200, {"totalResults": 0}),
    (("POST", "/Users", GOOGLE_USER), 201, {"active": True}),
    (patch(f"/Users/{ID}", *NEW_NAME), 200, {"displayName": "Bea Osei"}),
    (("PUT", f"/Users/{ID}", MOVED), 200, {"userName": "bea.osei@example.org"}),
    (patch(f"/Users/{ID}", {"op": "replace", "path": "active", "value": False}), 200, {"active": False}),
    (patch(f"/Users/{ID}", {"op": "replace", "path": "active", "value": True}), 200, {"active": True}),
    (("DELETE", f"/Users/{ID}", None), 204, {}),
]


def filled(value, known):
    if isinstance(value, str):
        for name, key in known.items():
            value = value.replace("{" + name + "}", key)
        return value
    if isinstance(value, dict):
        return {name: filled(inner, known) for name, inner in value.items()}
    return [filled(inner, known) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("provider", "table"), [("entra", ENTRA), ("okta", OKTA), ("google", GOOGLE)])
def test_a_provider_is_answered_as_it_expects(provider, table):
    ask, known = asking(provider, provider=Provider(provider)), {}
    for (method, path, body), status, expected in table:
        answer = ask(method, filled(path, known), filled(body, known))
        assert answer.status_code == status, (method, path, answer.content)
        document = answer.json() if answer.content else {}
        for name, value in expected.items():
            assert document[name] == value, (method, path, document)
        if method == "POST":
            known["user" if path == "/Users" else "group"] = document["id"]
    person = Person.objects.get()
    assert (person.given_name, person.family_name) in (("Bea", "Quaye-Lamb"), ("Bea", "Quaye"), ("Bea", "Osei"))


# A leaver is shut out within one cycle


def signed_in(person):
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False, password="a long test password")
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


OFF = {"op": "Replace", "path": "active", "value": "False"}
ON = {"op": "Replace", "path": "active", "value": "True"}


@pytest.mark.parametrize("way", ["patch", "put", "delete"])
def test_the_next_request_after_disabling_is_refused(way):
    ask = asking()
    user = ask.add()
    person = Person.objects.get().pk
    browser = signed_in(person)
    assert browser.get("/approvals").status_code == 200
    if way == "patch":
        assert ask.patch(f"/Users/{user}", OFF).status_code == 200
    elif way == "put":
        assert ask.put(f"/Users/{user}", {"userName": "ada@example.org", "active": False}).status_code == 200
    else:
        assert ask.delete(f"/Users/{user}").status_code == 204
    assert browser.get("/approvals").status_code == 302
    assert not Account.objects.get().is_active
    assert not Client().login(email="ada@example.org", password="a long test password")
    assert Person.objects.filter(pk=person).exists()


def test_opened_again_the_password_must_be_chosen_anew_and_sensitive_records_stay_shut():
    ask = asking()
    user = ask.add()
    person = Person.objects.get().pk
    browser = signed_in(person)
    ask.patch(f"/Users/{user}", OFF)
    ask.patch(f"/Users/{user}", ON)
    account = Account.objects.get()
    assert (account.is_active, account.has_usable_password(), account.sensitive_hold) == (True, False, True)
    assert browser.get("/approvals").status_code == 302
    assert Hold.objects.filter(person=person, lifted_at=None).exists()


def test_deleted_and_made_again_it_is_the_same_person_whose_sign_in_opens_again():
    ask = asking()
    user = ask.add()
    signed_in(Person.objects.get().pk)
    ask.delete(f"/Users/{user}")
    assert not Account.objects.get().is_active
    again = ask.add()
    assert ask.row(again).person_id == Person.objects.get().pk
    assert Account.objects.get().is_active


def test_what_one_provider_keeps_shut_another_does_not_open():
    ask, other = asking(), asking("Okta")
    one, two = ask.add(), other.add()
    signed_in(Person.objects.get().pk)
    ask.patch(f"/Users/{one}", OFF)
    other.patch(f"/Users/{two}", OFF)
    other.patch(f"/Users/{two}", ON)
    assert not Account.objects.get().is_active


def test_a_sign_in_that_people_here_shut_is_not_opened_by_a_provider():
    ask = asking()
    user = ask.add()
    person = Person.objects.get().pk
    signed_in(person)
    leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY)
    ask.patch(f"/Users/{user}", OFF)
    ask.patch(f"/Users/{user}", ON)
    assert not Account.objects.get().is_active
    assert Person.objects.get().left_on == TODAY


# Whom a user is taken for


@pytest.mark.parametrize(
    ("known", "sent", "standing"),
    [
        ({"email": "ada@example.org"}, {}, Standing.LINKED),
        ({"reference": "S1"}, {ENTERPRISE: {"employeeNumber": "S1"}}, Standing.LINKED),
        ({"email": "ada@example.org"}, {"name": {"givenName": "Eve", "familyName": "Mallory"}}, Standing.CONFIRM),
        ({"email": "ada@example.org"}, {"name": {"givenName": "Ada", "familyName": "Married"}}, Standing.LINKED),
        ({"email": "other@example.org"}, {}, Standing.LINKED),
    ],
)
def test_a_user_is_taken_for_whoever_has_its_address_or_reference_and_could_be_it(known, sent, standing):
    person = somebody("Ada Testerby", **known)
    ask = asking()
    row = ask.row(ask.add(**sent))
    assert row.standing == standing
    if standing is Standing.CONFIRM:
        assert (row.person_id, row.candidate_id) == (None, person)
    elif known.get("email") != "other@example.org":
        assert row.person_id == person


@pytest.mark.parametrize("deputy", [False, True])
@pytest.mark.parametrize("since", [TODAY, TODAY + timedelta(days=30)])
def test_a_holder_of_a_sensitive_post_is_never_taken_over_without_a_persons_word(deputy, since):
    person = somebody("Ada Testerby", email="ada@example.org")
    give(person, Post.DSL, deputy=deputy, since=since)
    browser = signed_in(person)
    ask = asking()
    user = ask.add(nickName="Changed")
    ask.patch(f"/Users/{user}", OFF)
    row = ask.row(user)
    assert (row.standing, row.candidate_id, row.person_id) == (Standing.CONFIRM, person, None)
    assert (Person.objects.get().known_as, browser.get("/approvals").status_code) == ("", 200)
    with pytest.raises(Refused):
        link(actor=Actor(person=person), now=NOW, user=user, person=person)
    hr = somebody("Hana Resourceful")
    link(actor=Actor(person=hr), now=NOW, user=user, person=person)
    assert ask.row(user).person_id == person
    assert browser.get("/approvals").status_code == 302
    with pytest.raises(Refused):
        link(actor=Actor(person=hr), now=NOW, user=user, person=person)


def test_somebody_who_left_is_not_brought_back_by_a_provider():
    person = somebody("Ada Testerby", email="ada@example.org")
    leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY - timedelta(days=1))
    ask = asking()
    user = ask.add()
    assert ask.row(user).standing == Standing.CONFIRM
    link(actor=SYSTEM, now=NOW, user=user, person=person)
    assert ask.row(user).trouble == "left"
    assert Person.objects.get().left_on is not None


def test_a_user_without_a_name_or_class_waits_and_is_taken_in_once_there_is_one():
    ask = asking(rules=False)
    nameless, classless = ask.add("svc", "", ""), ask.add()
    assert not Person.objects.exists()
    assert [ask.row(key).standing for key in (nameless, classless)] == [Standing.NAMELESS, Standing.CLASSLESS]
    add_class_rule(
        actor=SYSTEM, now=NOW, connection=ask.connection, by=ClassBy.EVERYBODY, value="", kind=PersonClass.STAFF
    )
    assert ask.row(classless).standing == Standing.LINKED
    ask.patch(f"/Users/{nameless}", {"op": "add", "path": "displayName", "value": "Bea van der Quaye"})
    assert Person.objects.get(family_name="Quaye").given_name == "Bea van der"
    assert settle_waiting(actor=SYSTEM, now=NOW, connection=ask.connection) == 0


def test_a_user_may_be_ignored_or_taken_as_somebody_new():
    ask = asking()
    somebody("Somebody Else", email="ada@example.org")
    user = ask.add()
    assert ask.row(user).standing == Standing.CONFIRM
    with pytest.raises(Refused):
        take_as_new(actor=SYSTEM, now=NOW, user=user)
    ignore(actor=SYSTEM, now=NOW, user=user)
    ask.patch(f"/Users/{user}", {"op": "add", "path": "title", "value": "T"})
    assert ask.row(user).standing == Standing.IGNORED
    ask.patch(
        f"/Users/{user}",
        {"op": "replace", "path": "userName", "value": "new@example.org"},
    )
    take_as_new(actor=SYSTEM, now=NOW, user=user)
    assert Person.objects.filter(email="new@example.org", family_name="Testerby").exists()


# What a provider may set


def test_only_what_the_setting_allows_is_changed_and_what_cannot_be_taken_is_shown():
    person = somebody("Ada Testerby", email="ada@example.org", reference="S1", employer="Little Anchors")
    somebody("Bea Quaye", email="bea@example.org")
    ask = asking()
    user = ask.add(nickName="Addy", **{ENTERPRISE: {"employeeNumber": "S1"}})
    card = queries.person(person, TODAY)
    assert (card.known_as, card.employer, card.classes) == ("Addy", "Little Anchors", {PersonClass.STAFF})
    ask.patch(f"/Users/{user}", {"op": "add", "path": f"{ENTERPRISE}:employeeNumber", "value": "S2"})
    assert queries.person(person, TODAY).reference == "S1"
    answer = ask.patch(f"/Users/{user}", {"op": "replace", "path": "userName", "value": "bea@example.org"})
    assert answer.status_code == 200
    assert (ask.row(user).trouble, queries.person(person, TODAY).email) == ("email", "ada@example.org")


def test_a_new_address_of_somebody_who_signs_in_puts_their_sensitive_records_on_hold():
    ask = asking()
    user = ask.add()
    person = Person.objects.get().pk
    signed_in(person)
    ask.patch(f"/Users/{user}", {"op": "replace", "path": "userName", "value": "ada.new@example.org"})
    assert Account.objects.get().email == "ada.new@example.org"
    assert Account.objects.get().sensitive_hold


def test_classes_follow_the_rules_and_end_only_where_a_rule_gave_them():
    ask = asking()
    user = ask.add()
    person = Person.objects.get().pk
    set_class(actor=SYSTEM, now=NOW, person=person, kind=PersonClass.PARENT, since=TODAY)
    ask.patch(f"/Users/{user}", {"op": "add", "path": "userType", "value": "  student "})
    tomorrow = TODAY + timedelta(days=1)
    assert queries.person(person, tomorrow).classes == {PersonClass.LEARNER, PersonClass.PARENT}


def test_classes_by_group_follow_its_members():
    ask = asking(rules=False)
    add_class_rule(
        actor=SYSTEM, now=NOW, connection=ask.connection, by=ClassBy.GROUP, value="Students", kind=PersonClass.LEARNER
    )
    user = ask.add()
    assert ask.row(user).standing == Standing.CLASSLESS
    ask.post("/Groups", {"displayName": "students", "members": [{"value": user}]})
    work_off(NOW)
    assert queries.person(ask.row(user).person_id, TODAY).classes == {PersonClass.LEARNER}


# Posts


@pytest.fixture
def tutors():
    """A provider, one user in one group."""
    ask = asking()
    user = ask.add()
    group = ask.post("/Groups", {"displayName": "Leads", "members": [{"value": user}]}).json()["id"]
    return ask, user, group


def test_a_group_gives_nothing_until_a_person_here_says_which_post(tutors):
    _ask, _user, _group = tutors
    assert not PostHolding.objects.exists()


def test_an_ordinary_post_follows_the_group(tutors):
    ask, user, group = tutors
    propose_post(actor=SYSTEM, now=NOW, group=group, post=Post.MARKETING, deputy=False)
    assert PostHolding.objects.get().person_id == ask.row(user).person_id
    with pytest.raises(Refused):
        propose_post(actor=SYSTEM, now=NOW, group=group, post=Post.MARKETING, deputy=False)
    ask.patch(f"/Groups/{group}", {"op": "remove", "path": f'members[value eq "{user}"]'})
    assert PostHolding.objects.get().until is not None
    assert GroupGift.objects.get().state == GiftState.ENDED


def decide(gift, verb, decider):
    request_id = next(line.id for line in requests.waiting_for(Actor(person=decider), now=NOW))
    getattr(approvals, verb)(actor=Actor(person=decider), request_id=request_id, reason="Looked at it.", now=NOW)
    gift.refresh_from_db()
    return gift.state


@pytest.mark.parametrize(("verb", "state", "holders"), [("approve", "given", 1), ("refuse", "refused", 0)])
def test_a_sensitive_post_waits_for_a_second_person(tutors, verb, state, holders):
    _ask, _user, group = tutors
    director = somebody("Mona Directorby")
    give(director, Post.MANAGING_DIRECTOR)
    propose_post(actor=SYSTEM, now=NOW, group=group, post=Post.DSL, deputy=True)
    gift = GroupGift.objects.get()
    assert gift.state == GiftState.WAITING
    assert PostHolding.objects.filter(post=Post.DSL).count() == 0
    assert decide(gift, verb, director) == state
    assert PostHolding.objects.filter(post=Post.DSL).count() == holders


def test_what_was_given_ends_when_the_member_is_disabled_and_what_waits_is_not_given(tutors):
    ask, user, group = tutors
    director = somebody("Mona Directorby")
    give(director, Post.MANAGING_DIRECTOR)
    propose_post(actor=SYSTEM, now=NOW, group=group, post=Post.MARKETING, deputy=False)
    propose_post(actor=SYSTEM, now=NOW, group=group, post=Post.DSL, deputy=True)
    ask.patch(f"/Users/{user}", OFF)
    assert PostHolding.objects.get(post=Post.MARKETING).until is not None
    waiting = GroupGift.objects.get(group_post__post=Post.DSL)
    assert waiting.state == GiftState.ENDED
    decide(waiting, "approve", director)
    assert not PostHolding.objects.filter(post=Post.DSL).exists()


def test_a_proposal_that_ends_takes_back_what_it_gave(tutors):
    _ask, _user, group = tutors
    propose_post(actor=SYSTEM, now=NOW, group=group, post=Post.MARKETING, deputy=False)
    end_proposal(actor=SYSTEM, now=NOW, group_post=GroupPost.objects.get().pk)
    assert PostHolding.objects.get().until is not None
    with pytest.raises(Refused):
        end_proposal(actor=SYSTEM, now=NOW, group_post=GroupPost.objects.get().pk)
