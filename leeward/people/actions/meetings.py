"""Calling meetings, who was there, minutes and actions. What was said is sealed; letters give nothing away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.vault.store import new_record, open_text, seal_text
from leeward.people.meetings.rules import Here
from leeward.people.models import (
    Attendance,
    Group,
    GroupAction,
    Meeting,
    Minutes,
    MinutesConfirmed,
    MinutesReader,
    Person,
)
from leeward.people.queries.groups import KEEP, leads, members_of, part_of
from leeward.people.refusals import Refused

COMPARTMENT = "meetings"
"""Where meetings are sealed and their acts recorded: their names are stored for ever."""
CALLED, CANCELLED = "people.meeting-called", "people.meeting-cancelled"


@dataclass(frozen=True, slots=True)
class Call:
    """When, how long (minutes), where and what about."""

    starts_at: datetime
    length: int
    place: str
    agenda: str


def call_meeting(*, actor: Actor, now: datetime, group: UUID, call: Call) -> UUID:
    """Calls a meeting and writes to every member that there is one. Raises Refused."""
    today = timezone.localdate(now)
    if not (actor.system or actor.may(KEEP) or leads(actor, group, today)):
        raise Refused(_("Only the chair, the clerk or whoever keeps groups calls a meeting."))
    if not 5 <= call.length <= 600:
        raise Refused(_("A meeting is from 5 to 600 minutes long."), "length")
    with act(actor, "meetings.call", now=now, compartment=COMPARTMENT) as entry:
        row = Group.objects.select_for_update().get(pk=group)
        if row.ended_on is not None:
            raise Refused(_("This group has ended."))
        record = new_record(COMPARTMENT)
        meeting = Meeting(
            group=row,
            record=record,
            starts_at=call.starts_at,
            length=call.length,
            place=seal_text(record, "place", call.place),
            agenda=seal_text(record, "agenda", call.agenda),
            quorum=row.quorum,
            called_by=actor.person,
            called_at=now,
            changed_at=now,
        )
        meeting.save(force_insert=True)
        entry.subject = f"meeting:{meeting.pk}"
        if call.starts_at > now:
            _tell(meeting, CALLED, actor, now)
    return meeting.pk


def cancel_meeting(*, actor: Actor, now: datetime, meeting: UUID) -> None:
    """Cancels a meeting that is still to come and says so to its members. Raises Refused."""
    with act(actor, "meetings.cancel", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}"):
        row = _led(actor, meeting, now)
        if row.state != Meeting.State.CALLED:
            raise Refused(_("Only a meeting that was not held can be cancelled."))
        row.state, row.changed_at, row.sequence = Meeting.State.CANCELLED, now, row.sequence + 1
        row.save(update_fields=["state", "changed_at", "sequence"])
        if row.starts_at > now:
            _tell(row, CANCELLED, actor, now)


def apologise(*, actor: Actor, now: datetime, meeting: UUID) -> None:
    """A member says before it that they cannot come. Raises Refused."""
    with act(actor, "meetings.apologise", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}"):
        row = _locked(meeting)
        if actor.person is None or part_of(actor.person, row.group_id, timezone.localdate(now)) is None:
            raise Refused(_("There is no such meeting."))
        if row.state != Meeting.State.CALLED:
            raise Refused(_("This meeting is over."))
        Attendance.objects.update_or_create(
            meeting=row, person_id=actor.person, defaults={"here": Here.APOLOGIES.value}
        )


def record_attendance(*, actor: Actor, now: datetime, meeting: UUID, here: Mapping[UUID, Here]) -> None:
    """Keeps who was there; the meeting counts as held. Once its minutes are confirmed it stays. Raises Refused."""
    with act(actor, "meetings.attendance", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        row = _led(actor, meeting, now)
        if row.starts_at > now:
            raise Refused(_("The meeting has not begun yet."))
        if row.state == Meeting.State.CANCELLED or MinutesConfirmed.objects.filter(meeting=row).exists():
            raise Refused(_("This can no longer be changed."))
        known = set(Person.objects.filter(pk__in=list(here)).values_list("pk", flat=True))
        for person, was in here.items():
            if person in known:
                Attendance.objects.update_or_create(meeting=row, person_id=person, defaults={"here": was.value})
        row.state = Meeting.State.HELD
        row.save(update_fields=["state"])
        entry.details["present"] = sum(was is Here.PRESENT for was in here.values())


def write_minutes(*, actor: Actor, now: datetime, meeting: UUID, text: str) -> int:
    """Adds a version of the minutes and returns its number. Raises Refused, also once they are confirmed."""
    with act(actor, "meetings.minutes", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        row = _led(actor, meeting, now)
        if row.state != Meeting.State.HELD:
            raise Refused(_("Record first who was there."), "text")
        if MinutesConfirmed.objects.filter(meeting=row).exists():
            raise Refused(_("These minutes are confirmed. Put a correction into the next ones."), "text")
        version = row.minutes.count() + 1
        minutes = Minutes(meeting=row, version=version, written_by=actor.person, written_at=now)
        minutes.text = seal_text(row.record, f"minutes {minutes.pk}", text)
        minutes.save(force_insert=True)
        entry.details["version"] = version
    return version


def confirm_minutes(*, actor: Actor, now: datetime, meeting: UUID, version: int, at_meeting: UUID) -> None:
    """Keeps that a later meeting of the group confirmed the last version of the minutes. Raises Refused."""
    with act(actor, "meetings.confirm", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        row = _led(actor, meeting, now)
        minutes = row.minutes.order_by("-version").first()
        if minutes is None or minutes.version != version:
            raise Refused(_("There is a newer version of these minutes: read it first."))
        later = Meeting.objects.filter(pk=at_meeting, group=row.group, state=Meeting.State.HELD).first()
        if later is None or later.starts_at <= row.starts_at:
            raise Refused(_("Minutes are confirmed at a later meeting of the same group, once it was held."))
        try:
            with transaction.atomic():
                MinutesConfirmed.objects.create(
                    meeting=row, minutes=minutes, at_meeting=later, confirmed_by=actor.person, confirmed_at=now
                )
        except IntegrityError as error:
            raise Refused(_("These minutes are confirmed already.")) from error
        entry.details["version"] = version


def open_minutes(*, actor: Actor, now: datetime, meeting: UUID, version: int | None = None) -> str:
    """The text of a version (the last), for members and whom they allow; leaves a trace. Raises Refused."""
    row = Meeting.objects.filter(pk=meeting).first()
    versions = Minutes.objects.filter(meeting_id=meeting).order_by("-version")
    minutes = (versions if version is None else versions.filter(version=version)).first()
    if row is None or minutes is None or not may_read(actor, row, now):
        raise Refused(_("There are no such minutes."))
    with act(actor, "meetings.open-minutes", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        entry.details["version"] = minutes.version
        return open_text(row.record, f"minutes {minutes.pk}", minutes.text)


def may_read(actor: Actor, meeting: Meeting, now: datetime) -> bool:
    """Is the actor a member of the group today, or somebody the group allowed?"""
    if actor.person is None:
        return False
    if part_of(actor.person, meeting.group_id, timezone.localdate(now)) is not None:
        return True
    return MinutesReader.objects.filter(meeting=meeting, person_id=actor.person).exists()


def allow_reader(*, actor: Actor, now: datetime, meeting: UUID, person: UUID) -> None:
    """Chair or clerk let somebody outside the group read the minutes of one meeting."""
    with act(actor, "meetings.allow", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        row = _led(actor, meeting, now)
        MinutesReader.objects.get_or_create(
            meeting=row, person_id=person, defaults={"allowed_by": actor.person, "allowed_at": now}
        )
        entry.details["person"] = str(person)


def take_reader_away(*, actor: Actor, now: datetime, meeting: UUID, person: UUID) -> None:
    """Ends what `allow_reader` gave."""
    with act(actor, "meetings.disallow", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        MinutesReader.objects.filter(meeting=_led(actor, meeting, now), person_id=person).delete()
        entry.details["person"] = str(person)


def add_action(*, actor: Actor, now: datetime, meeting: UUID, owner: UUID, what: str, due: date) -> UUID:
    """Gives somebody of the group something to do by a day. Raises Refused."""
    with act(actor, "meetings.action", now=now, compartment=COMPARTMENT, subject=f"meeting:{meeting}") as entry:
        row = _led(actor, meeting, now)
        _of_the_group(row.group_id, owner, now)
        action = GroupAction(meeting=row, owner_id=owner, due=due)
        action.what = seal_text(row.record, f"action {action.pk}", what)
        action.save(force_insert=True)
        entry.details.update(action=str(action.pk), due=due.isoformat())
    return action.pk


def _of_the_group(group: UUID, person: UUID, now: datetime) -> None:
    # A text of a meeting goes to nobody outside the group by the way of an action.
    if part_of(person, group, timezone.localdate(now)) is None:
        raise Refused(_("Choose a member of the group."), "owner")


def close_action(*, actor: Actor, now: datetime, action: UUID, done: bool) -> None:
    """The owner, the chair or the clerk says that an action is done, or that it will not be. Raises Refused."""
    with act(actor, "meetings.close-action", now=now, compartment=COMPARTMENT, subject=f"action:{action}") as entry:
        row = _action(actor, action, now, owners=True)
        row.state = GroupAction.State.DONE if done else GroupAction.State.DROPPED
        row.closed_by, row.closed_at = actor.person, now
        row.save(update_fields=["state", "closed_by", "closed_at"])
        entry.details["done"] = done


def hand_over(*, actor: Actor, now: datetime, action: UUID, owner: UUID) -> None:
    """Gives an open action to another member of the group: by chair or clerk. Raises Refused."""
    with act(actor, "meetings.hand-over", now=now, compartment=COMPARTMENT, subject=f"action:{action}") as entry:
        row = _action(actor, action, now, owners=False)
        _of_the_group(row.meeting.group_id, owner, now)
        row.owner_id = owner
        row.save(update_fields=["owner"])
        entry.details["person"] = str(owner)


def _action(actor: Actor, action: UUID, now: datetime, *, owners: bool) -> GroupAction:
    row = GroupAction.objects.select_for_update(of=("self",)).select_related("meeting").filter(pk=action).first()
    mine = row is not None and owners and actor.person is not None and row.owner_id == actor.person
    if row is None or not (mine or leads(actor, row.meeting.group_id, timezone.localdate(now))):
        raise Refused(_("There is no such action."))
    if row.state != GroupAction.State.OPEN:
        raise Refused(_("This action is closed already."))
    return row


def _locked(meeting: UUID) -> Meeting:
    row = Meeting.objects.select_for_update().filter(pk=meeting).first()
    if row is None:
        raise Refused(_("There is no such meeting."))
    return row


def _led(actor: Actor, meeting: UUID, now: datetime) -> Meeting:
    """The meeting, locked, for the chair or clerk of its group; the same refusal for everybody else as for none."""
    row = _locked(meeting)
    if not (actor.system or leads(actor, row.group_id, timezone.localdate(now))):
        raise Refused(_("There is no such meeting."))
    return row


def _tell(meeting: Meeting, letter: str, actor: Actor, now: datetime) -> None:
    key = f"{meeting.pk} {meeting.sequence}"
    for member in members_of(meeting.group_id, timezone.localdate(now)):
        if member.person != actor.person:
            write_to(member.person, letter, path=f"/meetings/{meeting.pk}", key=key, now=now)
