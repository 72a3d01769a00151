"""Who is close to a learner, and who speaks for an employer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from leeward.foundation.access import Actor
from leeward.foundation.vault.store import open_text
from leeward.people.models import ClassOfPerson, Person, Relation
from leeward.people.queries.days import on_day
from leeward.people.queries.directory import PersonCard, _cards
from leeward.people.rules import PersonClass, RelationKind

EMPLOYERS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ClosePerson:
    """Somebody close to a learner. `note`: how to reach them safely."""

    id: UUID
    person: UUID
    name: str
    email: str | None
    kind: RelationKind
    responsibility: str
    may_contact: bool
    note: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer as written with its learners, with how many of them are here today and how many speak for it."""

    name: str
    learners: int
    contacts: int


def close_people(actor: Actor, learner: UUID, on: date) -> list[ClosePerson]:
    """Who is close to a learner, for those who look people up and for the learner's own tutor; else nobody."""
    own = actor.person is not None and Person.objects.filter(pk=learner, tutor=actor.person).exists()
    if not (actor.may("people.see") or own):
        return []
    rows = Relation.objects.filter(on_day(on), learner=learner).select_related("other").order_by("since", "id")
    return [
        ClosePerson(
            row.pk,
            row.other_id,
            row.other.name,
            row.other.email,
            RelationKind(row.kind),
            row.responsibility,
            row.may_contact,
            "" if row.note_sealed is None else open_text(row.record, "note", row.note_sealed),
            row.since,
            row.until,
        )
        for row in rows
    ]


def learners_of(actor: Actor, other: UUID, on: date) -> list[PersonCard]:
    """The learners somebody is close to, for those who look people up."""
    if not actor.may("people.see"):
        return []
    learners = Relation.objects.filter(on_day(on), other=other).values("learner")
    return _cards(Person.objects.filter(pk__in=learners).order_by("family_name", "given_name"), on)


def relation(relation_id: UUID) -> tuple[UUID, str] | None:
    """The learner and the other's name of an entry that goes on; else None."""
    row = Relation.objects.select_related("other").filter(pk=relation_id, until=None).first()
    return None if row is None else (row.learner_id, row.other.name)


def employers(words: str, on: date, page: int = 1) -> tuple[list[Employer], int]:
    """One page of employers by name whose names hold the words, and how many pages there are."""
    rows = Person.objects.exclude(employer="")
    if words.strip():
        rows = rows.filter(employer__icontains=words.replace("\0", " ").strip())
    total = rows.values("employer").distinct().count()
    pages = max(1, -(-total // EMPLOYERS_AT_ONCE))
    start = (min(max(page, 1), pages) - 1) * EMPLOYERS_AT_ONCE
    is_learner = on_day(on, "classes__") & Q(classes__kind=PersonClass.LEARNER)
    is_contact = on_day(on, "classes__") & Q(classes__kind=PersonClass.EMPLOYER_CONTACT)
    counted = rows.values("employer").annotate(
        learners=Count("pk", filter=is_learner, distinct=True), contacts=Count("pk", filter=is_contact, distinct=True)
    )
    found = counted.order_by("employer")[start : start + EMPLOYERS_AT_ONCE]
    return [Employer(row["employer"], row["learners"], row["contacts"]) for row in found], pages


def of_employer(name: str, kind: PersonClass, on: date) -> list[PersonCard]:
    """The learners of an employer today, or those who speak for it, by name; at most 200."""
    owners = ClassOfPerson.objects.filter(on_day(on), kind=kind).values("person_id")
    rows = Person.objects.filter(employer=name, pk__in=owners)
    return _cards(rows.order_by("family_name", "given_name")[:200], on) if name else []
