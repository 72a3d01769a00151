"""What recurs each day, as outbox rows: put once per day under its key, done by the worker like any other job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import listen, message
from leeward.foundation.outbox.models import Job

HANDLER = "foundation.recurring"


@message("foundation.recurring")
@dataclass(frozen=True, slots=True)
class Recurs:
    """One day's turn of something that recurs."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Recurring:
    """Done each day from `at` on (wall clock of the organisation). Idempotent: a failed turn is tried again."""

    name: str
    at: time
    do: Callable[[datetime], object]


_recurring: dict[str, Recurring] = {}


def daily(name: str, at: time, do: Callable[[datetime], object]) -> None:
    """Declares something to be done each day. `name` is stored in rows: keep it. Called by `frontdoor` wiring only."""
    _recurring[name] = Recurring(name, at, do)
    listen(Recurs, HANDLER, take_turn)


def put_what_recurs(now: datetime) -> int:
    """Puts today's turns, those missed earlier today included; called by the worker on each round. Returns how many.

    A day on which no worker ran is not made up for: what was not seen on a day cannot be observed later.
    """
    day = timezone.localdate(now)
    keys = {_key(name, day): recurring for name, recurring in _recurring.items()}
    there = set(Job.objects.filter(handler=HANDLER, key__in=keys).values_list("key", flat=True))
    missing = {key: recurring for key, recurring in keys.items() if key not in there}
    if missing:
        with transaction.atomic():
            for key, recurring in missing.items():
                # A time that the clocks skip is read by the zone as one just after.
                due = datetime.combine(day, recurring.at, timezone.get_default_timezone())
                put(Recurs(recurring.name, day), key=key, now=now, due=due)
    return len(missing)


def take_turn(told: Recurs, now: datetime) -> None:
    """The job. Raises LookupError for a name no longer declared, so that it is seen as a dead letter."""
    if told.name not in _recurring:
        raise LookupError(f"Nothing recurs under the name {told.name!r} any more.")
    _recurring[told.name].do(now)


def _key(name: str, day: date) -> str:
    return f"{name} {day.isoformat()}"
