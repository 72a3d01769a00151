"""How often a group must meet, and what it lacks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from leeward.foundation.clocks import Term
from leeward.people.meetings.rules import SHAPES, Every, Kept, Seat, Template, missing_seats, rhythm
from leeward.people.rules import PersonClass, Post

AUTUMN = Term(date(2026, 9, 7), date(2026, 12, 18), "Autumn")
SPRING = Term(date(2027, 1, 4), date(2027, 3, 26), "Spring")
TERMS = (AUTUMN, SPRING)
LONG_AGO = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("met", "today", "kept", "due"),
    [
        ([date(2026, 10, 1)], date(2026, 11, 1), Kept.KEPT, SPRING.last),
        ([], date(2026, 11, 1), Kept.KEPT, AUTUMN.last),  # no term before is known: this one's end counts
        ([], date(2026, 12, 5), Kept.SOON, AUTUMN.last),
        ([], date(2026, 12, 18), Kept.SOON, AUTUMN.last),
        ([], date(2026, 12, 19), Kept.OVERDUE, AUTUMN.last),
        ([date(2026, 10, 1)], date(2026, 12, 25), Kept.KEPT, SPRING.last),
        ([date(2026, 10, 1)], date(2027, 2, 1), Kept.KEPT, SPRING.last),
        ([date(2026, 10, 1)], date(2027, 3, 20), Kept.SOON, SPRING.last),
        ([], date(2027, 2, 1), Kept.OVERDUE, AUTUMN.last),
        ([date(2027, 6, 1)], date(2026, 12, 19), Kept.OVERDUE, AUTUMN.last),  # a meeting to come proves nothing
    ],
)
def test_a_group_meets_once_in_each_term(met, today, kept, due):
    found = rhythm(Every.TERM, 1, founded=LONG_AGO, met=met, terms=TERMS, today=today)
    assert (found.kept, found.due) == (kept, due)


def test_a_group_need_not_have_met_before_it_was_founded():
    founded = date(2027, 1, 10)
    assert rhythm(Every.TERM, 1, founded=founded, met=[], terms=TERMS, today=date(2027, 1, 20)).kept is Kept.KEPT


@pytest.mark.parametrize(
    ("days", "kept"), [(0, Kept.KEPT), (32, Kept.KEPT), (33, Kept.SOON), (42, Kept.SOON), (43, Kept.OVERDUE)]
)
def test_a_group_that_meets_every_six_weeks_is_overdue_on_the_day_after(days, kept):
    met = date(2026, 10, 1)
    today = met + timedelta(days=days)
    assert rhythm(Every.WEEKS, 6, founded=LONG_AGO, met=[met], terms=TERMS, today=today).kept is kept


def test_without_term_dates_a_term_is_four_months():
    found = rhythm(Every.TERM, 1, founded=LONG_AGO, met=[date(2026, 9, 1)], terms=(), today=date(2026, 12, 31))
    assert found.kept is Kept.OVERDUE
    assert found.due == date(2026, 12, 30)


@given(
    some.lists(some.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6),
    some.dates(date(2026, 9, 1), date(2027, 6, 1)),
    some.sampled_from(Every),
)
def test_another_meeting_never_makes_a_group_stand_worse(met, today, every):
    worse = [Kept.KEPT, Kept.SOON, Kept.OVERDUE]
    before = rhythm(every, 4, founded=LONG_AGO, met=met, terms=TERMS, today=today)
    after = rhythm(every, 4, founded=LONG_AGO, met=[*met, today], terms=TERMS, today=today)
    assert worse.index(after.kept) <= worse.index(before.kept)


LEARNER, PARENT = frozenset({PersonClass.LEARNER}), frozenset({PersonClass.PARENT, PersonClass.STAFF})


def test_what_nobody_stands_for_is_named():
    seats = (Seat(post=Post.DSL), Seat(kind=PersonClass.LEARNER, least=2), Seat(kind=PersonClass.PARENT))
    assert missing_seats(seats, {"dsl"}, [LEARNER, PARENT]) == [seats[1]]
    assert missing_seats(seats, set(), []) == list(seats)
    assert missing_seats(seats, {"dsl"}, [LEARNER, LEARNER, PARENT]) == []


def test_the_online_safety_group_asks_for_every_stakeholder():
    kinds = {seat.kind for seat in SHAPES[Template.ONLINE_SAFETY_GROUP].seats if seat.kind}
    assert kinds == {"learner", "parent", "board-member", "contractor"}
    assert set(SHAPES) == set(Template)
