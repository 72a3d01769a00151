"""An online-safety group with a meeting in the past, one action overdue, and the groups that are missing."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.people.actions.groups import GroupDetails, add_member, make_group
from leeward.people.actions.meetings import Call, add_action, call_meeting, record_attendance, write_minutes
from leeward.people.meetings.rules import Every, Here, Part, Template
from leeward.people.queries.groups import members_of

NAMED = (("quality-lead", Part.CLERK), ("adult-learner", Part.MEMBER), ("board-member", Part.MEMBER))
MINUTES = """1. The filter. Priya showed what was blocked this term. Two games sites were opened for a course.
2. Learners. Roz said that many do not know that a page can be asked for; the poster goes up in every room.
3. Next term. Safer Internet Day in February: tutors choose one activity each."""


def build(everybody: dict[str, UUID], now: datetime) -> None:
    """Makes the group as it might have been made twelve weeks ago. Nobody is a parent or contractor in it: missing."""
    then = now - timedelta(weeks=12)
    details = GroupDetails("Online-safety group", Every.TERM, 1, 3)
    founded: date = timezone.localdate(then)
    group = make_group(
        actor=SYSTEM, now=then, template=Template.ONLINE_SAFETY_GROUP, details=details, founded_on=founded
    )
    for key, part in NAMED:
        add_member(actor=SYSTEM, now=then, group=group, person=everybody[key], part=part)
    met = now - timedelta(weeks=7)
    call = Call(met, 60, "Room 12", "The filter this term; what learners say; next term.")
    meeting = call_meeting(actor=SYSTEM, now=then, group=group, call=call)
    here = {member.person: Here.PRESENT for member in members_of(group, timezone.localdate(met))}
    here[everybody["board-member"]] = Here.APOLOGIES
    record_attendance(actor=SYSTEM, now=met + timedelta(hours=1), meeting=meeting, here=here)
    write_minutes(actor=SYSTEM, now=met + timedelta(days=1), meeting=meeting, text=MINUTES)
    for owner, what, days in (
        ("it-manager", "Put the poster of help into every room.", -6),
        ("dsl", "Ask two parents whether they would join the group.", 20),
    ):
        due = timezone.localdate(now) + timedelta(days=days)
        add_action(
            actor=SYSTEM, now=met + timedelta(days=1), meeting=meeting, owner=everybody[owner], what=what, due=due
        )
    coming = datetime.combine(timezone.localdate(now) + timedelta(days=12), met.time(), met.tzinfo)
    call = Call(coming.replace(hour=14, minute=0, second=0, microsecond=0), 60, "Room 12", "The poster; next term.")
    call_meeting(actor=SYSTEM, now=now, group=group, call=call)
