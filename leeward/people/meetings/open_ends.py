"""What somebody leaves behind in groups: open actions, and the chair of a group. Counts only: whoever records leaving
may belong to none of the groups."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import ngettext

from leeward.foundation.access import Actor
from leeward.foundation.open_ends.registry import OpenEnd
from leeward.people.meetings.rules import Part
from leeward.people.models import GroupAction, GroupMember
from leeward.people.queries.days import on_day


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Open actions must be handed over by the group's chair or clerk; a chair is only pointed out."""
    ends = []
    actions = GroupAction.objects.filter(owner_id=person, state=GroupAction.State.OPEN).count()
    if actions:
        what = ngettext(
            "%(number)d action of a meeting is theirs. The group’s chair or clerk gives it to somebody else.",
            "%(number)d actions of meetings are theirs. The groups’ chairs or clerks give them to somebody else.",
            actions,
        ) % {"number": actions}
        ends.append(OpenEnd("people", what, f"group-actions:{person}", "/meetings"))
    chairs = GroupMember.objects.filter(on_day(timezone.localdate(now)), person_id=person, part=Part.CHAIR).count()
    if chairs:
        what = ngettext("%(number)d group has them as its chair.", "%(number)d groups have them as chair.", chairs)
        ends.append(OpenEnd("people", what % {"number": chairs}, f"group-chair:{person}", "/meetings", blocks=False))
    return ends
