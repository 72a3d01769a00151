"""Whether somebody who can be told about a learner is on record: a parent or carer, an employer. Counts only."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from leeward.people.models import ClassOfPerson, Person, Relation
from leeward.people.queries.days import on_day
from leeward.people.rules import PersonClass, RelationKind, under_18

STANDS_FOR = frozenset(RelationKind) - {RelationKind.SIBLING, RelationKind.OTHER}
"""Who may stand for somebody under 18, a social worker for a child in care included."""


def minors_with_a_parent(on: date) -> tuple[int, int]:
    """Of the learners known to be under 18 that day, how many have a parent or carer on record, and how many there
    are."""
    learners = Person.objects.filter(_is(PersonClass.LEARNER, on), born__gt=on - timedelta(days=19 * 366))
    theirs = Relation.objects.filter(on_day(on), learner=OuterRef("pk"), kind__in=list(STANDS_FOR))
    rows = learners.annotate(known=Exists(theirs)).values_list("born", "known")
    known = [known for born, known in rows if under_18(born, on)]
    return sum(known), len(known)


def apprentices_with_a_contact(on: date) -> tuple[int, int]:
    """Of the learners with an employer that day, for how many somebody there is on record, and how many there are."""
    apprentices = Person.objects.filter(_is(PersonClass.LEARNER, on)).exclude(employer="")
    contacts = Person.objects.filter(_is(PersonClass.EMPLOYER_CONTACT, on), employer=OuterRef("employer"))
    known = apprentices.annotate(known=Exists(contacts)).values_list("known", flat=True)
    return sum(known), len(known)


def _is(kind: PersonClass, on: date) -> Exists:
    return Exists(ClassOfPerson.objects.filter(on_day(on), person=OuterRef("pk"), kind=kind))
