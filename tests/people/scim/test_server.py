"""The SCIM server: tokens, resources, searches, versions; nothing of one provider is seen by another."""

import json
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leeward.foundation.access import SYSTEM
from leeward.foundation.audit.models import AuditEntry
from leeward.people.actions.connections import admit, make_token, revoke_token
from leeward.people.actions.provisioning import patch_user
from leeward.people.models import ConnectionToken, Membership, Person, ProvidedGroup, ProvidedUser
from leeward.people.queries.provided import key_of
from tests.crash import every_crash_point
from tests.people.made import NOW
from tests.people.scim.asking import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    return asking()


def failed(answer, status, kind=None):
    document = answer.json()
    assert (answer.status_code, document["status"], document.get("scimType")) == (status, str(status), kind)
    assert document["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    return True


# Who may ask


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer lwscim_" + "x" * 43])
def test_without_a_live_token_nothing_is_answered(ask, header):
    for path in ("/Users", "/ServiceProviderConfig", "/nothing-here"):
        answer = ask.client.get(f"/scim/v2{path}", HTTP_AUTHORIZATION=header)
        assert failed(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_is_kept_as_a_mark_only_and_opens_nothing_once_revoked_or_old(ask):
    row = ConnectionToken.objects.get()
    assert ask.token not in str(row.__dict__)
    second = make_token(actor=SYSTEM, now=NOW, connection=ask.connection)
    assert admit(ask.token, now=NOW) is not None
    assert admit(ask.token, now=NOW + timedelta(days=366)) is None
    revoke_token(actor=SYSTEM, now=NOW, connection=ask.connection, token=row.pk)
    assert admit(ask.token, now=NOW) is None
    assert admit(second, now=NOW) is not None


def test_too_many_requests_in_a_minute_are_asked_to_wait(ask, monkeypatch):
    monkeypatch.setattr("leeward.people.actions.connections.setting", lambda setting, at: 2)
    now = NOW.replace(second=20)
    assert [admit(ask.token, now=now).wait for _ in range(4)] == [0, 0, 40, 40]
    assert admit(ask.token, now=now + timedelta(minutes=1)).wait == 0
    answers = [ask.get("/Users") for _ in range(3)]
    assert failed(answers[-1], 429)
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_one_provider_sees_nothing_of_another(ask):
    other = asking("Okta", rules=False)
    mine = ask.add()
    group = ask.post("/Groups", {"displayName": "Staff"}).json()["id"]
    assert other.get("/Users").json()["totalResults"] == 0
    for path in (f"/Users/{mine}", f"/Groups/{group}"):
        assert failed(other.get(path), 404)
        assert failed(other.delete(path), 404)
        assert failed(other.patch(path, {"op": "add", "path": "externalId", "value": "x"}), 404)
    assert failed(other.post("/Groups", {"displayName": "Mine", "members": [{"value": mine}]}), 400, "invalidValue")


# What it is


def test_it_says_what_it_is(ask):
    config = ask.get("/ServiceProviderConfig").json()
    assert (config["patch"]["supported"], config["bulk"]["supported"], config["etag"]["supported"]) == (
        True,
        False,
        True,
    )
    assert [one["name"] for one in ask.get("/ResourceTypes").json()["Resources"]] == ["User", "Group"]
    assert ask.get("/Schemas").json()["totalResults"] == 3
    assert failed(ask.get("/Schemas?filter=id+pr"), 403)
    assert failed(ask.get("/Me"), 501)
    assert failed(ask.post("/Bulk", {}), 501)
    assert failed(ask.post("/Schemas", {}), 405)
    assert failed(ask.get("/nothing/here"), 404)


# Users


def test_a_user_is_made_read_replaced_and_deleted(ask):
    user = ask.add(title="Tutor", planet="Mars", password="never kept", externalId="X1")
    found = ask.get(f"/Users/{user}")
    document = found.json()
    assert (document["userName"], document["title"], document["active"]) == ("ada@example.org", "Tutor", True)
    assert "planet" not in document
    assert "never kept" not in json.dumps(ask.row(user).document)
    assert found["ETag"] == document["meta"]["version"] == 'W/"1"'
    assert document["meta"]["location"].endswith(f"/scim/v2/Users/{user}")
    assert found["Location"]
    replaced = ask.put(f"/Users/{user}", {"userName": "ada@example.org", "displayName": "Ada Testerby"})
    assert replaced.status_code == 200
    assert "title" not in replaced.json()
    assert replaced["ETag"] == 'W/"2"'
    assert ask.delete(f"/Users/{user}").status_code == 204
    assert failed(ask.get(f"/Users/{user}"), 404)
    assert failed(ask.delete(f"/Users/{user}"), 404)
    assert ProvidedUser.objects.filter(pk=user).exists()
    assert Person.objects.get().given_name == "Ada"


def test_a_user_name_is_taken_once_in_any_case_and_free_again_after_deletion(ask):
    user = ask.add()
    assert failed(ask.post("/Users", {"userName": "ADA@example.org"}), 409, "uniqueness")
    other = ask.add("bea@example.org", "Bea", "Testerby")
    assert failed(ask.put(f"/Users/{other}", {"userName": "Ada@example.org"}), 409, "uniqueness")
    ask.delete(f"/Users/{user}")
    assert ask.add() != user


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"userName": NaN}',
        b'{"userName": "' + b"x" * 2000 + b'"}',
        b'{"userName": "a\\u0000b"}',
        b'{"userName": "a\\ud800b"}',
        b'{"userName": {"a": 1}}',
        b'{"userName": true}',
        b"{}",
        b'{"userName": "x", "emails": [{"value": "a", "primary": true}, {"value": "b", "primary": true}]}',
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_user_is_refused_and_nothing_is_kept(ask, body):
    answer = ask.client.generic("POST", "/scim/v2/Users", body, HTTP_AUTHORIZATION=f"Bearer {ask.token}")
    assert answer.status_code == 400
    assert answer.json()["scimType"] in ("invalidSyntax", "invalidValue")
    assert not ProvidedUser.objects.exists()


def test_a_body_too_large_is_refused(ask):
    answer = ask.post("/Users", {"userName": "x", "title": "y" * 2_100_000})
    assert failed(answer, 413)


# Versions


def test_who_has_seen_an_older_version_changes_nothing(ask):
    user = ask.add()
    first = ask.get(f"/Users/{user}")["ETag"]
    change = {"op": "replace", "path": "title", "value": "Tutor"}
    assert ask.patch(f"/Users/{user}", change, HTTP_IF_MATCH=first).status_code == 200
    assert failed(ask.patch(f"/Users/{user}", {**change, "value": "Cook"}, HTTP_IF_MATCH=first), 412)
    assert failed(ask.put(f"/Users/{user}", {"userName": "x"}, HTTP_IF_MATCH=first), 412)
    assert failed(ask.delete(f"/Users/{user}", HTTP_IF_MATCH=first), 412)
    assert ask.row(user).document["title"] == "Tutor"
    assert ask.patch(f"/Users/{user}", {**change, "value": "Cook"}, HTTP_IF_MATCH='"2", W/"9"').status_code == 200
    assert ask.delete(f"/Users/{user}", HTTP_IF_MATCH="*").status_code == 204


def test_what_has_not_changed_is_not_sent_again_and_keeps_its_version(ask):
    user = ask.add()
    tag = ask.get(f"/Users/{user}")["ETag"]
    again = ask.get(f"/Users/{user}", HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert ask.patch(f"/Users/{user}", {"op": "Replace", "path": "active", "value": "True"})["ETag"] == tag


def test_a_patch_is_done_whole_or_not_at_all(ask):
    user = ask.add()
    answer = ask.patch(
        f"/Users/{user}",
        {"op": "add", "path": "title", "value": "Tutor"},
        {"op": "replace", "path": "planet", "value": 1},
    )
    assert failed(answer, 400, "invalidPath")
    assert "title" not in ask.row(user).document


def test_wherever_it_stops_a_patch_is_done_whole_or_not_at_all(ask):
    user = ask.add()
    operations = [
        {"op": "replace", "path": "name.familyName", "value": "Osei"},
        {"op": "add", "path": "active", "value": 0},
    ]
    operations[1]["value"] = False

    def check(statement, finished):
        row, entries = ask.row(user), AuditEntry.objects.filter(action="people.scim-patch").count()
        family = Person.objects.get().family_name
        assert (row.document["name"]["familyName"], row.active, row.version, family, entries) == (
            ("Osei", False, 2, "Osei", 1) if finished else ("Testerby", True, 1, "Testerby", 0)
        )

    body = {"Operations": operations}
    tried = every_crash_point(lambda: patch_user(connection=ask.connection, now=NOW, key=user, body=body), check)
    assert tried > 5


# Groups


def test_members_come_and_go(ask):
    one, two, three = (ask.add(f"u{n}@example.org", "U", f"Tester{n}") for n in "abc")
    made = ask.post("/Groups", {"displayName": "Tutors", "externalId": "g", "members": [{"value": one}]})
    group = made.json()["id"]

    def members():
        return {one["value"] for one in ask.get(f"/Groups/{group}").json().get("members", [])}

    assert ask.patch(f"/Groups/{group}", {"op": "Add", "path": "members", "value": [{"value": two}]}).status_code == 204
    assert members() == {one, two}
    assert ask.get(f"/Users/{two}").json()["groups"][0]["display"] == "Tutors"
    ask.patch(f"/Groups/{group}", {"op": "remove", "path": f'members[value eq "{one}"]'})
    assert members() == {two}
    ask.patch(f"/Groups/{group}", {"op": "Remove", "path": "members", "value": [{"value": two}]})
    assert members() == set()
    ask.patch(f"/Groups/{group}", {"op": "replace", "path": "members", "value": [{"value": two}, {"value": three}]})
    ask.patch(f"/Groups/{group}", {"op": "add", "value": {"members": [{"value": one}]}})
    assert members() == {one, two, three}
    version = ask.get(f"/Groups/{group}")["ETag"]
    ask.patch(f"/Groups/{group}", {"op": "add", "path": "members", "value": [{"value": one}]})
    assert ask.get(f"/Groups/{group}")["ETag"] == version
    ask.patch(f"/Groups/{group}", {"op": "replace", "value": {"id": group, "displayName": "Teachers"}})
    assert ask.get(f"/Groups/{group}?excludedAttributes=members").json().keys() >= {"displayName", "id"}
    assert ask.find('displayName eq "teachers"', "Groups")[0]["externalId"] == "g"
    assert [one["id"] for one in ask.find(f'id eq "{group}" and members eq "{two}"', "Groups")] == [group]
    assert ask.find(f'members[value eq "{group}"]', "Groups") == []
    assert [one["id"] for one in ask.find(f'groups.value eq "{group}" and userName sw "ub"')] == [two]
    ask.put(f"/Groups/{group}", {"displayName": "Teachers", "members": [{"value": three}]})
    assert members() == {three}
    ask.delete(f"/Users/{three}")
    assert members() == set()
    assert ask.delete(f"/Groups/{group}").status_code == 204
    assert failed(ask.get(f"/Groups/{group}"), 404)
    assert not Membership.objects.exists()


def test_a_member_that_is_nobody_is_refused(ask):
    for value in ("nobody", "00000000-0000-0000-0000-000000000001", "", None):
        answer = ask.post("/Groups", {"displayName": "G", "members": [{"value": value, "x": 1}]})
        assert answer.status_code in (400, 201)
        assert answer.status_code == 400 or value in ("", None)


# Searches


@pytest.fixture
def many(ask, monkeypatch):
    for number, (first, title) in enumerate([("Ada", "Tutor"), ("Bea", "Cook"), ("Cid", None), ("Dan", "Tutor")]):
        # One after the other: without a wish for another order, the first made comes first.
        moment = NOW + timedelta(seconds=number)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        more = {"title": title} if title else {}
        ask.add(f"{first.lower()}@example.org", first, "Testerby", externalId=f"E{number}", **more)
    return ask


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ('userName eq "ADA@example.org"', "a"),
        ('userName co "example"', "abcd"),
        ('userName sw "b" or externalId eq "E3"', "bd"),
        ('not (userName sw "b")', "acd"),
        ('externalId eq "e3"', ""),
        ('title eq "tutor"', "ad"),
        ('title eq "tutor" and userName sw "d"', "d"),
        ('title eq "tutor" or userName sw "b"', "abd"),
        ("title pr", "abd"),
        ("not (title pr)", "c"),
        ('name.givenName gt "Bea"', "cd"),
        ("active eq false", ""),
        ('active eq "True" and externalId pr', "abcd"),
        ('meta.created gt "2020-01-01T00:00:00Z"', "abcd"),
        ('meta.created lt "2020-01-01T00:00:00Z"', ""),
        ("emails[value pr]", ""),
        ("groups pr", ""),
        ('groups pr or title eq "Cook"', "b"),
        ('id eq "nothing"', ""),
        ('userName ge "c"', "cd"),
    ],
)
def test_a_search_finds_what_its_filter_says(many, words, names):
    assert "".join(one["userName"][0] for one in many.find(words)) == names


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("userName", "abcd"),
        ("name.givenName", "abcd"),
        ("title", "badc"),
        ("externalId", "abcd"),
        ("meta.created", "abcd"),
    ],
)
def test_results_are_sorted(many, sort, names):
    def order(**more):
        found = many.find("userName pr", sortBy=sort, **more)
        return "".join(one["userName"][0] for one in found)

    assert order() == names
    assert order(sortOrder="descending")[0] in (names[-1], "d", "a")


@pytest.mark.parametrize(
    ("page", "names", "start"),
    [
        ({"startIndex": 2, "count": 2}, "bc", 2),
        ({"startIndex": -5, "count": 1}, "a", 1),
        ({"startIndex": 9}, "", 9),
        ({"count": 0}, "", 1),
        ({"count": -1}, "", 1),
        ({"count": 100000}, "abcd", 1),
    ],
)
@pytest.mark.parametrize("words", ["userName pr", 'title pr or not (title eq "x")'])
def test_results_come_in_pages(many, page, names, start, words):
    found = many.client.get(
        "/scim/v2/Users", {"filter": words, **page}, HTTP_AUTHORIZATION=f"Bearer {many.token}"
    ).json()
    assert "".join(one["userName"][0] for one in found["Resources"]) == names
    assert (found["totalResults"], found["startIndex"], found["itemsPerPage"]) == (4, start, len(names))


@pytest.mark.parametrize("query", ["filter=planet+pr", "filter=userName+eq", "filter=members+pr"])
def test_a_filter_that_means_nothing_is_refused(many, query):
    assert failed(many.get(f"/Users?{query}"), 400, "invalidFilter")


@pytest.mark.parametrize("query", ["count=many", "startIndex=1.5", "sortBy=planet", "sortBy=groups", "attributes=a..b"])
def test_a_page_that_cannot_be_is_refused(many, query):
    assert failed(many.get(f"/Users?{query}"), 400, "invalidValue")


def test_a_search_may_be_posted_and_cover_users_and_groups(many):
    many.post("/Groups", {"displayName": "Tutors"})
    body = {"filter": 'userName sw "a" or displayName eq "tutors"', "attributes": ["displayName", "userName"]}
    assert failed(many.post("/.search", {"filter": "planet eq"}), 400, "invalidFilter")
    assert many.post("/Users/.search", {"filter": 'userName sw "a"', "count": 1}).json()["totalResults"] == 1
    everything = many.post("/.search", {"startIndex": 4, "count": 2}).json()
    assert (everything["totalResults"], len(everything["Resources"])) == (5, 2)
    assert everything["Resources"][1]["displayName"] == "Tutors"
    assert many.get("/").json()["totalResults"] == 5
    assert many.post("/.search", body).status_code == 200


LEAVES = [
    *('title eq "Tutor"', "title pr", 'userName sw "a"', 'externalId eq "E1"', "active eq true", "groups pr"),
    *('name.givenName ge "Bea"', 'userName ne "cid@example.org"', 'meta.created ge "2026-01-01T00:00:00Z"'),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(
    st.recursive(
        st.sampled_from(LEAVES),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda two: f"({two[0]} and {two[1]})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
            inner.map(lambda one: f"not ({one})"),
        ),
        max_leaves=6,
    )
)
def test_a_filter_and_its_contrary_find_everybody_once(many, words):
    found = [one["id"] for one in many.find(words)]
    others = [one["id"] for one in many.find(f"not ({words})")]
    assert len(found) + len(others) == len({*found, *others}) == 4


def test_a_page_of_fifty_thousand_takes_as_few_statements_as_one_of_ten(ask):
    def fill(start, stop):
        ProvidedUser.objects.bulk_create(
            [
                ProvidedUser(
                    connection_id=ask.connection,
                    user_name=f"user{number}@example.org",
                    user_name_key=key_of(f"user{number}@example.org"),
                    user_name_folded=f"user{number}@example.org",
                    document={"userName": f"user{number}@example.org", "active": True},
                    made_at=NOW + timedelta(seconds=number),
                    changed_at=NOW,
                    standing="ignored",
                )
                for number in range(start, stop)
            ],
            batch_size=1000,
        )

    def statements():
        with CaptureQueriesContext(
            database,
        ) as caught:
            found = ask.get("/Users?startIndex=5&count=5").json()
            assert len(found["Resources"]) == 5
        return len(caught)

    fill(0, 20)
    few = statements()
    fill(20, 50_000)
    assert statements() == few
    assert few <= 8
    last = ask.get("/Users?startIndex=49999").json()
    assert (last["totalResults"], last["Resources"][-1]["userName"]) == (50_000, "user49999@example.org")
    assert ask.find('userName eq "user31415@example.org"')[0]["userName"] == "user31415@example.org"
    group = ProvidedGroup.objects.create(
        connection_id=ask.connection, display_name="All", display_folded="all", made_at=NOW, changed_at=NOW
    )
    keys = list(ProvidedUser.objects.values_list("pk", flat=True))
    Membership.objects.bulk_create([Membership(group=group, user_id=key) for key in keys[:49_000]], batch_size=1000)
    with CaptureQueriesContext(database) as caught:
        answer = ask.patch(f"/Groups/{group.pk}", {"op": "add", "path": "members", "value": [{"value": str(keys[-1])}]})
        assert answer.status_code == 204
    assert len(caught) <= 25
