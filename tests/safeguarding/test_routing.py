"""Who reads a concern: every combination of the three posts in conflict, and persons in more than one post."""

from itertools import combinations
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.people.rules import Post
from leeward.safeguarding.rules.mentions import meant
from leeward.safeguarding.rules.routing import (
    READ_BY,
    ROUTE_POSTS,
    Compartment,
    Conflict,
    Holder,
    Why,
    next_up,
    route,
)

SPACE = UUID(int=1)


def person(name: str) -> UUID:
    return uuid5(SPACE, name)


def holder(name: str, post: Post, *, deputy: bool = False) -> Holder:
    return Holder(person(name), name, post, deputy)


ROSTER = {
    Post.DSL: [holder("Lead", Post.DSL), holder("Deputy", Post.DSL, deputy=True)],
    Post.MANAGING_DIRECTOR: [
        holder("Director", Post.MANAGING_DIRECTOR),
        holder("Stand-in", Post.MANAGING_DIRECTOR, deputy=True),
    ],
    Post.CHAIR: [holder("Chair", Post.CHAIR), holder("Vice", Post.CHAIR, deputy=True)],
}


def about(*names: str, certain: bool = True) -> list[Conflict]:
    return [Conflict(person(name), Why.SUBJECT, certain) for name in names]


def names(holders) -> list[str]:
    return [holder.name for holder in holders]


S, T, M, N = Compartment
TABLE = [
    # about, compartment, readers, outside contacts first
    ([], S, ["Lead", "Deputy"], False),
    (["A learner"], S, ["Lead", "Deputy"], False),
    (["A tutor"], S, ["Lead", "Deputy"], False),
    (["Lead"], T, ["Director", "Stand-in"], False),
    (["Deputy"], T, ["Director", "Stand-in"], False),
    (["Lead", "Deputy"], T, ["Director", "Stand-in"], False),
    (["Director"], M, ["Chair", "Vice"], False),
    (["Stand-in"], M, ["Chair", "Vice"], False),
    (["Lead", "Director"], M, ["Chair", "Vice"], False),
    (["Deputy", "Stand-in"], M, ["Chair", "Vice"], False),
    (["Chair"], S, ["Lead", "Deputy"], False),
    (["Vice"], S, ["Lead", "Deputy"], False),
    (["Lead", "Chair"], T, ["Director", "Stand-in"], False),
    (["Director", "Chair"], S, ["Lead", "Deputy"], True),
    (["Lead", "Director", "Chair"], N, [], True),
    (["Deputy", "Stand-in", "Vice"], N, [], True),
]


@pytest.mark.parametrize(("subjects", "compartment", "readers", "outside"), TABLE)
@pytest.mark.parametrize("certain", [True, False])
def test_where_a_concern_goes(subjects, compartment, readers, outside, certain):
    found = route(ROSTER, about(*subjects, certain=certain))
    assert (found.compartment, names(found.readers), found.outside) == (compartment, readers, outside)


def test_the_table_holds_every_combination_of_posts():
    posts = {"Lead": "D", "Deputy": "D", "Director": "M", "Stand-in": "M", "Chair": "C", "Vice": "C"}
    covered = {frozenset(posts[name] for name in row[0] if name in posts) for row in TABLE}
    assert covered == {frozenset(group) for size in range(4) for group in combinations("DMC", size)}


def test_the_deputies_of_a_lead_who_is_named_are_barred_with_them():
    barred = {conflict.person: conflict.why for conflict in route(ROSTER, about("Lead")).barred}
    assert barred == {person("Lead"): Why.SUBJECT, person("Deputy"): Why.CIRCLE}


def test_a_conflict_follows_the_person_into_every_post():
    roster = {**ROSTER, Post.MANAGING_DIRECTOR: [holder("Lead", Post.MANAGING_DIRECTOR)]}
    found = route(roster, about("Lead"))
    assert (found.compartment, names(found.readers)) == (M, ["Chair", "Vice"])


def test_someone_barred_with_the_team_does_not_read_through_another_post():
    roster = {
        **ROSTER,
        Post.MANAGING_DIRECTOR: [
            holder("Director", Post.MANAGING_DIRECTOR),
            holder("Deputy", Post.MANAGING_DIRECTOR, deputy=True),
        ],
    }
    assert names(route(roster, about("Lead")).readers) == ["Director"]


def test_when_only_barred_persons_hold_the_next_post_the_one_after_reads():
    roster = {**ROSTER, Post.MANAGING_DIRECTOR: [holder("Deputy", Post.MANAGING_DIRECTOR)]}
    assert names(route(roster, about("Lead")).readers) == ["Chair", "Vice"]


def test_an_empty_post_is_passed_over_and_its_next_holder_will_find_the_case():
    found = route({**ROSTER, Post.DSL: []}, [])
    assert (found.compartment, names(found.readers), found.outside) == (S, ["Director", "Stand-in"], False)


def test_with_every_post_empty_the_record_is_kept_and_the_outside_is_shown():
    found = route({}, [])
    assert (found.compartment, found.readers, found.outside) == (S, (), True)


def test_somebody_who_stepped_back_receives_nothing_and_bars_nobody():
    found = route(ROSTER, [], absent={person("Lead")})
    assert (found.compartment, names(found.readers), found.barred) == (S, ["Deputy"], ())


def test_a_certain_conflict_wins_over_an_uncertain_one():
    found = route(ROSTER, [*about("Lead", certain=False), *about("Lead")])
    assert [conflict.certain for conflict in found.barred if conflict.person == person("Lead")] == [True]


PEOPLE = [person(f"p{number}") for number in range(7)]
ROSTERS = st.fixed_dictionaries(
    {
        post: st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(
            lambda found, post=post: [Holder(one, str(one), post, place > 0) for place, one in enumerate(found)]
        )
        for post in ROUTE_POSTS
    }
)


@given(ROSTERS, st.lists(st.sampled_from(PEOPLE), max_size=5), st.booleans())
def test_nobody_it_is_about_reads_it_and_none_of_their_circle(roster, subjects, certain):
    found = route(roster, [Conflict(one, Why.SUBJECT, certain) for one in subjects])
    readers = {reader.person for reader in found.readers}
    barred = {conflict.person for conflict in found.barred}
    assert not readers & barred
    assert set(subjects) <= barred
    for post in ROUTE_POSTS:
        circle = {holder.person for holder in roster[post]}
        if circle & set(subjects):
            assert circle <= barred
    free = {holder.person for post in ROUTE_POSTS for holder in roster[post]} - barred
    if not readers:
        # Only somebody who answers to nobody but a barred director may be left unasked: never, the lead is asked.
        assert not free or all(
            READ_BY[found.compartment] is not post for post in ROUTE_POSTS if free & {h.person for h in roster[post]}
        )
        assert found.outside


@given(ROSTERS, st.lists(st.sampled_from(PEOPLE), max_size=3), st.sampled_from(PEOPLE))
def test_one_more_person_never_lets_a_barred_one_in(roster, subjects, added):
    before = route(roster, [Conflict(one, Why.SUBJECT) for one in subjects])
    after = route(roster, [Conflict(one, Why.SUBJECT) for one in [*subjects, added]])
    assert {c.person for c in before.barred} <= {c.person for c in after.barred}


def test_the_next_post_up_is_asked_and_nobody_barred():
    assert names(next_up(ROSTER, S, [], [person("Lead"), person("Deputy")])) == ["Director", "Stand-in"]
    assert names(next_up(ROSTER, S, [person("Director")], [person("Stand-in")])) == ["Chair", "Vice"]
    assert names(next_up(ROSTER, T, [person("Lead")], [])) == ["Chair", "Vice"]
    assert next_up(ROSTER, M, [], []) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it is debs", {"Lead"}),
        ("Deborah, the one with the keys", {"Lead"}),
        ("our Safeguarding Lead", {"Lead", "Deputy"}),
        ("the DSL", {"Lead", "Deputy"}),
        ("the head", {"Director"}),
        ("the MD and the chairwoman", {"Director", "Chair"}),
        ("a chair was thrown", {"Chair"}),
        ("the ahead learners of class deborahs", set()),
        ("", set()),
    ],
)
def test_a_first_name_or_a_post_may_mean_a_recipient(text, found):
    holders = [
        Holder(person("Lead"), "Debs Oseitutu", Post.DSL),
        Holder(person("Deputy"), "Tom Wren", Post.DSL, deputy=True),
        Holder(person("Director"), "Helen Okonjo", Post.MANAGING_DIRECTOR),
        Holder(person("Chair"), "Margaret Thornbury", Post.CHAIR),
    ]
    callings = {person("Lead"): ["Deborah", "Debs"]}
    assert meant(text, holders, callings) == {person(name) for name in found}
