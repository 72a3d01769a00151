"""Learners: what was true on a day, who is close to them, what makes them vulnerable and who may know."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.audit.trail import verify
from leeward.foundation.settings_history.actions import set_to
from leeward.foundation.settings_history.scopes import Scope
from leeward.people import queries
from leeward.people.actions import (
    Closeness,
    Details,
    NotOpenTo,
    Refused,
    add_company,
    add_site,
    apply_facts,
    appoint,
    change_person,
    close_place,
    end_class,
    end_relation,
    end_vulnerability,
    leave,
    lift_hold,
    open_sign_in,
    open_vulnerability,
    record_vulnerability,
    relate,
    rename_place,
    reset_sign_in,
    set_fact,
)
from leeward.people.choices import TUTOR_SEES
from leeward.people.demo import build
from leeward.people.models import DatedFact, Marker, Person, Relation, Site
from leeward.people.rules import PersonClass, Post, RelationKind
from tests.people.made import NOW, TODAY, give, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEARNER = PersonClass.LEARNER


def learner(name="Kay Learnerby", **details):
    return somebody(name, LEARNER, since=TODAY - 100 * DAY, **details)


def seen(person, day=TODAY, known_at=NOW):
    then = queries.that_day(person, day, known_at=known_at)
    return {fact.kind: fact.words for fact in then.facts}


class TestThatDay:
    def test_a_change_from_a_day_leaves_earlier_days_as_they_were(self):
        person = learner(employer="Kelp & Sons", programme="Joinery level 2")
        set_fact(actor=SYSTEM, now=NOW, person=person, kind="employer", value="Portside Motors", since=TODAY - 10 * DAY)
        assert seen(person, TODAY - 11 * DAY) == {"employer": "Kelp & Sons", "programme": "Joinery level 2"}
        assert seen(person, TODAY - 10 * DAY)["employer"] == "Portside Motors"
        assert queries.person(person, TODAY).employer == "Portside Motors"

    def test_what_was_known_before_a_correction_can_still_be_asked_for(self):
        person = learner(employer="Kelp & Sons")
        later = NOW + 3 * DAY
        set_fact(actor=SYSTEM, now=later, person=person, kind="employer", value="Tidewater", since=TODAY - 50 * DAY)
        assert seen(person, TODAY, known_at=NOW + DAY) == {"employer": "Kelp & Sons"}
        assert seen(person, TODAY, known_at=later) == {"employer": "Tidewater"}
        assert seen(person, TODAY - 60 * DAY, known_at=later) == {"employer": "Kelp & Sons"}

    def test_a_change_said_ahead_holds_from_its_morning(self):
        person = learner(cohort="A")
        set_fact(actor=SYSTEM, now=NOW, person=person, kind="cohort", value="B", since=TODAY + 2 * DAY)
        assert queries.person(person, TODAY).cohort == "A"
        assert apply_facts(NOW + DAY) == 0
        assert apply_facts(NOW + 2 * DAY) == 1
        assert queries.person(person, TODAY + 2 * DAY).cohort == "B"

    def test_nothing_is_a_fact_too(self):
        person = learner(employer="Kelp & Sons")
        set_fact(actor=SYSTEM, now=NOW, person=person, kind="employer", value="", since=TODAY)
        assert seen(person, TODAY - DAY) == {"employer": "Kelp & Sons"}
        assert seen(person) == {}

    def test_the_form_of_details_keeps_history_as_well_and_says_who(self):
        tutor, other, hr = somebody("Ann Tutorby"), somebody("Ben Tutorby"), somebody("Fran Hrby")
        person = learner(tutor=tutor)
        details = Details("Kay", "Learnerby", tutor=other, site="Quayside")
        change_person(actor=Actor(person=hr), now=NOW, person=person, details=details)
        assert seen(person, TODAY - DAY) == {"tutor": "Ann Tutorby"}
        assert seen(person) == {"tutor": "Ben Tutorby", "site": "Quayside, Our company"}
        assert {fact.by for fact in queries.facts_of(person)} == {"", "Fran Hrby"}

    def test_posts_classes_age_and_sign_in_are_those_of_the_day(self):
        person = somebody("Ann Leaver", email="ann@example.org", since=TODAY - 50 * DAY, born=TODAY - 366 * 18 * DAY)
        helper, third = somebody("Help Erby"), somebody("Third Erby")
        give(person, Post.MARKETING, since=TODAY - 5 * DAY)
        open_sign_in(actor=SYSTEM, now=NOW - 4 * DAY, person=person)
        reset_sign_in(actor=Actor(person=helper), now=NOW - 2 * DAY, person=person)
        lift_hold(actor=Actor(person=third), now=NOW - DAY, person=person)
        leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY)
        states = [queries.that_day(person, TODAY - n * DAY, known_at=NOW).sign_in for n in (5, 4, 2, 1, 0)]
        assert states == ["none", "open", "hold", "open", "closed"]
        before = queries.that_day(person, TODAY - 6 * DAY, known_at=NOW)
        assert (before.classes, before.posts) == ([PersonClass.STAFF], [])
        assert [held.post for held in queries.that_day(person, TODAY, known_at=NOW).posts] == [Post.MARKETING]
        assert queries.that_day(person, TODAY + DAY, known_at=NOW).classes == []

    def test_the_database_keeps_one_open_fact_of_a_kind(self):
        person = learner(employer="Kelp & Sons")
        for number in range(5):
            value, since = f"Employer {number}", TODAY - (number % 3) * DAY
            set_fact(actor=SYSTEM, now=NOW, person=person, kind="employer", value=value, since=since)
        assert DatedFact.objects.filter(person=person, until=None, replaced_at=None).count() == 1

    @pytest.mark.parametrize("days", [-366 * 30, 366 * 6])
    def test_days_out_of_all_reason_are_refused(self, days):
        with pytest.raises(Refused):
            set_fact(
                actor=SYSTEM, now=NOW, person=learner(), kind="cohort", value="B", since=TODAY + timedelta(days=days)
            )


class TestPlaces:
    def test_a_group_grows_changes_names_and_closes_what_is_empty(self):
        company = add_company(actor=SYSTEM, now=NOW, name="North Training", since=TODAY)
        site = add_site(actor=SYSTEM, now=NOW, company=company, name="Leeds", since=TODAY)
        rename_place(actor=SYSTEM, now=NOW, company=company, site=site, name="Leeds Dock")
        person = learner(site="Leeds Dock")
        for place in (site, None):
            with pytest.raises(Refused):
                close_place(actor=SYSTEM, now=NOW, company=company, site=place, on=TODAY)
        set_fact(actor=SYSTEM, now=NOW, person=person, kind="site", value=None, since=TODAY)
        close_place(actor=SYSTEM, now=NOW, company=company, site=site, on=TODAY)
        close_place(actor=SYSTEM, now=NOW, company=company, site=None, on=TODAY)
        assert [(place.name, place.closed_on) for place in queries.places()] == [
            ("North Training", TODAY),
            ("North Training, Leeds Dock", TODAY),
        ]
        with pytest.raises(Refused, match="closed"):
            learner("New Learnerby", site="leeds dock")

    def test_a_place_is_not_closed_over_the_head_of_who_holds_a_post_there(self):
        company = add_company(actor=SYSTEM, now=NOW, name="North Training", since=TODAY)
        scope = Scope(str(company))
        appoint(actor=SYSTEM, now=NOW, person=somebody(), post=Post.MARKETING, since=TODAY, scope=scope)
        with pytest.raises(Refused, match="holds a post"):
            close_place(actor=SYSTEM, now=NOW, company=company, site=None, on=TODAY)

    @pytest.mark.parametrize("name", ["", "--", "x" * 121, "north training"])
    def test_a_place_has_a_name_of_its_own(self, name):
        add_company(actor=SYSTEM, now=NOW, name="North Training", since=TODAY)
        with pytest.raises(Refused):
            add_company(actor=SYSTEM, now=NOW, name=name, since=TODAY)


class TestClose:
    def close(self, person, **more):
        said = Closeness(RelationKind.MOTHER, "yes", may_contact=True, note="Call 01632 960123 after six")
        given = {"other": None, "new": Details("Jo", "Motherby"), "said": said, "since": TODAY} | more
        return relate(actor=SYSTEM, now=NOW, learner=person, **given)

    def test_a_parent_is_added_and_seen_by_the_tutor_and_those_who_look_people_up(self):
        tutor, other = somebody("Ann Tutorby"), somebody("Ben Tutorby")
        person = learner(tutor=tutor)
        self.close(person)
        for actor in (Actor(person=tutor), Actor(person=other, permissions=frozenset({"people.see"}))):
            found = queries.close_people(actor, person, TODAY)
            assert [(one.name, one.responsibility, one.note) for one in found] == [
                ("Jo Motherby", "yes", "Call 01632 960123 after six")
            ]
        assert queries.close_people(Actor(person=other), person, TODAY) == []

    def test_the_way_to_reach_a_home_is_nowhere_in_the_database_in_clear(self):
        self.close(learner())
        assert b"960123" not in bytes(Relation.objects.get().note_sealed)
        assert not AuditEntry.objects.filter(details__icontains="960123").exists()

    def test_an_end_is_kept_and_the_same_person_may_come_back(self):
        person = learner()
        relation = self.close(person)
        other = Relation.objects.get().other_id
        with pytest.raises(Refused, match="already"):
            self.close(person, other=other)
        end_relation(actor=SYSTEM, now=NOW, relation=relation, until=TODAY)
        self.close(person, other=other, since=TODAY + DAY)
        seer = Actor(person=uuid4(), permissions=frozenset({"people.see"}))
        assert len(queries.close_people(seer, person, TODAY)) == 1

    def test_nobody_is_their_own_parent(self):
        person = learner()
        with pytest.raises(Refused):
            self.close(person, other=person)

    def test_who_speaks_for_an_employer_is_found_by_it(self):
        somebody("Con Tactby", PersonClass.EMPLOYER_CONTACT, employer="Kelp & Sons", email="con@example.org")
        learner(employer="Kelp & Sons")
        assert [(one.name, one.learners, one.contacts) for one in queries.employers("", TODAY)[0]] == [
            ("Kelp & Sons", 1, 1)
        ]
        assert [card.name for card in queries.of_employer("Kelp & Sons", PersonClass.EMPLOYER_CONTACT, TODAY)] == [
            "Con Tactby"
        ]

    def test_a_learner_who_ends_is_a_former_learner_from_the_day_after(self):
        person = learner(born=TODAY - 366 * 17 * DAY)
        end_class(actor=SYSTEM, now=NOW, person=person, kind=LEARNER, until=TODAY, then=PersonClass.FORMER_LEARNER)
        assert queries.person(person, TODAY).classes == {LEARNER}
        assert queries.person(person, TODAY + DAY).classes == {PersonClass.FORMER_LEARNER}
        assert queries.person(person, TODAY + DAY).is_child


SEES = frozenset({"people.see_vulnerability"})


class TestVulnerability:
    def record(self, person, actor=None, **more):
        actor = actor or Actor(person=somebody("Debs Leadby"), permissions=SEES)
        given = {"kind": "Young carer", "source": "The learner", "note": "Looks after a brother", "since": TODAY} | more
        return record_vulnerability(actor=actor, now=NOW, person=person, **given)

    def test_what_is_recorded_is_opened_with_a_trace_in_a_chain_of_its_own(self):
        person = learner()
        self.record(person)
        lead = Actor(person=somebody("Second Leadby"), permissions=SEES)
        (one,) = open_vulnerability(actor=lead, now=NOW, person=person)
        assert (one.kind, one.source, one.note, one.by) == (
            "Young carer",
            "The learner",
            "Looks after a brother",
            "Debs Leadby",
        )
        traces = AuditEntry.objects.filter(compartment="vulnerability")
        assert [entry.action for entry in traces.order_by("sequence")] == [
            "people.record-vulnerability",
            "people.open-vulnerability",
        ]
        general = AuditEntry.objects.filter(compartment="general")
        assert not general.filter(action__contains="vulnerab").exists()
        assert verify() == []

    def test_looking_where_nothing_is_leaves_the_same_trace(self):
        lead = Actor(person=somebody("Debs Leadby"), permissions=SEES)
        assert open_vulnerability(actor=lead, now=NOW, person=learner()) == []
        assert AuditEntry.objects.filter(compartment="vulnerability").count() == 1

    def test_the_database_alone_tells_neither_whose_nor_what(self):
        person = learner()
        self.record(person)
        row = Marker.objects.get()
        assert person.hex not in row.mark
        assert b"carer" not in bytes(row.said_sealed)

    def test_for_everybody_else_there_is_nothing_and_never_was(self):
        tutor = somebody("Ann Tutorby")
        person = learner(tutor=tutor)
        self.record(person)
        everything = frozenset({"people.see", "people.change", "audit.see", "settings.change", "safeguarding.receive"})
        for actor in (Actor(person=tutor), Actor(person=person, permissions=SEES), Actor(), Actor(person=uuid4())):
            with pytest.raises(NotOpenTo):
                open_vulnerability(actor=actor, now=NOW, person=person)
        with pytest.raises(NotOpenTo):
            open_vulnerability(actor=Actor(person=uuid4(), permissions=everything), now=NOW, person=person)
        for actor in (Actor(person=tutor), Actor(person=uuid4(), permissions=everything)):
            with pytest.raises(NotOpenTo):
                self.record(person, actor)

    def test_the_own_tutor_sees_it_where_the_place_says_so_and_no_other_tutor(self):
        tutor, other = somebody("Ann Tutorby"), somebody("Ben Tutorby")
        person, elsewhere = learner(tutor=tutor, site="Quayside"), learner("El Sewhere", tutor=tutor, site="Harbour")
        site = Site.objects.get(name="Quayside")
        scope = Scope(str(site.company_id), str(site.pk))
        set_to(TUTOR_SEES, True, actor=SYSTEM, why="Agreed", now=NOW, scope=scope)
        self.record(person)
        assert len(open_vulnerability(actor=Actor(person=tutor), now=NOW, person=person)) == 1
        for actor, whom in ((Actor(person=other), person), (Actor(person=tutor), elsewhere)):
            with pytest.raises(NotOpenTo):
                open_vulnerability(actor=actor, now=NOW, person=whom)
        with pytest.raises(NotOpenTo):
            self.record(person, Actor(person=tutor))
        leave_day = NOW + 2 * DAY
        Person.objects.filter(tutor=tutor).update(tutor=other)
        leave(actor=SYSTEM, now=NOW, person=tutor, last_day=TODAY)
        Person.objects.filter(pk=person).update(tutor=tutor)
        with pytest.raises(NotOpenTo):
            open_vulnerability(actor=Actor(person=tutor), now=leave_day, person=person)

    def test_it_ends_and_stays_known(self):
        person = learner()
        lead = Actor(person=somebody("Debs Leadby"), permissions=SEES)
        marker = self.record(person, lead)
        with pytest.raises(NotOpenTo):
            end_vulnerability(actor=lead, now=NOW, person=learner("Other Learnerby"), marker=marker, until=TODAY)
        end_vulnerability(actor=lead, now=NOW, person=person, marker=marker, until=TODAY)
        assert open_vulnerability(actor=lead, now=NOW, person=person)[0].until == TODAY

    @pytest.mark.parametrize(
        "more", [{"kind": "Wizard"}, {"source": "  "}, {"note": "x" * 1001}, {"since": TODAY + DAY}]
    )
    def test_what_cannot_be_recorded_is_refused(self, more):
        with pytest.raises(Refused):
            self.record(learner(), **more)

    def test_staff_are_not_marked(self):
        with pytest.raises(NotOpenTo):
            self.record(somebody("Staff Memberby"))


def test_pages_of_others_are_the_same_with_and_without_a_marker():
    """Differential: whoever may not know gets byte for byte the same pages, searches and exports."""
    now = datetime.now(tz=NOW.tzinfo)
    people = build(now)
    person = people.everybody["young-learner"]

    def pages(key):
        client = Client()
        client.force_login(Account.objects.get(pk=people.actor(key, now).account))
        found = []
        for path in (f"/people/{person}", "/people?words=brambleby", "/people?kind=learner", f"/people/{person}/on"):
            answer = client.get(path)
            found.append((answer.status_code, _steady(answer.content)))
        shut = client.get(f"/people/{person}/vulnerability")
        return found, shut.status_code, _steady(shut.content) == _steady(client.get("/people/nobody").content)

    keys = ("hr", "tutor", "associate", "managing-director", "chair", "it-manager", "adult-learner", "young-learner")
    before = [pages(key) for key in keys]
    lead = people.actor("dsl", now)
    record_vulnerability(
        actor=lead, now=now, person=person, kind="Young carer", source="The learner", since=TODAY - DAY
    )
    for key, was in zip(keys, before, strict=True):
        for old, new in zip(was[0], pages(key)[0], strict=True):
            assert old[1].decode().splitlines() == new[1].decode().splitlines(), key
    assert all(status == 404 and alike for _found, status, alike in before)


def _steady(content):
    """A page without what changes from one answer to the next."""
    import re

    return re.sub(rb'(csrfmiddlewaretoken" value|nonce|data-csrf)="[^"]*"', b"", content)
