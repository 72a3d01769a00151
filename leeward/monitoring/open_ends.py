"""What somebody leaves behind in the review queue: findings they opened and did not decide about.

Told only to somebody who reviews the same findings. Nobody has to hand anything over: whoever else holds the post has
the same queue before them, and an open finding is late there whoever opened it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import ngettext

from leeward.foundation.access import Actor
from leeward.foundation.open_ends.registry import OpenEnd
from leeward.monitoring.models import FindingOpening
from leeward.monitoring.queries import findings_for
from leeward.monitoring.rules import State


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Counts only findings that wait in the viewer's own queue."""
    waiting = findings_for(actor, now).filter(state=State.WAITING)
    opened = set(FindingOpening.objects.filter(person=person, finding__in=waiting).values_list("finding", flat=True))
    if not opened:
        return []
    what = ngettext(
        "%(number)d finding was opened by this person and is not decided. It is in your queue too.",
        "%(number)d findings were opened by this person and are not decided. They are in your queue too.",
        len(opened),
    ) % {"number": len(opened)}
    return [OpenEnd("monitoring", what, f"findings:{person}", "/monitoring", blocks=False)]
