"""Meetings as their members see them, and what somebody has to do. Texts are opened for those who may read them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.vault.store import open_text
from leeward.people.meetings.rules import Here, Part, quorate
from leeward.people.models import (
    Attendance,
    CalendarFeed,
    GroupAction,
    Meeting,
    Minutes,
    MinutesConfirmed,
    MinutesReader,
    Person,
)
from leeward.people.queries.groups import Member, members_of, part_of

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list. Dates and states only."""

    id: UUID
    starts_at: datetime
    state: str
    present: int
    quorate: bool
    minutes: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Was:
    """Whether one person was there."""

    person: UUID
    name: str
    here: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action with its text, for those who may read it."""

    id: UUID
    meeting: UUID
    group: str
    what: str
    owner: UUID
    owner_name: str
    due: date
    state: str
    overdue: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting. A reader from outside the group sees only the day and the minutes."""

    id: UUID
    group: UUID
    group_name: str
    part: Part | None
    leads: bool
    starts_at: datetime
    length: int
    state: str
    begun: bool
    place: str
    agenda: str
    here: tuple[Was, ...]
    present: int
    quorum: int
    quorate: bool
    versions: tuple[int, ...]
    confirmed: bool
    confirmed_on: datetime | None
    may_confirm_at: tuple[tuple[UUID, datetime], ...]
    readers: tuple[tuple[UUID, str], ...]
    actions: tuple[ActionLine, ...]


def meetings_of(group: UUID) -> list[MeetingLine]:
    """Every meeting of a group, latest first. For those who may see the group."""
    rows = Meeting.objects.filter(group_id=group).prefetch_related("attendances", "minutes").order_by("-starts_at")
    confirmed = set(MinutesConfirmed.objects.filter(meeting__group_id=group).values_list("meeting_id", flat=True))
    found = []
    for row in rows:
        present = sum(each.here == Here.PRESENT for each in row.attendances.all())
        enough = row.state == Meeting.State.HELD and quorate(present, row.quorum)
        versions = len(row.minutes.all())
        found.append(MeetingLine(row.pk, row.starts_at, row.state, present, enough, versions, row.pk in confirmed))
    return found


def meeting_seen(actor: Actor, meeting: UUID, now: datetime) -> MeetingPage | None:
    """A meeting for a member of its group, or for somebody allowed to read its minutes; else None."""
    row = Meeting.objects.select_related("group").filter(pk=meeting).first()
    if row is None or actor.person is None:
        return None
    part = part_of(actor.person, row.group_id, timezone.localdate(now))
    if part is None and not MinutesReader.objects.filter(meeting=row, person_id=actor.person).exists():
        return None
    return _page(row, actor, part, now)


def _page(row: Meeting, actor: Actor, part: Part | None, now: datetime) -> MeetingPage:
    member, leads = part is not None, part in {Part.CHAIR, Part.CLERK}
    here = _attendance(row, now) if member else ()
    present = sum(was.here == Here.PRESENT for was in here)
    confirmed = MinutesConfirmed.objects.filter(meeting=row).first()
    return MeetingPage(
        row.pk,
        row.group_id,
        row.group.name,
        part,
        leads,
        row.starts_at,
        row.length,
        row.state,
        row.starts_at <= now,
        open_text(row.record, "place", row.place) if member else "",
        open_text(row.record, "agenda", row.agenda) if member else "",
        here,
        present,
        row.quorum,
        quorate(present, row.quorum),
        tuple(Minutes.objects.filter(meeting=row).order_by("-version").values_list("version", flat=True)),
        confirmed is not None,
        None if confirmed is None else confirmed.confirmed_at,
        _later(row) if leads and confirmed is None else (),
        _readers(row) if leads else (),
        _actions(GroupAction.objects.filter(meeting=row), actor, now) if member else (),
    )


def _attendance(row: Meeting, now: datetime) -> tuple[Was, ...]:
    """Those recorded, and before it is confirmed the members of the day who are not."""
    rows = Attendance.objects.filter(meeting=row).select_related("person")
    found = {each.person_id: Was(each.person_id, each.person.name, each.here) for each in rows}
    day = timezone.localdate(row.starts_at if row.starts_at <= now else now)
    if not MinutesConfirmed.objects.filter(meeting=row).exists():
        for member in members_of(row.group_id, day):
            found.setdefault(member.person, Was(member.person, member.name, ""))
    return tuple(sorted(found.values(), key=lambda was: was.name))


def _later(row: Meeting) -> tuple[tuple[UUID, datetime], ...]:
    held = Meeting.objects.filter(group_id=row.group_id, state=Meeting.State.HELD, starts_at__gt=row.starts_at)
    return tuple((each.pk, each.starts_at) for each in held.order_by("starts_at"))


def _readers(row: Meeting) -> tuple[tuple[UUID, str], ...]:
    rows = MinutesReader.objects.filter(meeting=row).select_related("person")
    return tuple((each.person_id, each.person.name) for each in rows)


def _actions(rows: QuerySet[GroupAction], actor: Actor, now: datetime) -> tuple[ActionLine, ...]:
    today = timezone.localdate(now)
    found = []
    for row in rows.select_related("meeting__group", "owner").order_by("due", "id"):
        part = part_of(actor.person, row.meeting.group_id, today)
        found.append(
            ActionLine(
                row.pk,
                row.meeting_id,
                row.meeting.group.name,
                open_text(row.meeting.record, f"action {row.pk}", row.what),
                row.owner_id,
                row.owner.name,
                row.due,
                row.state,
                row.state == GroupAction.State.OPEN and row.due < today,
                part in {Part.CHAIR, Part.CLERK},
            )
        )
    return tuple(found)


def actions_of(actor: Actor, now: datetime) -> tuple[ActionLine, ...]:
    """The actor's own open actions, the most urgent first."""
    if actor.person is None:
        return ()
    return _actions(GroupAction.objects.filter(owner_id=actor.person, state=GroupAction.State.OPEN), actor, now)


def open_actions_of_group(actor: Actor, group: UUID, now: datetime) -> tuple[ActionLine, ...]:
    """The open actions of a group, for its members; nothing for others."""
    if part_of(actor.person, group, timezone.localdate(now)) is None:
        return ()
    rows = GroupAction.objects.filter(meeting__group_id=group, state=GroupAction.State.OPEN)
    return _actions(rows, actor, now)


def action_seen(actor: Actor, action: UUID, now: datetime) -> ActionLine | None:
    """One action, for its owner and the members of the group; else None."""
    row = GroupAction.objects.select_related("meeting").filter(pk=action).first()
    if row is None or actor.person is None:
        return None
    if row.owner_id != actor.person and part_of(actor.person, row.meeting.group_id, timezone.localdate(now)) is None:
        return None
    return _actions(GroupAction.objects.filter(pk=action), actor, now)[0]


def overdue_of(actor: Actor, now: datetime) -> int:
    """How many of the actor's own actions are overdue."""
    late = GroupAction.objects.filter(state=GroupAction.State.OPEN, due__lt=timezone.localdate(now))
    return 0 if actor.person is None else late.filter(owner_id=actor.person).count()


def coming_meetings(person: UUID, now: datetime) -> list[Meeting]:
    """Meetings to come, and those cancelled, of every group somebody belongs to today; sealed texts stay sealed."""
    today = timezone.localdate(now)
    rows = Meeting.objects.filter(starts_at__gt=now - SOON).exclude(state=Meeting.State.HELD).order_by("starts_at")
    parts: dict[UUID, bool] = {}
    found = []
    for row in rows:
        if row.group_id not in parts:
            parts[row.group_id] = part_of(person, row.group_id, today) is not None
        if parts[row.group_id]:
            found.append(row)
    return found


def members_for_form(group: UUID, now: datetime) -> list[Member]:
    """The members of a group today, for choosing from."""
    return members_of(group, timezone.localdate(now))


def feed_of(person: UUID | None) -> CalendarFeed | None:
    """Somebody's calendar key in use, or None."""
    return None if person is None else CalendarFeed.objects.filter(person_id=person, revoked_at__isnull=True).first()


def person_of_feed(mark: str) -> UUID | None:
    """Whose calendar key this is the mark of; None for one that was revoked, or whose owner has left."""
    row = CalendarFeed.objects.filter(mark=mark, revoked_at__isnull=True).first()
    if row is None:
        return None
    here = Person.objects.filter(pk=row.person_id, left_on__isnull=True).exists()
    return row.person_id if here else None


def members_for_action(action: UUID, now: datetime) -> list[Member]:
    """The members of the group whose meeting gave an action, for handing it over."""
    row = GroupAction.objects.select_related("meeting").get(pk=action)
    return members_of(row.meeting.group_id, timezone.localdate(now))
