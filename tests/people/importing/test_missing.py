"""Who should be in a file and is not: recorded as having left on request, never too many unasked."""

from datetime import timedelta

import pytest

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.settings_history.actions import set_to
from leeward.people import queries
from leeward.people.actions import import_people, open_sign_in
from leeward.people.actions.missing import import_and_part, missing_now
from leeward.people.import_settings import MOST_LEAVING
from leeward.people.importing.waiting import Waiting
from leeward.people.models import ClassOfPerson, ImportSource, Person
from leeward.people.refusals import Refused
from leeward.people.rules import PersonClass
from tests.people.made import NOW, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def file_of(*numbers, complete=("learner",), **more):
    rows = "".join(f"L{number},Lee{number},Learnerby,learner\n" for number in numbers)
    return Waiting(f"Reference,First name,Surname,Class\n{rows}".encode(), complete=complete, **more)


@pytest.fixture
def twenty():
    import_people(actor=SYSTEM, now=NOW, content=file_of(*range(20)).content)


def part(file, *, sure=False, actor=SYSTEM):
    return import_and_part(actor=actor, now=NOW, file=file, sure=sure)


def person(number):
    return Person.objects.get(reference=f"L{number}")


def classes(number, day):
    return {span.kind for span in person(number).classes.filter(queries.on_day(day))}


def test_the_missing_have_left_and_are_former_learners_from_tomorrow(twenty):
    done, left = part(file_of(*range(1, 20), 77))
    assert (done.added, done.unchanged, left) == (1, 19, 1)
    assert person(0).left_on == TODAY
    assert classes(0, TOMORROW) == {PersonClass.FORMER_LEARNER}
    assert person(1).left_on is None


def test_too_many_at_once_are_refused_and_nothing_is_kept(twenty):
    with pytest.raises(Refused, match="3 of 20"):
        part(file_of(*range(3, 20), 77))
    assert not Person.objects.filter(reference="L77").exists()
    assert not Person.objects.filter(left_on__isnull=False).exists()
    assert part(file_of(*range(3, 20)), sure=True)[1] == 3


def test_people_whom_the_file_adds_do_not_make_the_share_smaller(twenty):
    with pytest.raises(Refused):
        part(file_of(*range(3, 20), *range(100, 300)))


def test_the_share_is_a_setting(twenty):
    set_to(MOST_LEAVING, 0, actor=SYSTEM, why="Ask always", now=NOW)
    with pytest.raises(Refused):
        part(file_of(*range(1, 20)))


def test_without_a_class_it_is_complete_for_nobody_is_missing(twenty):
    assert part(file_of(1, complete=()))[1] == 0
    outcome = import_people(actor=SYSTEM, now=NOW, content=file_of(1).content, rehearse=True)
    assert missing_now(outcome, (), now=NOW).number == 0


def test_whoever_is_something_else_too_stays_that_and_keeps_their_sign_in(twenty):
    ClassOfPerson.objects.create(person=person(0), kind=PersonClass.STAFF, since=TODAY)
    row = person(0)
    row.email = "lee0@example.org"
    row.save(update_fields=["email"])
    open_sign_in(actor=SYSTEM, now=NOW, person=row.pk)
    assert part(file_of(*range(1, 20)))[1] == 1
    assert person(0).left_on is None
    assert classes(0, TOMORROW) == {PersonClass.STAFF, PersonClass.FORMER_LEARNER}
    assert person(0).account.is_active


def test_whoever_imports_does_not_record_their_own_leaving(twenty):
    actor = Actor(person=person(0).pk, permissions=frozenset({"people.change"}))
    assert part(file_of(*range(1, 20)), actor=actor)[1] == 0
    assert person(0).left_on is None


def test_with_a_problem_in_the_file_nobody_leaves(twenty):
    wrong = file_of(*range(1, 20))
    done, left = part(Waiting(wrong.content + b"L99,No,Classby,nonsense\n", complete=("learner",)))
    assert (done.kept, left) == (False, 0)
    assert person(0).left_on is None


def test_the_meaning_of_columns_is_remembered_for_the_source():
    file = Waiting(b"Vorname,Surname,Class\nNia,Newcomb,learner\n", {"vorname": "given_name"}, "MIS", ("learner",))
    part(file)
    assert ImportSource.objects.get().columns == {"vorname": "given_name"}
