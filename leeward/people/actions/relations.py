"""Parents, carers and others close to a learner: who they are, what they may decide, how they are reached safely."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.vault.store import new_record, seal_text
from leeward.people.actions.directory import Details, add_person
from leeward.people.models import Person, Relation
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PersonClass, RelationKind

COMPARTMENT = "people-contacts"
"""Of the vault: how to reach a home safely is for those who look people up, and sealed from everybody else."""
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Closeness:
    """What is said about somebody close to a learner. `note`: how to reach them safely; sealed."""

    kind: RelationKind
    responsibility: str = Relation.Responsibility.UNKNOWN
    may_contact: bool = False
    note: str = ""


def add_relation(*, actor: Actor, now: datetime, learner: UUID, other: UUID, said: Closeness, since: date) -> UUID:
    """Says that somebody is close to a learner from a day on. Raises Refused."""
    note = said.note.strip().replace("\0", "")
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Give the note in at most %(most)d characters.") % {"most": LONGEST_NOTE}, "note")
    if learner == other:
        raise Refused(_("Nobody is their own parent or carer."), "who")
    with act(actor, "people.add-relation", now=now, subject=f"person:{learner}") as entry, in_words():
        if Relation.objects.filter(learner=learner, other=other, until=None).exists():
            raise Refused(_("This person is there already. End the old entry to change it."), "who")
        record = new_record(COMPARTMENT)
        row = Relation.objects.create(
            learner=Person.objects.get(pk=learner),
            other=Person.objects.get(pk=other),
            kind=said.kind,
            responsibility=said.responsibility,
            may_contact=said.may_contact,
            record=record,
            note_sealed=seal_text(record, "note", note) if note else None,
            since=since,
        )
        entry.details.update(relation=said.kind.value, may_contact=said.may_contact)
    return row.pk


def relate(
    *,
    actor: Actor,
    now: datetime,
    learner: UUID,
    other: UUID | None,
    new: Details,
    said: Closeness,
    since: date,
) -> UUID:
    """As `add_relation`, with somebody new (a parent) added first where `other` is None. Raises Refused."""
    with transaction.atomic():
        if other is None:
            other = add_person(actor=actor, now=now, details=new, classes=frozenset({PersonClass.PARENT}), since=since)
        return add_relation(actor=actor, now=now, learner=learner, other=other, said=said, since=since)


def end_relation(*, actor: Actor, now: datetime, relation: UUID, until: date) -> None:
    """The last day on which somebody counts as close to a learner. Raises Refused."""
    with act(actor, "people.end-relation", now=now) as entry, in_words():
        row = Relation.objects.select_for_update(of=("self",)).filter(pk=relation, until=None).first()
        if row is None:
            raise Refused(_("This entry has ended already."), "until")
        entry.subject = f"person:{row.learner_id}"
        row.until = until
        row.save(update_fields=["until"])
