"""Who belongs to a group on a day, what it lacks, and how it stands with its rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.clocks.organisation import terms
from leeward.foundation.settings_history.queries import value
from leeward.people.meetings.choices import REQUIRED
from leeward.people.meetings.rules import (
    Every,
    Here,
    Kept,
    Part,
    Rhythm,
    Seat,
    Template,
    missing_seats,
    quorate,
    rhythm,
)
from leeward.people.meetings.wording import KEPT, STATES, TEMPLATES
from leeward.people.models import Group, GroupMember, GroupSeat, Meeting
from leeward.people.queries.days import on_day
from leeward.people.queries.directory import PersonCard, people
from leeward.people.queries.post_names import post_name
from leeward.people.queries.posts import holders_of
from leeward.people.rules import PersonClass
from leeward.people.wording import CLASSES

KEEP = "meetings.keep"
SEE = "meetings.see"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a group on a day. `by_post`: because of a post, and gone with it."""

    person: UUID
    name: str
    part: Part
    by_post: str = ""
    row: UUID | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as lists show it. Never what it spoke about."""

    id: UUID
    name: str
    template: str
    part: Part | None
    kept: Kept
    state: str
    words: str
    due: date
    last_met: date | None
    next_at: datetime | None
    missing: tuple[str, ...]


def seats_of(group: UUID) -> list[Seat]:
    """The rules of membership of a group."""
    rows = GroupSeat.objects.filter(group_id=group).order_by("post", "kind")
    return [Seat(row.post, row.kind, row.least, row.chairs) for row in rows]


def members_of(group: UUID, on: date) -> list[Member]:
    """Everybody who belongs to a group on a day, by name: holders of posts (a deputy where there is no holder), and
    those named. Who is both is what they were named."""
    found: dict[UUID, Member] = {}
    for seat in seats_of(group):
        for held in _sitting(seat, on):
            part = Part.CHAIR if seat.chairs else Part.MEMBER
            found[held[0]] = Member(held[0], held[1], part, post_name(seat.post))
    rows = GroupMember.objects.filter(on_day(on), group_id=group).select_related("person")
    for row in rows:
        found[row.person_id] = Member(row.person_id, row.person.name, Part(row.part), row=row.pk)
    return sorted(found.values(), key=lambda member: member.name)


def _sitting(seat: Seat, on: date) -> list[tuple[UUID, str]]:
    if not seat.post:
        return []
    try:
        held = holders_of(seat.post, on)
    except ValueError:
        return []
    first = [(each.person, each.name) for each in held if not each.deputy and not each.cover]
    return first or [(each.person, each.name) for each in held]


def part_of(person: UUID | None, group: UUID, on: date) -> Part | None:
    """What somebody is in a group on a day; None for somebody who does not belong."""
    return next((member.part for member in members_of(group, on) if member.person == person), None)


def leads(actor: Actor, group: UUID, on: date) -> bool:
    """Is the actor the group's chair or clerk?"""
    return part_of(actor.person, group, on) in {Part.CHAIR, Part.CLERK}


def missing_of(group: UUID, on: date, members: Iterable[Member]) -> tuple[str, ...]:
    """What the group lacks on a day, in words without names."""
    cards: list[PersonCard] = people([member.person for member in members], on)
    seats = seats_of(group)
    held = {seat.post for seat in seats if seat.post and _sitting(seat, on)}
    lacking = missing_seats(seats, held, [card.classes for card in cards])
    return tuple(seat_in_words(seat) for seat in lacking)


def seat_in_words(seat: Seat) -> str:
    """Such as “Learner: at least 1”, or the name of a post."""
    if seat.post:
        return post_name(seat.post)
    return _("%(kind)s: at least %(least)d") % {"kind": CLASSES[PersonClass(seat.kind)], "least": seat.least}


def days_met(group: UUID, until: datetime) -> list[date]:
    """The days on which the group met with enough people there."""
    rows = Meeting.objects.filter(group_id=group, state=Meeting.State.HELD, starts_at__lte=until)
    return [
        timezone.localdate(row.starts_at)
        for row in rows.prefetch_related("attendances")
        if quorate(sum(each.here == Here.PRESENT for each in row.attendances.all()), row.quorum)
    ]


def standing(group: Group, now: datetime) -> Rhythm:
    """How a group stands with its rhythm."""
    return rhythm(
        Every(group.every),
        group.count,
        founded=group.founded_on,
        met=days_met(group.pk, now),
        terms=terms(at=now),
        today=timezone.localdate(now),
    )


def live_groups(on: date) -> list[Group]:
    """Every group that exists on a day, by name."""
    rows = Group.objects.filter(founded_on__lte=on).order_by("name")
    return [row for row in rows if row.ended_on is None or row.ended_on > on]


def missing_groups(now: datetime) -> list[Template]:
    """The groups that must exist and do not."""
    there = {group.template for group in live_groups(timezone.localdate(now))}
    return [Template(key) for key in value(REQUIRED, at=now) if key in set(Template) and key not in there]


def groups_for(actor: Actor, now: datetime) -> list[GroupLine]:
    """The actor's own groups; every group for whoever keeps groups or sees how they stand."""
    today = timezone.localdate(now)
    every = actor.may(KEEP) or actor.may(SEE)
    lines = [line_of(actor, group, now) for group in live_groups(today)]
    return [line for line in lines if every or line.part is not None]


def group_seen(actor: Actor, group: UUID, now: datetime) -> GroupLine | None:
    """One group, for its members, keepers and those who see how groups stand; else None, as if there were none."""
    row = Group.objects.filter(pk=group).first()
    if row is None:
        return None
    line = line_of(actor, row, now)
    return line if line.part is not None or actor.may(KEEP) or actor.may(SEE) else None


def line_of(actor: Actor, group: Group, now: datetime) -> GroupLine:
    """How a group stands, and what the actor is in it."""
    today = timezone.localdate(now)
    members = members_of(group.pk, today)
    stands = standing(group, now)
    met = days_met(group.pk, now)
    coming = Meeting.objects.filter(group=group, state=Meeting.State.CALLED, starts_at__gt=now).order_by("starts_at")
    following = coming.first()
    return GroupLine(
        group.pk,
        group.name,
        group.template,
        next((member.part for member in members if member.person == actor.person), None),
        stands.kept,
        STATES[stands.kept],
        str(KEPT[stands.kept]),
        stands.due,
        max(met, default=None),
        None if following is None else following.starts_at,
        missing_of(group.pk, today, members),
    )


def template_name(template: str) -> str:
    """What a group of the catalogue is called; empty for one of their own."""
    return str(TEMPLATES[Template(template)]) if template in set(Template) else ""


def details_of(group: UUID) -> "KnownDetails | None":
    """What may be changed of a group as it is now."""
    row = Group.objects.filter(pk=group).first()
    return None if row is None else KnownDetails(row.name, row.every, row.count, row.quorum)


@dataclass(frozen=True, slots=True)
class KnownDetails:
    """Name, rhythm and quorum as stored."""

    name: str
    every: str
    count: int
    quorum: int
