"""Whoever runs the systems or keeps the directory, alone, never opens a case: every way in that was thought of.

Each attempt is made twice, in one house with it and in one without: what the person may do afterwards is the same.
"""

from contextlib import suppress
from datetime import timedelta

import pytest

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.approvals.actions import CannotDecide, approve, ask
from leeward.foundation.approvals.queries import NoSuchRequest
from leeward.foundation.outbox.jobs import work_off
from leeward.people import queries
from leeward.people.actions import (
    NotOpenTo,
    Refused,
    add_own_post,
    appoint,
    fill_vacancy,
    give_post,
    open_sign_in,
    open_vulnerability,
    propose_permissions,
    record_absence,
    reset_sign_in,
)
from leeward.people.rules import READS_CASES, PersonClass, Post
from tests.people.made import NOW, TODAY, give, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house():
    """An IT manager who keeps the directory too (the worst case of a small provider), and those around."""
    people = {name: somebody(f"{name.title()} Personsby", email=f"{name}@example.org") for name in NAMES}
    give(people["it"], Post.IT_MANAGER)
    give(people["it"], Post.HR)
    give(people["chair"], Post.CHAIR)
    give(people["director"], Post.MANAGING_DIRECTOR)
    give(people["lead"], Post.DSL)
    people["account"] = open_sign_in(actor=SYSTEM, now=NOW, person=people["it"])
    return people


NAMES = ("it", "chair", "director", "lead", "friend")


def as_it(house, now=NOW):
    actor = queries.actor_of(house["account"], now)
    # As if the second step were there: withheld permissions count as held.
    return Actor(actor.account, actor.person, actor.name, actor.permissions | actor.withheld)


def opens(house, now=NOW):
    return {name for name in as_it(house, now).permissions if name.startswith(READS_CASES)}


def himself_dsl(house):
    give_post(actor=as_it(house), now=NOW, person=house["it"], post=Post.DSL, since=TODAY, deputy=True, why="I can")


def himself_by_the_old_way(house):
    appoint(actor=as_it(house), now=NOW, person=house["it"], post=Post.DSL, since=TODAY, deputy=True)


def friend_by_the_old_way(house):
    appoint(actor=as_it(house), now=NOW, person=house["friend"], post=Post.DSL, since=TODAY, deputy=True)


def own_post_that_reads(house):
    post = add_own_post(actor=as_it(house), now=NOW, name="Night watch")
    propose_permissions(actor=as_it(house), now=NOW, post=post, wanted={"safeguarding.receive"}, why="At night")
    give_post(actor=as_it(house), now=NOW, person=house["it"], post=post, since=TODAY)


def own_post_agreed_then_taken(house):
    post = add_own_post(actor=as_it(house), now=NOW, name="Night watch")
    request = propose_permissions(
        actor=as_it(house), now=NOW, post=post, wanted={"safeguarding.receive"}, why="At night"
    )
    approve(actor=Actor(person=house["chair"]), request_id=request, reason="Yes", now=NOW)
    # Even given by Leeward itself, without any check of who gives: what runs the systems drops what reads cases.
    appoint(actor=SYSTEM, now=NOW, person=house["it"], post=post, since=TODAY)


def catalogue_post_widened(house):
    wanted = queries.permissions_by_post()["it-manager"] | {"safeguarding.receive"}
    propose_permissions(actor=as_it(house), now=NOW, post="it-manager", wanted=wanted, why="To help")


def covers_the_dsl(house):
    held = queries.holders_of(Post.DSL, TODAY)[0].id
    record_absence(
        actor=as_it(house), now=NOW, holding=held, since=TODAY, until=TODAY, covered_by=house["it"], why="She is ill"
    )


def fills_the_vacancy(house):
    fill_vacancy(actor=as_it(house), now=NOW, person=house["it"], why="Nobody else")


def agrees_with_himself(house):
    request = give_post(
        actor=as_it(house), now=NOW, person=house["friend"], post=Post.DSL, since=TODAY, deputy=True, why="A friend"
    ).request
    approve(actor=as_it(house), request_id=request, reason="Yes", confirmed=["known", "checked"], now=NOW)


def asks_by_hand(house):
    request = ask(
        actor=as_it(house), kind="people.sensitive-post", subject=f"post-proposal:{house['it']}", why="x", now=NOW
    )
    approve(
        actor=Actor(person=house["chair"]),
        request_id=request,
        reason="Yes",
        confirmed=["known", "checked"],
        now=NOW,
    )


def resets_the_lead(house):
    open_sign_in(actor=SYSTEM, now=NOW, person=house["lead"])
    reset_sign_in(actor=as_it(house), now=NOW, person=house["lead"])


def opens_vulnerability(house):
    open_vulnerability(actor=as_it(house), now=NOW, person=somebody("Kay Learnerby", PersonClass.LEARNER))


ATTEMPTS = [
    himself_dsl,
    himself_by_the_old_way,
    friend_by_the_old_way,
    own_post_that_reads,
    own_post_agreed_then_taken,
    catalogue_post_widened,
    covers_the_dsl,
    fills_the_vacancy,
    agrees_with_himself,
    asks_by_hand,
    resets_the_lead,
    opens_vulnerability,
]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_nobody_who_runs_the_systems_reaches_a_case(house, attempt):
    before = opens(house), [held.person for held in queries.holders_of(Post.DSL, TODAY)]
    with suppress(Refused, CannotDecide, NoSuchRequest, NotOpenTo):
        attempt(house)
    work_off(NOW)
    after = opens(house), [held.person for held in queries.holders_of(Post.DSL, TODAY)]
    assert before == after == (set(), [house["lead"]])
    # Nor a month later, when every delay is over and every request has lapsed or taken effect.
    work_off(NOW + 31 * DAY)
    assert opens(house, NOW + 31 * DAY) == set()
    assert [held.person for held in queries.holders_of(Post.DSL, TODAY + 31 * DAY)] == [house["lead"]]


def test_a_lead_whose_sign_in_it_reset_reads_no_case_until_a_second_person_says_so(house):
    account = open_sign_in(actor=SYSTEM, now=NOW, person=house["lead"])
    reset_sign_in(actor=as_it(house), now=NOW, person=house["lead"])
    assert not queries.actor_of(account, NOW).may("safeguarding.receive")
    assert not queries.actor_of(account, NOW).may("people.see_vulnerability")
