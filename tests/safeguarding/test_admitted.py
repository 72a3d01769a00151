"""Which cases somebody may know of, one reason at a time: post, grant, bar, name, shredding."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from leeward.foundation.access import STRANGER, Actor
from leeward.foundation.vault import store
from leeward.people.models import Company, PostHolding, Site
from leeward.people.rules import Post
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, CaseAction, Entry, Grant
from leeward.safeguarding.queries import access
from leeward.safeguarding.rules.routing import Compartment, Why
from tests.safeguarding.made import NOW, TODAY, House, about, raised


def knows(actor: Actor, now=NOW) -> bool:
    return access.cases_for(actor, now).exists()


@pytest.fixture
def case(house: House) -> Case:
    raised()
    return Case.objects.get()


def granted(case: Case, person, **more) -> Grant:
    return Grant.objects.create(case=case, person=person, reason="asked", granted_at=NOW, **more)


def barred(case: Case, person, **more) -> Bar:
    return Bar.objects.create(
        case=case,
        mark=mark_of(person),
        who=b"x",
        why=Why.SUBJECT,
        certain=more.pop("certain", True),
        made_at=NOW,
        **more,
    )


@pytest.fixture
def tutor(house: House) -> Actor:
    """Somebody in no post whose permission alone must open nothing."""
    return replace(house.actor("tutor"), permissions=frozenset({access.RECEIVE}))


def test_a_post_reads_its_own_compartment_and_no_other(house, case):
    who = ("lead", "deputy", "director", "chair", "it", "hr", "tutor")
    given = {key: replace(house.actor(key), permissions=frozenset({access.RECEIVE})) for key in who}
    readers = {
        Compartment.SAFEGUARDING: {"lead", "deputy"},
        Compartment.ABOUT_SAFEGUARDING_TEAM: {"director"},
        Compartment.ABOUT_MANAGING_DIRECTOR: {"chair"},
        Compartment.NOBODY_UNCONFLICTED: {"chair"},
    }
    for compartment, wanted in readers.items():
        Grant.objects.all().delete()
        Case.objects.update(compartment=compartment)
        assert {key for key in who if knows(given[key])} == wanted


def test_without_the_permission_or_a_person_there_is_no_case(house, case):
    assert knows(house.actor("lead"))
    assert not knows(replace(house.actor("lead"), permissions=frozenset()))
    assert not knows(replace(house.actor("lead"), person=None))
    assert not knows(STRANGER)
    assert access.posts_today(STRANGER, NOW) == frozenset()
    assert access.posts_today(house.actor("deputy"), NOW) == {Post.DSL}


def test_a_post_counts_while_it_is_held(house, case):
    Grant.objects.all().delete()
    PostHolding.objects.filter(person=house.person["lead"]).update(until=TODAY - timedelta(days=1))
    assert not knows(house.actor("lead"))
    assert knows(house.actor("deputy"))


def test_a_grant_opens_one_case_until_it_ends_or_runs_out(house, case, tutor):
    raised(submission=uuid4())
    grant = granted(case, tutor.person)
    assert list(access.cases_for(tutor, NOW)) == [case]
    grant.expires_at = NOW
    grant.save()
    assert not knows(tutor)
    assert knows(tutor, NOW - timedelta(seconds=1))
    grant.expires_at, grant.ended_at = None, NOW
    grant.save()
    assert not knows(tutor)
    granted(case, house.person["it"])
    assert not knows(tutor), "somebody else's grant"


def test_a_grant_through_a_post_counts_only_while_that_post_is_held(house, case, tutor):
    granted(case, tutor.person, post=str(Post.CHAIR))
    assert not knows(tutor)
    chair = house.actor("chair")
    assert not knows(chair)
    granted(case, chair.person, post=str(Post.CHAIR))
    assert knows(chair)
    PostHolding.objects.filter(person=chair.person).update(until=TODAY - timedelta(days=1))
    assert not knows(chair)
    it = replace(house.actor("it"), permissions=frozenset({access.RECEIVE}))
    granted(case, it.person, post=str(Post.IT_MANAGER))
    assert not knows(it), "no route names that post"


def test_a_fixed_post_held_at_one_site_only_opens_nothing_through_a_grant(house, case):
    chair = house.actor("chair")
    granted(case, chair.person, post=str(Post.CHAIR))
    company = Company.objects.create(name="Northshire Training")
    site = Site.objects.create(company=company, name="Leeds")
    PostHolding.objects.filter(person=chair.person).update(company=company, site=site)
    assert not knows(chair)


def test_a_bar_beats_post_and_grant_until_it_is_lifted(house, case, tutor):
    granted(case, tutor.person)
    for actor in (house.actor("lead"), tutor):
        bar = barred(case, actor.person)
        assert not knows(actor)
        assert access.find_case(actor, case.ref, NOW) is None
        assert not access.known_cases(actor, NOW).exists()
        bar.lifted_at = NOW
        bar.save()
        assert knows(actor)
    barred(case, house.person["hr"])
    assert knows(house.actor("lead")), "somebody else's bar"


def test_a_name_in_the_case_bars_as_well(house):
    raised(about("Somebody Newcomer"))
    lead = house.actor("lead")
    assert knows(lead)
    from leeward.people.models import Person

    Person.objects.filter(pk=lead.person).update(given_name="Somebody", family_name="Newcomer")
    assert not knows(lead)
    assert knows(house.actor("deputy"))


def test_a_reference_finds_a_case_for_its_readers_alone(house, case):
    assert access.find_case(house.actor("lead"), case.ref, NOW) == case
    assert access.find_case(house.actor("hr"), case.ref, NOW) is None
    for wrong in ("", "no such", "2222-2222", case.ref.lower() + "x"):
        assert access.find_case(house.actor("lead"), wrong, NOW) is None


def test_a_shredded_case_is_in_the_register_and_nowhere_else(house, case):
    lead = house.actor("lead")
    store.shred(case.record, now=NOW)
    assert not knows(lead)
    assert list(access.known_cases(lead, NOW)) == [case]
    assert access.find_case(lead, case.ref, NOW) is None
    assert not access.whole(Case.objects.all()).exists()


def test_what_belongs_to_a_case_is_found_in_that_case_only(house, case):
    other = Case.objects.get(ref=raised(submission=uuid4()).ref)
    entry = Entry.objects.create(
        case=case, event_at=NOW, precision="minute", recorded_at=NOW, author=house.person["lead"], body=b"x"
    )
    task = CaseAction.objects.create(
        case=case, owner=house.person["lead"], due=NOW, made_at=NOW, made_by=house.person["lead"], what=b"x"
    )
    unsure, sure = barred(case, house.person["it"], certain=False), barred(case, house.person["hr"])
    for ask, row in (
        (access.has_entry, entry),
        (access.has_action, task),
        (access.has_uncertain_bar, unsure),
    ):
        assert ask(case, row.pk) is True
        assert ask(other, row.pk) is False
        assert ask(case, uuid4()) is False
    assert access.has_uncertain_bar(case, sure.pk) is False
    CaseAction.objects.update(done_at=NOW, done_by=house.person["lead"], result=b"x")
    Bar.objects.update(lifted_at=NOW)
    assert access.has_action(case, task.pk) is False
    assert access.has_uncertain_bar(case, unsure.pk) is False
