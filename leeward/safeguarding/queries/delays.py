"""How long whoever learned of a worry took to pass it on, against the limit; counted only in somebody's own cases."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.safeguarding.models import Concern
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.rules.delay import Delay, Delays, delay, together
from leeward.safeguarding.rules.limits import PASS_ON


@dataclass(frozen=True, slots=True)
class DelayLine:
    """The delay of one concern. `over`: it came after its limit, for certain."""

    delay: Delay
    limit_ended: datetime
    over: bool


def zone() -> ZoneInfo:
    """The organisation's zone."""
    return ZoneInfo(timezone.get_default_timezone_name())


def delay_of(learned: datetime, reported: datetime) -> DelayLine:
    """The delay of a concern. Where only the day is known the clock starts at its end: nobody is late by a guess."""
    found = delay(learned, reported, zone())
    start = learned if found.exact else _end_of_day(learned)
    ended = due(PASS_ON, min(start, reported))
    return DelayLine(found, ended, reported > ended)


def _end_of_day(moment: datetime) -> datetime:
    local = moment.astimezone(zone())
    return datetime.combine(local.date() + timedelta(days=1), time(), zone()) - timedelta(seconds=1)


def delays_for(actor: Actor, now: datetime, *, since: datetime) -> Delays:
    """The figures over the actor's own cases whose reporter said when they learned of it."""
    rows = Concern.objects.filter(case__in=cases_for(actor, now), learned_at__isnull=False, raised_at__gt=since)
    lines = [delay_of(learned, raised) for learned, raised in rows.values_list("learned_at", "raised_at") if learned]
    return together((line.delay.minutes for line in lines), sum(line.over for line in lines))
