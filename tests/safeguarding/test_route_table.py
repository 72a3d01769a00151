"""Routes of an organisation's own: which one counts, and that no route beats a conflict or ends in nobody."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.people.rules import Post
from leeward.safeguarding.rules.facts import ConcernKind, Facts, Severity, Subject
from leeward.safeguarding.rules.route_table import LEADS, Chosen, RouteRule, chosen, faults_of, rule_for
from leeward.safeguarding.rules.routing import READ_BY, Compartment, route
from tests.safeguarding.test_routing import ROSTER, about, holder, names, person

SITE = "own-site-lead"
WITH_SITE = {**ROSTER, SITE: [holder("Site", SITE), holder("Site deputy", SITE, deputy=True)]}
ONLINE, STAFF = ConcernKind.ONLINE_ABUSE.value, ConcernKind.STAFF_CONDUCT.value
A_SITE = "group/northside"


def rule(**asked) -> RouteRule:
    sets = {name: frozenset(value) for name, value in asked.items() if name not in ("also", "lead")}
    return RouteRule(**sets, also=tuple(asked.get("also", ())), lead=asked.get("lead", Post.DSL.value))


GENERAL = rule(kinds={ONLINE}, also=(SITE,))
AT_SITE = rule(kinds={ONLINE}, sites={A_SITE}, lead=Post.MANAGING_DIRECTOR)
ANY_SERIOUS = rule(severities={Severity.SERIOUS}, lead=Post.CHAIR)
AT_COMPANY = rule(sites={"group"}, also=(SITE,))


@pytest.mark.parametrize(
    ("rules", "facts", "counts"),
    [
        ([], Facts(), None),
        ([GENERAL], Facts(), None),
        ([GENERAL], Facts(kind=STAFF), None),
        ([GENERAL], Facts(kind=ONLINE), GENERAL),
        ([GENERAL, AT_SITE], Facts(kind=ONLINE), GENERAL),
        ([GENERAL, AT_SITE], Facts(kind=ONLINE, site=A_SITE), AT_SITE),
        ([AT_SITE, GENERAL], Facts(kind=ONLINE, site=A_SITE), AT_SITE),
        ([AT_SITE, GENERAL], Facts(kind=ONLINE, site="group/southside"), GENERAL),
        ([ANY_SERIOUS, GENERAL], Facts(kind=ONLINE, severity="serious"), ANY_SERIOUS),
        ([GENERAL, ANY_SERIOUS], Facts(kind=ONLINE, severity="serious"), GENERAL),
        ([ANY_SERIOUS], Facts(kind=ONLINE), None),
        ([AT_COMPANY], Facts(site=A_SITE), AT_COMPANY),
        ([AT_COMPANY], Facts(site="other/northside"), None),
    ],
)
def test_the_most_exact_route_counts_and_of_two_alike_the_first(rules, facts, counts):
    assert rule_for(rules, facts) == counts


@pytest.mark.parametrize(
    ("also", "lead", "conflicts", "compartment", "readers"),
    [
        ((), Post.DSL, (), Compartment.SAFEGUARDING, ["Lead", "Deputy"]),
        ((SITE,), Post.DSL, (), Compartment.SAFEGUARDING, ["Site", "Lead", "Site deputy", "Deputy"]),
        ((), Post.MANAGING_DIRECTOR, (), Compartment.ABOUT_SAFEGUARDING_TEAM, ["Director", "Stand-in"]),
        ((), Post.CHAIR, (), Compartment.ABOUT_MANAGING_DIRECTOR, ["Chair", "Vice"]),
        # In conflict, a post that was chosen is passed over with its whole circle.
        ((SITE,), Post.DSL, ("Site",), Compartment.SAFEGUARDING, ["Lead", "Deputy"]),
        ((SITE,), Post.DSL, ("Site deputy",), Compartment.SAFEGUARDING, ["Lead", "Deputy"]),
        ((), Post.CHAIR, ("Chair",), Compartment.ABOUT_SAFEGUARDING_TEAM, ["Director", "Stand-in"]),
        # About the team or the managing director no route counts: the way up is the law here.
        ((SITE,), Post.DSL, ("Lead",), Compartment.ABOUT_SAFEGUARDING_TEAM, ["Director", "Stand-in"]),
        ((SITE,), Post.CHAIR, ("Deputy",), Compartment.ABOUT_SAFEGUARDING_TEAM, ["Director", "Stand-in"]),
        ((SITE,), Post.DSL, ("Director",), Compartment.ABOUT_MANAGING_DIRECTOR, ["Chair", "Vice"]),
        ((), Post.MANAGING_DIRECTOR, ("Director",), Compartment.ABOUT_MANAGING_DIRECTOR, ["Chair", "Vice"]),
        ((SITE,), Post.DSL, ("Lead", "Director", "Chair"), Compartment.NOBODY_UNCONFLICTED, []),
    ],
)
def test_what_a_route_asks_for_is_bent_by_conflicts(also, lead, conflicts, compartment, readers):
    found = route(WITH_SITE, about(*conflicts), wanted=Chosen(also, lead))
    assert (found.compartment, names(found.readers)) == (compartment, readers)
    assert found.outside == (not readers)


@pytest.mark.parametrize("lead", LEADS)
def test_an_empty_post_that_was_chosen_never_ends_a_route(lead):
    empty = {**ROSTER, lead: [], SITE: []}
    found = route(empty, [], wanted=Chosen((SITE,), lead))
    assert found.readers
    assert READ_BY[found.compartment] == lead  # its next holder finds it


def test_only_the_site_lead_is_left_and_reads():
    found = route({SITE: WITH_SITE[SITE]}, [], wanted=Chosen((SITE,), Post.DSL))
    assert (names(found.readers), found.outside) == (["Site", "Site deputy"], False)


EVERYBODY = ["Lead", "Deputy", "Director", "Stand-in", "Chair", "Vice", "Site", "Site deputy", "A tutor"]


@given(
    st.sets(st.sampled_from(EVERYBODY)),
    st.sets(st.sampled_from(EVERYBODY)),
    st.sampled_from([(), (SITE,)]),
    st.sampled_from(LEADS),
    st.booleans(),
)
def test_no_route_lets_anybody_in_conflict_or_stepped_back_read_and_none_loses_a_reader(out, absent, also, lead, sure):
    conflicts, away = about(*out, certain=sure), {person(name) for name in absent}
    found = route(WITH_SITE, conflicts, away, Chosen(also, lead))
    readers = {one.person for one in found.readers}
    assert not readers & {one.person for one in found.barred}
    assert not readers & away
    assert bool(readers) or found.outside
    if route(WITH_SITE, conflicts, away).readers:
        assert readers, "where the usual way finds a reader, a route finds one too"


def test_a_route_comes_back_from_where_it_is_stored_as_it_was():
    for kinds, sites, lead in product([(), (ONLINE, STAFF)], [(), (A_SITE,)], LEADS):
        one = rule(kinds=kinds, sites=sites, subjects={Subject.STAFF}, also=(SITE,), lead=lead)
        assert RouteRule.from_json(one.to_json()) == one


@pytest.mark.parametrize(
    ("one", "faults"),
    [
        (rule(kinds={ONLINE}, also=(SITE,)), []),
        (rule(kinds={ONLINE}, lead=Post.CHAIR), []),
        (rule(kinds={ONLINE}), ["says-nothing"]),
        (rule(also=(SITE,)), ["empty"]),
        (rule(kinds={ONLINE}, lead="marketing"), ["lead"]),
        (rule(kinds={ONLINE}, also=("marketing",)), ["also"]),
        (rule(kinds={ONLINE}, also=(Post.DSL.value,)), ["also"]),
        (rule(kinds={"no-such"}, lead=Post.CHAIR), ["unknown"]),
    ],
)
def test_a_route_to_somebody_who_may_not_read_is_refused(one, faults):
    assert faults_of(one, [SITE, *LEADS]) == faults


def test_a_route_keeps_the_site_where_its_posts_are_looked_up():
    facts = Facts(kind=ONLINE, site=A_SITE)
    assert chosen(GENERAL, facts) == Chosen((SITE,), Post.DSL.value, A_SITE)
    assert chosen(None, facts) == Chosen()


@pytest.mark.parametrize(
    ("said", "answer", "subject"),
    [("", "staff", "staff"), ("", "myself", "learner"), ("", "not-sure", ""), ("under-18", "learner", "under-18")],
)
def test_whom_it_is_about_follows_from_the_answer_unless_said_more_exactly(said, answer, subject):
    assert Facts(subject=said).with_answer(answer).subject == subject
