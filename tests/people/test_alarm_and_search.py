"""Empty posts raise an alarm, checks prove what they say, and searches find people by the beginnings of words."""

from datetime import timedelta

import pytest

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.evidence.findings import State
from leeward.foundation.outbox.models import Job
from leeward.people import evidence, queries
from leeward.people.actions import change_person, name_post, open_sign_in, record_absence
from leeward.people.actions.directory import Details
from leeward.people.actions.history import forget_parts
from leeward.people.actions.vacancies import alarm
from leeward.people.models import NamePart, Person, PersonWord
from leeward.people.queries import searching
from leeward.people.rules import PersonClass, Post
from tests.people.made import NOW, TODAY, give, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SEER = Actor(permissions=frozenset({"people.see"}))


def letters():
    return Job.objects.filter(kind="foundation.letter", payload__letter="people.vacancy").count()


def test_an_empty_post_is_told_of_once_a_week_while_it_lasts():
    chair, lead = somebody("Cha Irby"), somebody("Lea Dby")
    give(chair, Post.CHAIR)
    give(somebody("Dir Ectorby"), Post.MANAGING_DIRECTOR)
    give(lead, until=TODAY)
    give(somebody("Dep Utyby"), deputy=True)
    assert alarm(NOW) == 0
    assert alarm(NOW + DAY) == 1
    assert letters() == 2
    alarm(NOW + 2 * DAY)
    assert letters() == 2
    alarm(NOW + 8 * DAY)
    assert letters() == 4


def filled():
    for post in (Post.CHAIR, Post.MANAGING_DIRECTOR):
        give(somebody(f"{post.title()} Personsby"), post)
    return give(somebody("Lea Dby"))


def test_sensitive_posts_are_proven_filled_or_covered_and_named_when_not():
    held = filled()
    assert evidence.sensitive_posts("people", NOW).state is State.TRUE
    record_absence(actor=SYSTEM, now=NOW, holding=held, since=TODAY, until=TODAY)
    found = evidence.sensitive_posts("people", NOW)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 2, 3)
    assert "Designated safeguarding lead" in found.detail
    give(somebody("Dep Utyby"), deputy=True)
    assert evidence.sensitive_posts("people", NOW).state is State.TRUE
    assert evidence.sensitive_posts("people", NOW + DAY).state is State.TRUE


def test_a_sign_in_of_nobody_present_is_found():
    open_sign_in(actor=SYSTEM, now=NOW, person=somebody(email="ada@example.org"))
    assert evidence.sign_ins_belong("people", NOW).state is State.TRUE
    Account.objects.create_account("stray@example.org")
    found = evidence.sign_ins_belong("people", NOW)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 1, 2)


def test_a_leaver_who_can_still_sign_in_is_found():
    person = somebody(email="ada@example.org", since=TODAY - 9 * DAY)
    open_sign_in(actor=SYSTEM, now=NOW, person=person)
    assert evidence.leavers_shut("people", NOW).state is State.NOT_APPLICABLE
    Person.objects.filter(pk=person).update(left_on=TODAY - DAY)
    assert evidence.leavers_shut("people", NOW).state is State.SLIPPED
    Account.objects.update(is_active=False)
    assert evidence.leavers_shut("people", NOW).state is State.TRUE


def test_names_of_posts_are_unproven_until_said():
    assert evidence.posts_named("people", NOW).state is State.UNPROVEN
    for post in (Post.CHAIR, Post.MANAGING_DIRECTOR, Post.DSL):
        name_post(actor=SYSTEM, now=NOW, post=post, names=[f"Our {post}"])
    assert evidence.posts_named("people", NOW).state is State.TRUE


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("osei", True),
        ("debs os", True),
        ("OSEITUTU deborah", True),
        ("debs.o@exam", True),
        ("w1", True),
        ("anne-marie", True),
        ("marie anne", True),
        ("tutu", True),
        ("osei zebra", False),
        ("%", False),
        ("_", False),
    ],
)
def test_a_search_looks_for_beginnings_first_and_inside_words_only_then(words, found):
    somebody("Deborah Oseitutu", known_as="Anne-Marie Debs", email="debs.o@example.org", reference="W1")
    somebody("Zoë Other")
    names = [card.family_name for card in queries.search(words, SEER, TODAY).people]
    assert names == (["Oseitutu"] if found else [])


def test_whoever_is_renamed_is_found_by_the_new_words_and_not_the_old():
    person = somebody("Ada Oldname", PersonClass.LEARNER)
    change_person(actor=SYSTEM, now=NOW, person=person, details=Details("Ada", "Newname"))
    assert queries.search("newn", SEER, TODAY).total == 1
    assert queries.search("oldn", SEER, TODAY).total == 0
    assert set(PersonWord.objects.values_list("word", flat=True)) == {"ada", "newname"}


def test_pages_follow_each_other_in_both_directions_and_leave_nobody_out():
    names = [f"{given} {family}" for family in ("Alby", "Bee", "Cold") for given in ("Ann", "Ann", "Ben")]
    everybody = {somebody(name, PersonClass.LEARNER) for name in names}
    forward, after = [], None
    while True:
        page = queries.search("", SEER, TODAY, kind=PersonClass.LEARNER, after=after, most=4)
        forward.append([card.id for card in page.people])
        assert (page.total, page.more) == (9, False)
        assert bool(page.before) == (after is not None)
        after = page.after
        if after is None:
            break
    assert [len(page) for page in forward] == [4, 4, 1]
    assert {one for page in forward for one in page} == everybody
    last = queries.search("", SEER, TODAY, after=forward[1][-1], most=4)
    back = queries.search("", SEER, TODAY, before=last.before, most=4)
    assert [card.id for card in back.people] == forward[1]
    first = queries.search("", SEER, TODAY, before=back.before, most=4)
    assert ([card.id for card in first.people], first.before) == (forward[0], None)


def test_somebody_who_is_not_found_by_this_search_leads_to_its_first_page():
    somebody("Ann Alby", PersonClass.LEARNER)
    stranger = somebody("Zoe Zander")
    page = queries.search("", SEER, TODAY, kind=PersonClass.LEARNER, after=stranger)
    assert [card.family_name for card in page.people] == ["Alby"]


def test_beyond_so_many_the_directory_says_more_than(monkeypatch):
    monkeypatch.setattr(searching, "MOST_COUNTED", 2)
    for name in ("Ann Alby", "Ben Bee", "Cay Cold"):
        somebody(name, PersonClass.LEARNER)
    found = queries.search("", SEER, TODAY, kind=PersonClass.LEARNER)
    assert (found.total, found.more, len(found.people)) == (2, True, 3)


def test_parts_of_a_name_nobody_bears_any_more_are_forgotten():
    person = somebody("Ada Oldname", PersonClass.LEARNER)
    somebody("Ada Other", PersonClass.LEARNER)
    change_person(actor=SYSTEM, now=NOW, person=person, details=Details("Bea", "Newname"))
    assert set(NamePart.objects.values_list("word", flat=True)) == {"ada", "other", "bea", "newname"}
    PersonWord.objects.filter(word="bea").delete()
    forget_parts()
    assert not NamePart.objects.filter(word="bea").exists()
