"""Making groups, and saying who belongs to them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.meetings.rules import SHAPES, Every, Part, Seat, Template
from leeward.people.models import Group, GroupMember, GroupSeat, Person
from leeward.people.queries.groups import KEEP
from leeward.people.queries.post_names import known_posts
from leeward.people.refusals import Refused
from leeward.people.rules import PersonClass


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """How a group is called, how often it meets, and how many must be there to decide."""

    name: str
    every: Every
    count: int
    quorum: int


def make_group(
    *,
    actor: Actor,
    now: datetime,
    template: Template | None = None,
    details: GroupDetails | None = None,
    founded_on: date | None = None,
) -> UUID:
    """Makes a group of the catalogue, or one of their own. Raises Refused, also for a second one of a kind."""
    _may(actor)
    shape = SHAPES[template] if template is not None else None
    if details is None:
        raise Refused(_("Give the group a name."), "name")
    with act(actor, "meetings.make-group", now=now) as entry:
        try:
            with transaction.atomic():
                row = Group.objects.create(
                    name=details.name,
                    template="" if template is None else template.value,
                    every=details.every,
                    count=details.count,
                    quorum=details.quorum,
                    founded_on=founded_on or timezone.localdate(now),
                )
        except IntegrityError as error:
            raise Refused(_("There is such a group already."), "template") from error
        for seat in shape.seats if shape is not None else ():
            _add_seat(row, seat)
        entry.subject = f"group:{row.pk}"
        entry.details["template"] = row.template
    return row.pk


def change_group(*, actor: Actor, now: datetime, group: UUID, details: GroupDetails) -> None:
    """Writes name, rhythm and quorum of a group anew. Meetings that were held keep the quorum of their day."""
    _may(actor)
    with act(actor, "meetings.change-group", now=now, subject=f"group:{group}") as entry:
        Group.objects.filter(pk=group).update(
            name=details.name, every=details.every, count=details.count, quorum=details.quorum
        )
        entry.details.update(every=details.every.value, count=details.count, quorum=details.quorum)


def end_group(*, actor: Actor, now: datetime, group: UUID) -> None:
    """Ends a group today; its minutes stay with those who may read them."""
    _may(actor)
    with act(actor, "meetings.end-group", now=now, subject=f"group:{group}"):
        Group.objects.filter(pk=group, ended_on__isnull=True).update(ended_on=timezone.localdate(now))


def add_seat(*, actor: Actor, now: datetime, group: UUID, seat: Seat) -> None:
    """Adds a rule of membership. Raises Refused for an unknown post or class, or one that is there already."""
    _may(actor)
    known = seat.post in known_posts() if seat.post else seat.kind in set(PersonClass)
    if not known or not 1 <= seat.least <= 50:
        raise Refused(_("Choose a post or a class."), "seat")
    with act(actor, "meetings.add-seat", now=now, subject=f"group:{group}") as entry:
        try:
            with transaction.atomic():
                _add_seat(Group.objects.get(pk=group), seat)
        except IntegrityError as error:
            raise Refused(_("This rule is there already."), "seat") from error
        entry.details["seat"] = seat.post or seat.kind


def take_seat_away(*, actor: Actor, now: datetime, group: UUID, seat: str) -> None:
    """Takes a rule of membership away (`seat`: a post or a class)."""
    _may(actor)
    with act(actor, "meetings.take-seat-away", now=now, subject=f"group:{group}") as entry:
        gone, _rows = GroupSeat.objects.filter(group_id=group, post=seat).delete()
        if not gone:
            GroupSeat.objects.filter(group_id=group, kind=seat).delete()
        entry.details["seat"] = seat[:60]


def add_member(
    *, actor: Actor, now: datetime, group: UUID, person: UUID, part: Part, since: date | None = None
) -> None:
    """Names somebody as a member, chair or clerk; somebody named before gets the new part. Raises Refused."""
    _may(actor)
    today = timezone.localdate(now)
    with act(actor, "meetings.add-member", now=now, subject=f"group:{group}") as entry:
        row = Person.objects.filter(pk=person).first()
        if row is None or row.left_on is not None:
            raise Refused(_("This person has left."), "person")
        _end(group, person, today)
        GroupMember.objects.create(group_id=group, person=row, part=part, since=since or today)
        entry.details.update(person=str(person), part=part.value)


def end_member(*, actor: Actor, now: datetime, group: UUID, person: UUID) -> None:
    """Ends a named membership at once."""
    _may(actor)
    with act(actor, "meetings.end-member", now=now, subject=f"group:{group}") as entry:
        _end(group, person, timezone.localdate(now))
        entry.details["person"] = str(person)


def _end(group: UUID, person: UUID, today: date) -> None:
    # The last day is yesterday: who is taken out of a group reads nothing of it from now on.
    open_rows = GroupMember.objects.filter(group_id=group, person_id=person, until__isnull=True)
    open_rows.filter(since__gte=today).delete()
    open_rows.update(until=date.fromordinal(today.toordinal() - 1))


def _add_seat(group: Group, seat: Seat) -> None:
    GroupSeat.objects.create(group=group, post=seat.post, kind=seat.kind, least=seat.least, chairs=seat.chairs)


def _may(actor: Actor) -> None:
    if not (actor.system or actor.may(KEEP)):
        raise Refused(_("You may not keep groups."))
