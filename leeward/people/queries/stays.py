"""Temporary users: who is here for a while, who vouches for them, until when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from leeward.foundation.access import Actor
from leeward.people.models import ClassOfPerson, Stay
from leeward.people.queries.days import on_day, today
from leeward.people.rules import PersonClass


@dataclass(frozen=True, slots=True)
class StayLine:
    """One temporary user."""

    id: UUID
    person: UUID
    name: str
    kind: PersonClass
    sponsor: UUID
    sponsor_name: str
    purpose: str
    since: date
    until: date


def _line(row: Stay) -> StayLine:
    return StayLine(
        row.pk,
        row.person_id,
        row.person.name,
        PersonClass(row.kind),
        row.sponsor_id,
        row.sponsor.name,
        row.purpose,
        row.since,
        row.until,
    )


def stays_for(actor: Actor) -> list[StayLine]:
    """Those who are here for a while: all of them with `people.change`, else those the actor vouches for."""
    if actor.person is None:
        return []
    mine = Q() if actor.may("people.change") else Q(sponsor_id=actor.person)
    rows = Stay.objects.filter(mine, closed_at=None).select_related("person", "sponsor").order_by("until", "id")
    return [_line(row) for row in rows]


def stay_for(actor: Actor, stay: UUID) -> StayLine | None:
    """One of those, or None."""
    return next((line for line in stays_for(actor) if line.id == stay), None)


def stay_of(person: UUID) -> StayLine | None:
    """The present stay of somebody, or None."""
    row = Stay.objects.filter(person_id=person, closed_at=None).select_related("person", "sponsor").first()
    return None if row is None else _line(row)


def unvouched(now: datetime) -> tuple[int, int]:
    """(with, all): visitors here today, and how many of them have a sponsor and a last day; other stays too."""
    on = today(now)
    visitors = set(
        ClassOfPerson.objects.filter(on_day(on), kind=PersonClass.VISITOR).values_list("person_id", flat=True)
    )
    stays = dict(Stay.objects.filter(closed_at=None, since__lte=on).values_list("person_id", "until"))
    everybody = visitors | set(stays)
    good = sum(1 for person in everybody if person in stays and stays[person] >= on)
    return good, len(everybody)


def stay_line(stay: UUID) -> StayLine | None:
    """One stay that goes on, for those whom a request about it was put to."""
    row = Stay.objects.filter(pk=stay, closed_at=None).select_related("person", "sponsor").first()
    return None if row is None else _line(row)
