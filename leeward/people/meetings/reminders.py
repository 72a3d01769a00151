"""Overdue actions are raised: a letter to the owner, and some days later one to whoever chairs the group."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from leeward.foundation.mail import write_to
from leeward.foundation.settings_history.queries import value
from leeward.people.meetings.choices import CHAIR_TOLD_AFTER
from leeward.people.meetings.rules import Part
from leeward.people.models import GroupAction
from leeward.people.queries.groups import members_of

OVERDUE, STILL_OVERDUE = "people.action-overdue", "people.action-still-overdue"


def remind(now: datetime) -> int:
    """Daily: puts each letter once for an action and its day. Returns how many actions are overdue."""
    today = timezone.localdate(now)
    later = today - timedelta(days=value(CHAIR_TOLD_AFTER, at=now))
    late = list(GroupAction.objects.filter(state=GroupAction.State.OPEN, due__lt=today).select_related("meeting"))
    with transaction.atomic():
        for action in late:
            key, path = f"{action.pk} {action.due}", f"/meetings/actions/{action.pk}"
            write_to(action.owner_id, OVERDUE, path=path, key=key, now=now)
            if action.due > later:
                continue
            for member in members_of(action.meeting.group_id, today):
                if member.part is Part.CHAIR and member.person != action.owner_id:
                    write_to(member.person, STILL_OVERDUE, path=path, key=key, now=now)
    return len(late)
