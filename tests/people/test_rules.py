"""Ages, permissions by post, and who may not be joined with whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.people.rules import (
    NOT_FOR_DEPUTIES,
    PERMISSIONS,
    Held,
    PersonClass,
    Post,
    age_on,
    clash,
    permissions_of,
    sensitive,
    under_18,
)
from leeward.people.wording import CLASSES, POSTS
from leeward.people.wording import PERMISSIONS as SENTENCES


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 11, 25), date(2026, 11, 24), 17),
        (date(2008, 11, 25), date(2026, 11, 25), 18),
        (date(2026, 11, 25), date(2026, 11, 25), 0),
        (date(2000, 12, 31), date(2026, 1, 1), 25),
    ],
)
def test_age_in_whole_years(born, day, age):
    assert age_on(born, day) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before birth"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))


@given(st.dates(date(1920, 1, 1), date(2026, 1, 1)), st.integers(0, 40000), st.integers(0, 400))
def test_age_never_falls_and_grows_by_at_most_two_in_400_days(born, days, more):
    first = date.fromordinal(born.toordinal() + days)
    later = date.fromordinal(first.toordinal() + more)
    assert 0 <= age_on(born, later) - age_on(born, first) <= 2


def test_without_a_date_of_birth_nobody_says_child_or_adult():
    assert under_18(None, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("post", "may", "may_not"),
    [
        (Post.DSL, "safeguarding.receive", "filtering.change"),
        (Post.MANAGING_DIRECTOR, "safeguarding.see_about_team", "safeguarding.see"),
        (Post.CHAIR, "safeguarding.see_about_director", "safeguarding.see"),
        (Post.GENERAL_MANAGER, "filtering.decide_unblock", "safeguarding.receive"),
        (Post.IT_MANAGER, "filtering.change", "filtering.decide_unblock"),
        (Post.INFORMATION_SECURITY_MANAGER, "monitoring.configure", "monitoring.review"),
        (Post.HR, "people.change", "safeguarding.receive"),
        (Post.QUALITY_LEAD, "policy.manage", "policy.sign"),
        (Post.BOARD_MEMBER, "promises.see", "people.see"),
    ],
)
def test_what_a_post_may_do(post, may, may_not):
    granted = permissions_of([Held(post, deputy=False)], [])
    assert may in granted
    assert may_not not in granted


@pytest.mark.parametrize("post", list(Post))
def test_every_post_is_in_the_table(post):
    assert post in PERMISSIONS


def test_a_deputy_holds_what_the_holder_holds_but_what_is_tied_to_the_person():
    for post in Post:
        holder = permissions_of([Held(post, deputy=False)], [])
        assert permissions_of([Held(post, deputy=True)], []) == holder - NOT_FOR_DEPUTIES


@pytest.mark.parametrize("deputy", [True, False])
@pytest.mark.parametrize("other", list(Post))
def test_who_runs_the_systems_reports_concerns_and_reads_none(other, deputy):
    granted = permissions_of([Held(Post.IT_MANAGER, deputy), Held(other, deputy=False)], [PersonClass.STAFF])
    held = {name for name in granted if name.startswith(("safeguarding.", "monitoring.review"))}
    assert held == {"safeguarding.report"}


@pytest.mark.parametrize(
    ("held", "new", "clashes"),
    [
        (Post.IT_MANAGER, Post.DSL, True),
        (Post.DSL, Post.IT_MANAGER, True),
        (Post.CHAIR, Post.IT_MANAGER, True),
        (Post.IT_MANAGER, Post.MANAGING_DIRECTOR, True),
        (Post.IT_MANAGER, Post.MARKETING, False),
        (Post.HR, Post.DSL, False),
    ],
)
def test_posts_that_may_not_be_joined(held, new, clashes):
    assert (clash([Held(held, deputy=False)], new) is not None) is clashes


def test_learners_and_parents_hold_no_permission():
    assert permissions_of([], [PersonClass.LEARNER, PersonClass.PARENT]) == frozenset()


def test_everything_that_opens_a_case_is_sensitive():
    names = {name for granted in PERMISSIONS.values() for name in granted}
    assert {name for name in names if name.startswith("safeguarding.")} - {"safeguarding.report"} <= sensitive(names)
    assert "promises.see" not in sensitive(names)


def test_every_permission_can_be_said_in_a_sentence_and_no_sentence_is_left_over():
    names = {name for granted in PERMISSIONS.values() for name in granted}
    assert names == set(SENTENCES)


def test_every_post_and_class_has_a_name():
    assert set(POSTS) == set(Post)
    assert set(CLASSES) == set(PersonClass)
