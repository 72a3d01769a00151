"""The directory and its posts: what may be kept, and what the database itself refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.jobs import work_off
from leeward.people import queries
from leeward.people.actions import (
    Details,
    Refused,
    change_person,
    end_class,
    end_holding,
    leave,
    lift_hold,
    open_sign_in,
    reset_sign_in,
    set_class,
)
from leeward.people.models import ClassOfPerson, Person, PostHolding
from leeward.people.rules import PersonClass, Post
from tests.crash import Crash, every_crash_point
from tests.people.made import NOW, TODAY, give, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_somebody_added_can_be_read_again():
    tutor = somebody("Colm O'Shaughnessy")
    person = somebody(
        "Kayleigh Brambleby",
        PersonClass.LEARNER,
        PersonClass.PARENT,
        known_as="Kay",
        born=date(2009, 1, 2),
        email=" Kay@Example.org ",
        reference="L1",
        employer="Little Anchors",
        site="Quayside",
        tutor=tutor,
    )
    card = queries.person(person, TODAY)
    assert (card.name, card.age, card.is_child, card.email, card.site, card.tutor, card.works_here) == (
        "Kay Brambleby",
        17,
        True,
        "kay@example.org",
        "Quayside",
        tutor,
        False,
    )
    assert card.classes == {PersonClass.LEARNER, PersonClass.PARENT}
    assert queries.person_by_email("KAY@example.org", TODAY).id == person


def test_a_learner_is_an_adult_from_the_eighteenth_birthday():
    person = somebody("Kay Brambleby", PersonClass.LEARNER, born=date(2008, 11, 26))
    assert queries.person(person, TODAY).is_child is True
    assert queries.person(person, TODAY + DAY).is_child is False


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"email": "TAKEN@example.org"}, "email"),
        ({"reference": "w1"}, "reference"),
        ({"born": date(2030, 1, 1)}, "born"),
        ({"born": date(1850, 1, 1)}, "born"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_at_its_question(details, field):
    somebody("First Person", email="taken@example.org", reference="W1")
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refused:
        somebody("Second Person", **details)
    assert refused.value.field == field
    assert Person.objects.count() == 1
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("name", [" Alone", "Alone ", "- -", "' '"])
def test_nobody_is_without_a_name(name):
    with pytest.raises(Refused):
        somebody(name)


def test_holders_come_before_deputies_and_only_on_their_days():
    old, new, deputy = somebody("Old Holderson"), somebody("New Holderson"), somebody("Dep Utyson")
    give(old, since=TODAY - 10 * DAY, until=TODAY - DAY)
    give(deputy, since=TODAY - 10 * DAY, deputy=True)
    give(new)
    assert [(h.person, h.deputy) for h in queries.holders_of("dsl", TODAY)] == [(new, False), (deputy, True)]
    assert [h.person for h in queries.holders_of(Post.DSL, TODAY - DAY)] == [old, deputy]
    assert queries.holders_of(Post.DSL, TODAY - 11 * DAY) == []


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        (-20, -11, True),
        (-20, -10, False),
        (-5, -4, False),
        (0, None, False),
        (1, None, True),
        (-20, None, False),
        (-20, 20, False),
    ],
)
def test_a_post_with_one_holder_has_one_at_a_time(since, until, fits):
    give(somebody("First Holderson"), since=TODAY - 10 * DAY, until=TODAY)
    second = somebody("Second Holderson")
    span = {"since": TODAY + since * DAY, "until": None if until is None else TODAY + until * DAY}
    if fits:
        give(second, **span)
    else:
        with pytest.raises(Refused) as refused:
            give(second, **span)
        assert refused.value.field == "post"


def test_the_database_itself_refuses_a_second_holder_and_a_moved_one():
    first, second = somebody("First Holderson"), somebody("Second Holderson")
    give(first, until=TODAY)
    later = give(second, since=TODAY + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(person_id=second, post="dsl", since=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.filter(pk=later).update(since=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(person_id=second, post="hr", since=TODAY, until=TODAY - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassOfPerson.objects.create(person_id=second, kind="staff", since=TODAY + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(person_id=second, post="caliph", since=TODAY)


def test_several_may_be_deputies_or_board_members_at_once():
    for number, name in enumerate(["Ann Firstly", "Ben Secondly"]):
        person = somebody(name)
        give(person, Post.BOARD_MEMBER)
        give(person, deputy=True)
        assert len(queries.holders_of(Post.BOARD_MEMBER, TODAY)) == number + 1


def test_nobody_appoints_themselves():
    person = somebody()
    with pytest.raises(Refused, match="themselves"):
        give(person, actor=Actor(person=person))


def test_who_runs_the_systems_is_not_made_dsl_even_as_deputy():
    person = somebody()
    give(person, Post.IT_MANAGER)
    with pytest.raises(Refused, match="systems"):
        give(person, Post.DSL, deputy=True)
    assert queries.holders_of(Post.DSL, TODAY) == []


def test_after_the_last_day_of_a_holding_its_permissions_are_gone():
    person = somebody(email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person)
    holding = give(person)
    assert queries.actor_of(account, NOW).may("safeguarding.receive")
    end_holding(actor=SYSTEM, now=NOW, holding=holding, until=TODAY)
    assert queries.actor_of(account, NOW).may("safeguarding.receive")
    assert not queries.actor_of(account, NOW + DAY).may("safeguarding.receive")


def test_an_actor_costs_two_statements(django_assert_num_queries):
    person = somebody(email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person)
    give(person)
    with django_assert_num_queries(2):
        actor = queries.actor_of(account, NOW)
    assert (actor.person, actor.name) == (person, "Ada Testerby")


def test_an_account_without_a_person_may_do_nothing():
    account = Account.objects.create_account("stray@example.org")
    assert queries.actor_of(account.pk, NOW) == Actor(account=account.pk)


def test_the_day_changes_at_midnight_here_not_in_greenwich():
    person = somebody(email="ann@example.org", since=date(2026, 7, 1))
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person)
    give(person, Post.HR, since=date(2026, 7, 2))
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert queries.actor_of(account, late).may("people.see")


def signed_in(name="Ann Leaver", email="ann@example.org"):
    person = somebody(name, email=email)
    return person, open_sign_in(actor=SYSTEM, now=NOW, person=person)


def test_a_leaver_keeps_nothing_once_the_last_day_is_over():
    person, account = signed_in()
    give(person)
    leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY + 2 * DAY)
    assert queries.actor_of(account, NOW).may("safeguarding.receive")
    work_off(NOW + 2 * DAY)
    assert Account.objects.get(pk=account).is_active
    work_off(NOW + 3 * DAY)
    assert not Account.objects.get(pk=account).is_active
    assert queries.actor_of(account, NOW + 3 * DAY) == Actor(account=account)
    assert queries.holders_of(Post.DSL, TODAY + 3 * DAY) == []


def test_a_last_day_of_today_shuts_the_sign_in_at_once():
    person, account = signed_in()
    before = Account.objects.get(pk=account).get_session_auth_hash()
    leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY)
    after = Account.objects.get(pk=account)
    assert not after.is_active
    assert after.get_session_auth_hash() != before


def test_somebody_who_stays_after_all_keeps_the_way_in():
    person, account = signed_in()
    leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY + DAY)
    set_class(actor=SYSTEM, now=NOW, person=person, kind=PersonClass.VOLUNTEER, since=TODAY)
    work_off(NOW + 3 * DAY)
    assert Account.objects.get(pk=account).is_active


def test_leaving_at_every_crash_point_happens_whole_or_not_at_all():
    person, account = signed_in()
    give(person)

    def check(statement, finished):
        shut = not Account.objects.get(pk=account).is_active
        gone = not queries.posts_of(person, TODAY + DAY)
        assert shut == gone == finished
        assert AuditEntry.objects.filter(action="people.leave").exists() == finished

    def flow():
        try:
            leave(actor=SYSTEM, now=NOW, person=person, last_day=TODAY)
        except Refused as refusal:
            # A room that dies while it is asked what would be left behind holds the leaver back.
            raise Crash from refusal

    tried = every_crash_point(flow, check)
    assert tried > 10


def test_a_reset_by_another_shuts_sensitive_records_until_a_third_lifts_it():
    dsl, account = signed_in("Debs Oseitutu", "debs@example.org")
    give(dsl)
    helper, deputy = somebody("Priya Chaudhari"), somebody("Tom Deputyson")
    reset_sign_in(actor=Actor(person=helper), now=NOW, person=dsl)
    assert queries.actor_of(account, NOW).permissions == {
        "people.see",
        "filtering.see",
        "help.keep",
        "meetings.keep",
        "providers.see",
        "promises.see",
        "safeguarding.report",
        "promises.state",
        "settings.see",
    }
    for barred in (dsl, helper):
        with pytest.raises(Refused, match="second person"):
            lift_hold(actor=Actor(person=barred), now=NOW, person=dsl)
    lift_hold(actor=Actor(person=deputy), now=NOW, person=dsl)
    assert queries.actor_of(account, NOW).may("safeguarding.receive")
    with pytest.raises(Refused, match="no hold"):
        lift_hold(actor=Actor(person=deputy), now=NOW, person=dsl)


def test_a_changed_address_of_somebody_who_signs_in_is_a_hold_too():
    dsl, account = signed_in("Debs Oseitutu", "debs@example.org")
    give(dsl)
    hr = somebody("Fran Delacourt")
    details = Details("Debs", "Oseitutu", email="mine@example.org")
    assert change_person(actor=Actor(person=hr), now=NOW, person=dsl, details=details) == ["email"]
    assert Account.objects.get(pk=account).email == "mine@example.org"
    assert not queries.actor_of(account, NOW).may("safeguarding.receive")


def test_a_class_ends_and_begins_again():
    person = somebody("Ann Again", PersonClass.LEARNER, since=TODAY - 9 * DAY)
    end_class(actor=SYSTEM, now=NOW, person=person, kind=PersonClass.LEARNER, until=TODAY - DAY)
    set_class(actor=SYSTEM, now=NOW, person=person, kind=PersonClass.FORMER_LEARNER, since=TODAY)
    assert queries.person(person, TODAY).classes == {PersonClass.FORMER_LEARNER}
    with pytest.raises(Refused, match="class"):
        set_class(actor=SYSTEM, now=NOW, person=person, kind=PersonClass.FORMER_LEARNER, since=TODAY + DAY)


def test_who_may_look_up_whom():
    tutor, learner = somebody("Colm Tutorby"), somebody("Kay Learnerby", PersonClass.LEARNER)
    own = somebody("Own Learnerby", PersonClass.LEARNER, tutor=tutor)

    def found(actor):
        return {card.id for part in ("erby", "orby") for card in queries.find_people(part, actor, TODAY)}

    assert found(Actor(person=tutor)) == {tutor, own}
    assert found(Actor(person=learner)) == {learner}
    assert found(Actor()) == set()
    assert found(Actor(person=tutor, permissions=frozenset({"people.see"}))) == {tutor, own, learner}


def test_names_in_a_text_are_found_through_the_directory():
    debs = somebody("Deborah Oseitutu", known_as="Debs", email="debs@example.org")
    for number in range(4):
        somebody(f"Ann{number} Hardwick")
    helen = somebody("Helen Okonjo-Pryce")
    found = queries.people_named_in("debs oseitutu and Okonjo Pryce met Hardwick; debs@example.org")
    assert [(named.person, named.certain) for named in found] == [(debs, True), (helen, False)]
    assert queries.people_named_in("x " * 3000 + "debs@EXAMPLE.org")[0].person == debs
    assert queries.people_named_in("") == []


def test_letters_go_to_no_one_who_has_left():
    person, _ = signed_in()
    assert queries.address_of(person) == "ann@example.org"
    leave(actor=SYSTEM, now=NOW, person=person, last_day=date(2020, 1, 1))
    assert queries.address_of(person) is None
