"""The language of SCIM: filters and paths of every form are read, and no text breaks the reading."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.people.scim.faults import ScimFault, ScimType
from leeward.people.scim.grammar import DEEPEST, parse_filter, parse_path
from leeward.people.scim.matching import check, holds
from leeward.people.scim.patching import apply, steps
from leeward.people.scim.schema import ENTERPRISE, GROUPS, USERS
from leeward.people.scim.shaping import Shown, check_text, tidy

ADA = {
    "userName": "Ada@Example.org",
    "externalId": "X1",
    "name": {"givenName": "Ada", "familyName": "Testerby"},
    "active": True,
    "title": "Tutor",
    "emails": [
        {"value": "ada@example.org", "type": "work", "primary": True},
        {"value": "home@example.org", "type": "home"},
    ],
    "meta": {"lastModified": "2026-11-25T10:00:00+00:00"},
    ENTERPRISE: {"department": "Engineering"},
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('userName eq "ada@example.org"', True),
        ('userName Eq "ADA@example.org"', True),
        ('externalId eq "x1"', False),
        ('externalId eq "X1"', True),
        ('name.familyName co "ster"', True),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ada"', True),
        ('userName ew ".org" and title pr', True),
        ("nickName pr", False),
        ("not (nickName pr)", True),
        ('title eq "Cook" or active eq true', True),
        ('active eq "True"', True),
        ("active ne true", False),
        ('title ne "Cook"', True),
        ('nickName ne "x"', True),
        ("nickName eq null", True),
        ("title ne null", True),
        ('emails[type eq "work" and value co "ada"]', True),
        ('emails[type eq "home" and value co "ada"]', False),
        ('emails.type eq "home"', True),
        ('emails eq "home@example.org"', True),
        ("emails[not (primary eq true)]", True),
        (f'{ENTERPRISE}:department eq "engineering"', True),
        (f"{ENTERPRISE} pr", True),
        ('meta.lastModified gt "2026-01-01T00:00:00Z"', True),
        ('meta.lastModified lt "2026-01-01T00:00:00Z"', False),
        ('meta.lastModified ge "never"', False),
        ('title ge "tut" and title le "tv"', True),
        ('title eq "Cook" and active eq true or userName pr', True),
        ('title eq "Cook" and (active eq true or userName pr)', False),
        ('userName eq "a\\u0064a@example.org"', True),
    ],
)
def test_a_filter_holds_or_does_not(words, expected):
    tree = parse_filter(words)
    check(USERS, tree)
    assert holds(USERS, tree, ADA) is expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "userName",
        "userName eq",
        "userName xx 1",
        'userName eq "open',
        "(userName pr",
        "userName pr)",
        "userName eq bare",
        "not userName pr",
        "userName pr and",
        "emails[type eq",
        "emails[emails[type pr]]",
        'emails[colour eq "red"]',
        'title[value eq "x"]',
        "planet pr",
        "name.planet pr",
        "urn:other:User:userName pr",
        "active gt true",
        "userName eq 01",
        "(" * (DEEPEST + 5) + "title pr" + ")" * (DEEPEST + 5),
        "title pr or " * 1000 + "title pr",
    ],
)
def test_what_is_no_filter_is_refused_as_one(words):
    with pytest.raises(ScimFault) as caught:
        check(USERS, parse_filter(words))
    assert (caught.value.status, caught.value.kind) == (400, ScimType.INVALID_FILTER)


WORDS = """
"x" " ( ) [ ] and or not eq pr co userName emails type . true 1 name.givenName urn:a:b null 1e9 $ref é
""".split()  # noqa: SIM905  # one token each
PIECES = st.sampled_from([*WORDS, "\\", "\0", "urn:ietf:params:scim:schemas:core:2.0:User"])


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_no_text_breaks_the_reading_of_filters_and_paths(text):
    for kind in (USERS, GROUPS):
        try:
            tree = parse_filter(text)
            check(kind, tree)
        except ScimFault:
            pass
        else:
            assert holds(kind, tree, ADA) in (True, False)
    try:
        parse_path(text)
    except ScimFault:
        return


SIMPLE = st.sampled_from(
    ['title eq "Tutor"', "nickName pr", 'emails[type eq "work"]', "active eq false", "userName pr"]
)
TREES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) and ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) or ({two[1]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=12,
)


@given(TREES, TREES)
def test_filters_obey_the_laws_of_logic(one, other):
    def truth(words):
        return holds(USERS, parse_filter(words), ADA)

    assert truth(f"not (({one}) and ({other}))") == truth(f"not ({one}) or not ({other})")
    assert truth(f"({one}) or not ({one})")
    assert truth(f"({one}) and ({other})") == (truth(one) and truth(other))


def patched(document, *operations):
    return apply(USERS, document, steps(USERS, {"Operations": list(operations)}))


PLAIN = {"userName": "ada", "emails": [{"value": "a@example.org", "type": "work"}], "name": {"givenName": "Ada"}}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ({"op": "Replace", "path": "active", "value": "False"}, {"active": False}),
        ({"op": "replace", "value": {"active": "true"}}, {"active": True}),
        ({"op": "Add", "value": {"name.familyName": "Osei"}}, {"name": {"givenName": "Ada", "familyName": "Osei"}}),
        (
            {"op": "add", "path": "name", "value": {"familyName": "O"}},
            {"name": {"givenName": "Ada", "familyName": "O"}},
        ),
        ({"op": "remove", "path": "name.givenName"}, {"name": {}}),
        ({"op": "Remove", "path": "name"}, {"name": None}),
        (
            {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "b@example.org"},
            {"emails": [{"value": "b@example.org", "type": "work"}]},
        ),
        (
            {"op": "Add", "path": 'emails[type eq "home"].value', "value": "h@example.org"},
            {"emails": [*PLAIN["emails"], {"type": "home", "value": "h@example.org"}]},
        ),
        ({"op": "remove", "path": 'emails[type eq "work"]'}, {"emails": None}),
        ({"op": "remove", "path": 'emails[type eq "other"]'}, {"emails": PLAIN["emails"]}),
        ({"op": "remove", "path": "emails", "value": [{"value": "a@example.org"}]}, {"emails": None}),
        ({"op": "add", "path": "emails", "value": PLAIN["emails"]}, {"emails": PLAIN["emails"]}),
        ({"op": "replace", "path": "title", "value": [{"value": "Tutor"}]}, {"title": "Tutor"}),
        ({"op": "add", "path": f"{ENTERPRISE}:department", "value": "Care"}, {ENTERPRISE: {"department": "Care"}}),
        ({"op": "add", "value": {f"{ENTERPRISE}:department": "Care"}}, {ENTERPRISE: {"department": "Care"}}),
        ({"op": "add", "value": {ENTERPRISE: {"department": "Care"}}}, {ENTERPRISE: {"department": "Care"}}),
        ({"op": "add", "path": ENTERPRISE, "value": {"department": "Care"}}, {ENTERPRISE: {"department": "Care"}}),
        ({"op": "add", "path": f"{ENTERPRISE}:manager", "value": "boss"}, {ENTERPRISE: None}),
        ({"op": "replace", "path": "addresses", "value": [{"locality": "Hull"}]}, {"addresses": None}),
        ({"op": "replace", "value": {"id": "x", "planet": "Mars", "title": "T"}}, {"title": "T", "id": None}),
        ({"op": "replace", "path": "USERNAME", "value": "eve"}, {"userName": "eve"}),
    ],
)
def test_an_operation_changes_what_it_says(operation, expected):
    made = patched(PLAIN, operation)
    for name, value in expected.items():
        assert made.get(name) == (None if value in (None, {}) else value), made


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "move", "path": "title", "value": 1}, ScimType.INVALID_SYNTAX),
        ({"op": "remove"}, ScimType.NO_TARGET),
        ({"op": "add", "path": "title"}, ScimType.INVALID_VALUE),
        ({"op": "add", "value": "x"}, ScimType.INVALID_VALUE),
        ({"op": "add", "path": "planet", "value": "Mars"}, ScimType.INVALID_PATH),
        ({"op": "add", "path": "title[", "value": "Mars"}, ScimType.INVALID_PATH),
        ({"op": "add", "path": 5, "value": "Mars"}, ScimType.INVALID_PATH),
        ({"op": "replace", "path": "id", "value": "x"}, ScimType.MUTABILITY),
        ({"op": "replace", "path": "groups", "value": []}, ScimType.MUTABILITY),
        ({"op": "remove", "path": "userName"}, ScimType.MUTABILITY),
        ({"op": "replace", "path": 'emails[type eq "home"].value', "value": "x"}, ScimType.NO_TARGET),
        ({"op": "replace", "path": "active", "value": "perhaps"}, ScimType.INVALID_VALUE),
        ({"op": "replace", "path": "title", "value": {"a": 1}}, ScimType.INVALID_VALUE),
        ({"op": "replace", "path": "title", "value": "x" * 1001}, ScimType.INVALID_VALUE),
        ("remove everything", ScimType.INVALID_SYNTAX),
    ],
)
def test_an_operation_that_cannot_be_done_says_why(operation, kind):
    with pytest.raises(ScimFault) as caught:
        patched(PLAIN, operation)
    assert (caught.value.status, caught.value.kind) == (400, kind)


def test_a_new_primary_takes_the_place_of_the_old_one():
    before = {"userName": "a", "emails": [{"value": "1@example.org", "primary": True}]}
    made = patched(before, {"op": "add", "path": "emails", "value": [{"value": "2@example.org", "primary": True}]})
    assert [one["primary"] for one in made["emails"]] == [False, True]
    assert before["emails"] == [{"value": "1@example.org", "primary": True}]


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["True", "work", "ada"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "type", "primary", "givenName", "active", "userName", ENTERPRISE]), inner
        )
    ),
    max_leaves=8,
)
PLAIN_PATHS = [
    *("userName", "name", "name.givenName", "emails", "active", "emails.type", "nickName"),
    *("groups", "members", "manager"),
]
PATHS = st.sampled_from(
    [
        *PLAIN_PATHS,
        "",
        'emails[type eq "work"]',
        "emails[primary eq true].value",
        ENTERPRISE,
        f"{ENTERPRISE}:department",
    ]
)
OPERATIONS = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "Replace", "REMOVE", "x"])}, optional={"path": PATHS | st.text(), "value": JSONS}
)


@given(st.lists(OPERATIONS | JSONS, max_size=4))
def test_no_patch_breaks_a_document(operations):
    before = json.dumps(PLAIN)
    try:
        made = patched(PLAIN, *operations)
    except ScimFault:
        pass
    else:
        assert tidy(USERS, made) == made
        assert made["userName"]
    assert json.dumps(PLAIN) == before


@given(JSONS)
def test_no_document_breaks_the_reading_of_one(value):
    try:
        check_text(value)
        made = tidy(USERS, value if isinstance(value, dict) else {"userName": value})
    except ScimFault:
        return
    assert tidy(USERS, made) == made


@pytest.mark.parametrize(
    ("attributes", "excluded", "names"),
    [
        (["userName"], [], {"schemas", "id", "userName"}),
        (["USERNAME", "name.familyName"], [], {"schemas", "id", "userName", "name"}),
        ([f"{ENTERPRISE}:department"], [], {"schemas", "id", ENTERPRISE}),
        (
            [],
            ["emails", "id", "meta"],
            {"schemas", "id", "userName", "name", "active", "title", "externalId", ENTERPRISE},
        ),
        ([], [ENTERPRISE, "emails", "meta"], {"schemas", "id", "userName", "name", "active", "title", "externalId"}),
        (["planet"], [], {"schemas", "id"}),
    ],
)
def test_only_what_was_asked_for_is_shown(attributes, excluded, names):
    shown = Shown(USERS, attributes, excluded).of({"schemas": [], "id": "1", **ADA})
    assert shown.keys() == names
