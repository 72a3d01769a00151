"""What the board is shown: the days on which it met, and whether a published page marks how its sentences stand."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.policy.actions.importing import MANAGE
from leeward.policy.models import BoardDay, Policy, StatesShown
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused

LONGEST_MINUTE = 200


def note_board_day(*, actor: Actor, day: date, minute: str, now: datetime) -> None:
    """Keeps that the board met on a day, with the reference of its minutes; the same day twice is kept once.

    Raises NotAllowed without `policy.manage`, Refused for a day to come or too long a reference.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    minute = minute.strip()
    if day > timezone.localdate(now):
        raise Refused(_("Enter a day on which the board has met: today or before."), "day")
    if len(minute) > LONGEST_MINUTE:
        raise Refused(_("Give the reference of the minutes in at most 200 characters."), "minute")
    with act(actor, "policy.note-board-day", now=now, subject=f"board-day:{day.isoformat()}") as entry:
        _row, new = BoardDay.objects.get_or_create(
            day=day, defaults={"minute": minute, "noted_by": actor.person, "noted_at": now}
        )
        entry.details["new"] = new


def show_states(*, actor: Actor, policy: UUID, shown: bool, now: datetime) -> None:
    """Chooses whether the published page of a policy marks how each of its sentences stands.

    Raises NotAllowed without `policy.manage`, NoSuchPolicy.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    row = Policy.objects.filter(pk=policy).first()
    if row is None:
        raise NoSuchPolicy
    with act(actor, "policy.show-states", now=now, subject=f"policy:{row.pk}") as entry:
        StatesShown.objects.create(policy=row, shown=shown, by=actor.person, at=now)
        entry.details["shown"] = shown
