"""How the outbox stands, in figures that say nothing about what the work is for.

Only work that is due counts: what lies ahead (an escalation, a reminder) would tell that something was reported.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from leeward.foundation.outbox.models import Job

LETTER = "foundation.letter"


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """`due` and `oldest_seconds`: what should be done by now. `letters_failing`: tried at least once, still tried."""

    due: int
    dead: int
    oldest_seconds: int
    letters_failing: int
    letters_dead: int


def outbox_figures(now: datetime) -> OutboxFigures:
    """The outbox at `now`, in one statement."""
    waiting, dead = Q(state=Job.State.WAITING), Q(state=Job.State.DEAD)
    due, letter = waiting & Q(due__lte=now), Q(kind=LETTER)
    found = Job.objects.filter(waiting | dead).aggregate(
        count_due=Count("pk", filter=due),
        count_dead=Count("pk", filter=dead),
        oldest=Min("due", filter=due),
        letters_failing=Count("pk", filter=waiting & letter & Q(attempts__gt=0, lease_until=None)),
        letters_dead=Count("pk", filter=dead & letter),
    )
    oldest = found["oldest"]
    age = int((now - oldest).total_seconds()) if oldest is not None else 0
    return OutboxFigures(found["count_due"], found["count_dead"], age, found["letters_failing"], found["letters_dead"])
