"""Checks that try how this room is set up: each shown true, broken, and where there is nothing to try."""

from datetime import timedelta

import pytest

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.queries import live
from leeward.foundation.settings_history.actions import set_to
from leeward.people.actions.relations import Closeness, add_relation
from leeward.people.help import choices as help_choices
from leeward.people.models import Person, PostHolding
from leeward.people.rules import PersonClass, Post, RelationKind
from leeward.safeguarding import actions
from leeward.safeguarding.choices import CONTACTS, READ_WHEN, SECOND_READER_FROM, SECOND_READER_KINDS
from leeward.safeguarding.evidence import routes
from leeward.safeguarding.evidence.procedures import READY
from leeward.safeguarding.models import Case, RuleCheck
from leeward.safeguarding.queries import pack_now
from leeward.safeguarding.rules.pack import Topic, Verdict
from tests.people.made import give, somebody
from tests.safeguarding.made import NOW, House, about, raised


def found(house: House, key: str) -> Finding:
    return live(house.actor("it"), f"safeguarding.{key}", now=NOW)


def choose(setting, value) -> None:
    set_to(setting, value, actor=SYSTEM, why="As it is here", now=NOW - timedelta(minutes=1))


def vacate(post: Post) -> None:
    PostHolding.objects.filter(post=post).delete()


def read_rules(house: House, *topics: Topic) -> None:
    pack = pack_now(NOW)
    assert pack is not None
    for rule in pack.rules:
        if rule.topic in topics:
            actions.check_rule(
                actor=house.actor("lead"), rule=rule.id, verdict=Verdict.AGREES, against="The published text", now=NOW
            )


def test_the_ways_to_report_are_counted_and_those_missing_are_named(house: House):
    before = found(house, "ways-to-report")
    assert (before.state, before.good, before.total) == (State.SLIPPED, 2, 5)
    assert before.detail == "Not there: telephone or text, e-mail, letters."
    choose(help_choices.PHONE, "01632 960123")
    choose(help_choices.EMAIL, "worries@example.org")
    choose(help_choices.LETTERS, "The safeguarding lead, 1 Example Street")
    assert found(house, "ways-to-report").state is State.TRUE


def test_the_form_leads_to_a_reader_unless_nobody_holds_a_post(house: House):
    whole = found(house, "form-is-read")
    assert (whole.state, whole.good) == (State.TRUE, whole.total)
    vacate(Post.MANAGING_DIRECTOR)
    vacate(Post.CHAIR)
    assert found(house, "form-is-read").detail == "Nobody is told next where nobody reads a concern in time."
    vacate(Post.DSL)
    assert found(house, "form-is-read").detail == "Nobody holds a post that reads concerns."


def test_a_concern_about_each_reader_goes_to_somebody_else(house: House):
    whole = found(house, "conflicts-routed")
    # Lead, deputy, director, chair, and the whole team at once.
    assert (whole.state, whole.good, whole.total) == (State.TRUE, 5, 5)


def test_one_person_in_every_post_leaves_nobody_to_read_about_them(house: House):
    for post in (Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR):
        vacate(post)
        give(house.person["lead"], post, since=NOW.date() - timedelta(days=9))
    alone = found(house, "conflicts-routed")
    assert (alone.state, alone.good, alone.total) == (State.SLIPPED, 0, 1)
    vacate(Post.DSL)
    vacate(Post.MANAGING_DIRECTOR)
    vacate(Post.CHAIR)
    assert found(house, "conflicts-routed").state is State.SLIPPED


def test_no_text_of_the_settings_may_promise_secrecy(house: House):
    assert found(house, "no-secrecy-promised").state is State.TRUE
    choose(READ_WHEN, "Everything you tell us stays strictly confidential.")
    assert found(house, "no-secrecy-promised").detail == "1 texts of your settings promise secrecy."


def test_a_check_of_replies_that_stops_nothing_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(routes, "promises_confidentiality", lambda _text: [])
    broken = found(house, "no-secrecy-promised")
    assert broken.detail == "The check before a reply is sent does not stop every promise of secrecy."


def sign_in(person) -> None:
    row = Person.objects.get(pk=person)
    row.account = Account.objects.create(email=f"{row.pk}@example.org")
    row.save()


def test_nobody_to_try_proves_nothing_about_closed_records(house: House):
    assert found(house, "closed-to-others").state is State.UNPROVEN


def test_everybody_who_can_sign_in_opens_what_their_post_reads(house: House):
    for key in house.person:
        sign_in(house.person[key])
    raised()
    raised(about("Deborah Oseitutu"))
    tried = found(house, "closed-to-others")
    assert (tried.state, tried.good, tried.total) == (State.TRUE, 7, 7)


def test_a_door_left_open_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch):
    for key in house.person:
        sign_in(house.person[key])
    raised(about("Deborah Oseitutu"))
    monkeypatch.setattr(routes, "cases_for", lambda _actor, _now: Case.objects.all())
    opened = found(house, "closed-to-others")
    assert (opened.state, opened.detail) == (
        State.SLIPPED,
        "6 people can open more than their posts and grants say.",
    )


def test_the_register_is_guarded_by_the_database(house: House):
    whole = found(house, "register-whole")
    assert (whole.state, whole.good, whole.total) == (State.TRUE, 14, 14)


def test_a_second_reader_is_there_or_missing_or_not_asked_for(house: House):
    assert found(house, "second-readers").state is State.TRUE
    PostHolding.objects.filter(post=Post.DSL, deputy=True).delete()
    assert found(house, "second-readers").state is State.SLIPPED
    choose(SECOND_READER_FROM, 0)
    choose(SECOND_READER_KINDS, ())
    assert found(house, "second-readers").state is State.NOT_APPLICABLE


def test_two_people_are_there_to_let_a_record_out(house: House):
    assert found(house, "disclosed-by-two").state is State.TRUE
    vacate(Post.DSL)
    vacate(Post.MANAGING_DIRECTOR)
    assert found(house, "disclosed-by-two").detail == "There are not two people who could approve."


def test_the_agencies_without_a_number_are_named(house: House):
    before = found(house, "agencies-known")
    assert (before.state, before.good, before.total) == (State.SLIPPED, 1, 6)
    for setting in CONTACTS.values():
        choose(setting, "The duty desk, 01632 960200")
    assert found(house, "agencies-known").state is State.TRUE


def test_a_learner_under_18_without_anybody_on_record_is_counted(house: House):
    assert found(house, "parents-known").state is State.NOT_APPLICABLE
    young = somebody("Ellie Stoddart", PersonClass.LEARNER, born=NOW.date().replace(year=NOW.year - 16))
    somebody("Amir Grownup", PersonClass.LEARNER, born=NOW.date().replace(year=NOW.year - 30))
    alone = found(house, "parents-known")
    assert (alone.state, alone.good, alone.total) == (State.SLIPPED, 0, 1)
    mother = somebody("Maud Stoddart", PersonClass.PARENT)
    said = Closeness(RelationKind.MOTHER)
    add_relation(actor=SYSTEM, learner=young, other=mother, said=said, since=NOW.date(), now=NOW)
    assert found(house, "parents-known").state is State.TRUE


def test_an_apprentice_whose_employer_nobody_speaks_for_is_counted(house: House):
    assert found(house, "employers-known").state is State.NOT_APPLICABLE
    somebody("Ellie Stoddart", PersonClass.LEARNER, employer="Quayside Nursery")
    assert found(house, "employers-known").state is State.SLIPPED
    somebody("Olu Manager", PersonClass.EMPLOYER_CONTACT, employer="Quayside Nursery")
    assert found(house, "employers-known").state is State.TRUE


KEYS = [check.key.removeprefix("safeguarding.") for check in READY]


@pytest.mark.parametrize("key", KEYS)
def test_a_way_is_ready_once_its_numbers_are_entered_and_its_rules_were_read(house: House, key: str):
    for setting in CONTACTS.values():
        choose(setting, "The duty desk, 01632 960200")
    read_rules(house, *Topic)
    ready = found(house, key)
    assert (ready.state, ready.good) == (State.TRUE, ready.total)


@pytest.mark.parametrize("key", KEYS)
def test_a_way_is_not_ready_while_nobody_reads_concerns(house: House, key: str):
    vacate(Post.DSL)
    assert found(house, key).state is State.SLIPPED
    assert "nobody reads concerns" in found(house, key).detail


@pytest.mark.parametrize(
    "key", ["nudes-ready", "sexual-harm-ready", "prevent-ready", "posts-ready", "allegations-ready"]
)
def test_a_way_is_not_ready_while_a_number_is_missing(house: House, key: str):
    read_rules(house, *Topic)
    assert "no number for" in found(house, key).detail


def test_rules_nobody_read_leave_a_way_unproven(house: House):
    unread = found(house, "bullying-ready")
    assert unread.state is State.UNPROVEN
    read_rules(house, Topic.BULLYING)
    assert found(house, "bullying-ready").state is State.TRUE
    assert RuleCheck.objects.exists()


def test_a_kind_for_which_closing_asks_nothing_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("leeward.safeguarding.evidence.procedures.lacking", lambda _facts: ())
    assert "closing does not ask for it" in found(house, "crime-ready").detail


def test_none_of_them_differs_because_of_a_case(house: House):
    for key in house.person:
        sign_in(house.person[key])
    keys = ["ways-to-report", "form-is-read", "conflicts-routed", "no-secrecy-promised", "closed-to-others", *KEYS]
    keys += ["register-whole", "second-readers", "disclosed-by-two", "agencies-known"]
    without = [found(house, key) for key in keys]
    raised()
    raised(about("Helen Okonjo"))
    assert [found(house, key) for key in keys] == without
