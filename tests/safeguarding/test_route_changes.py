"""Changing who receives concerns takes two, is kept for ever, and can be tried out before it counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leeward.foundation.approvals.actions import AlreadyAsked, CannotDecide, approve, refuse
from leeward.people.rules import Post
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.route_tables import RouteRefused
from leeward.safeguarding.models import Case, CaseRoute, RouteTableInForce
from leeward.safeguarding.queries.routes import routes_in_force, table_history, waiting_table
from leeward.safeguarding.rules.facts import ConcernKind, Facts
from leeward.safeguarding.rules.route_table import RouteRule
from leeward.safeguarding.rules.telling import Telling
from tests.safeguarding.made import NOW, TELLING, about, raised, readers

STAFF = Facts(kind=ConcernKind.STAFF_CONDUCT)
TO_DIRECTOR = RouteRule(kinds=frozenset({ConcernKind.STAFF_CONDUCT.value}), lead=Post.MANAGING_DIRECTOR.value)
POINTS = [criterion.key for criterion in actions.ROUTES_KIND.criteria]


def propose(house, who="director", rule=TO_DIRECTOR):
    return actions.add_route(actor=house.actor(who), rule=rule, why="Agreed by the board", now=NOW)


def in_force(house, rule=TO_DIRECTOR):
    request = propose(house, rule=rule)
    approve(actor=house.actor("chair"), request_id=request, reason="Yes", confirmed=POINTS, now=NOW)


def test_a_route_counts_only_after_a_second_person_agreed(house):
    request = propose(house)
    assert routes_in_force(NOW) == ()
    assert waiting_table().added == TO_DIRECTOR
    with pytest.raises(CannotDecide):
        approve(actor=house.actor("director"), request_id=request, reason="Me", confirmed=POINTS, now=NOW)
    assert readers(raised(facts=STAFF)) == ["Deborah Oseitutu", "Tomasz Wren"]
    approve(actor=house.actor("chair"), request_id=request, reason="Yes", confirmed=POINTS, now=NOW)
    assert routes_in_force(NOW) == (TO_DIRECTOR,)
    receipt = raised(facts=STAFF)
    assert readers(receipt) == ["Helen Okonjo"]
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is None
    assert queries.find_case(house.actor("director"), receipt.ref, NOW) is not None


def test_a_refused_route_never_counts(house):
    refuse(actor=house.actor("chair"), request_id=propose(house), reason="No", now=NOW)
    assert (routes_in_force(NOW), waiting_table(), table_history()) == ((), None, [])


def test_one_change_waits_at_a_time(house):
    propose(house)
    with pytest.raises(AlreadyAsked):
        propose(house, "lead", replace(TO_DIRECTOR, lead=Post.CHAIR.value))


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (replace(TO_DIRECTOR, also=("marketing",)), "also"),
        (replace(TO_DIRECTOR, kinds=frozenset()), "empty"),
        (replace(TO_DIRECTOR, lead=Post.DSL.value), "says-nothing"),
    ],
)
def test_a_route_to_nobody_is_refused(house, rule, fault):
    with pytest.raises(RouteRefused) as refused:
        propose(house, rule=rule)
    assert refused.value.faults == [fault]


def test_taking_a_route_away_takes_two_as_well_and_the_history_keeps_both(house):
    in_force(house)
    later = NOW + timedelta(days=1)
    with pytest.raises(RouteRefused):
        propose(house)
    request = actions.remove_route(actor=house.actor("chair"), number=1, why="Tried it", now=later)
    assert routes_in_force(later) == (TO_DIRECTOR,)
    approve(actor=house.actor("director"), request_id=request, reason="Yes", confirmed=POINTS, now=later)
    assert routes_in_force(later) == ()
    assert routes_in_force(NOW + timedelta(hours=1)) == (TO_DIRECTOR,)
    assert [(line.added, line.removed) for line in table_history()] == [(None, TO_DIRECTOR), (TO_DIRECTOR, None)]
    with pytest.raises(LookupError):
        actions.remove_route(actor=house.actor("chair"), number=1, why="Again", now=later)


def test_a_case_keeps_the_route_it_came_by_when_somebody_is_added(house):
    in_force(house)
    receipt = raised(facts=STAFF)
    director = house.actor("director")
    actions.add_person(actor=director, ref=receipt.ref, name="A neighbour", role="about", now=NOW)
    case = Case.objects.get(ref=receipt.ref)
    assert case.compartment == "about-safeguarding-team"
    assert CaseRoute.objects.get(case=case).lead == Post.MANAGING_DIRECTOR
    moved = actions.add_person(
        actor=director, ref=receipt.ref, name="x", person=house.person["director"], role="about", now=NOW
    )
    assert not moved.still_mine
    assert moved.reader_names == ("Margaret Thornbury",)


def test_a_route_never_lets_somebody_named_read(house):
    in_force(house)
    assert readers(raised(about("Helen Okonjo"), facts=STAFF)) == ["Margaret Thornbury"]
    assert readers(raised(about("Helen Okonjo and Margaret Thornbury"), facts=STAFF)) == [
        "Deborah Oseitutu",
        "Tomasz Wren",
    ]


def test_what_is_tried_out_is_what_happens_and_keeps_nothing(house):
    propose(house)
    waiting = waiting_table()
    plan = queries.who_would_read(Telling(), NOW, facts=STAFF, rules=waiting.rules)
    assert [one.name for one in plan.route.readers] == ["Helen Okonjo"]
    assert [one.name for one in queries.who_would_read(TELLING, NOW, facts=STAFF).route.readers] == [
        "Deborah Oseitutu",
        "Tomasz Wren",
    ]
    assert not Case.objects.exists()
    assert not RouteTableInForce.objects.exists()
