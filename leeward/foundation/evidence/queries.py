"""The figures, right now and on days past, each made only of what the one who asks may know."""

from collections import defaultdict
from datetime import date, datetime

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence.answers import ask_all, units_of
from leeward.foundation.evidence.findings import Finding, State, combine
from leeward.foundation.evidence.models import Observation, Statement
from leeward.foundation.evidence.registry import GENERAL, Check, check_named


def live(actor: Actor, key: str, *, now: datetime) -> Finding:
    """What the check says at `now` to this viewer. Raises LookupError for an undeclared check."""
    check = check_named(key)
    return combine(ask_all(check, check.admitted(actor, units_of(check, now)), now).values())


def by_unit(actor: Actor, key: str, *, now: datetime) -> dict[str, Finding]:
    """What the check says at `now`, unit by unit, of the units that admit this viewer. For checks whose units are
    records of their own, such as one statement each. Raises LookupError for an undeclared check."""
    check = check_named(key)
    return ask_all(check, check.admitted(actor, units_of(check, now)), now)


def by_unit_on_day(actor: Actor, key: str, day: date) -> dict[str, Finding]:
    """What was observed on `day`, unit by unit, of the units that admit this viewer; never recomputed."""
    check = check_named(key)
    rows = {row.unit: row for row in Observation.objects.filter(check_key=key, day=day).order_by("unit")}
    return {unit: _finding(rows[unit]) for unit in check.admitted(actor, tuple(rows))}


def on_day(actor: Actor, key: str, day: date) -> Finding:
    """What was observed on `day`, for this viewer. Never recomputed: a day nobody observed is unproven."""
    return series(actor, key, day, day)[day]


def series(actor: Actor, key: str, first: date, last: date) -> dict[date, Finding]:
    """What was observed on each day from `first` to `last`, for this viewer; days without observation are unproven."""
    check = check_named(key)
    by_day: dict[date, list[Finding]] = defaultdict(list)
    rows = list(Observation.objects.filter(check_key=key, day__range=(first, last)).order_by("day", "unit"))
    admitted = set(check.admitted(actor, tuple(dict.fromkeys(row.unit for row in rows))))
    for row in rows:
        if row.unit in admitted:
            by_day[row.day].append(_finding(row))
    nothing = Finding(State.UNPROVEN, detail=_("Nothing was observed on this day."))
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    return {day: combine(by_day[day]) if by_day[day] else nothing for day in days}


def latest_statement(check: Check, unit: str, now: datetime) -> Statement | None:
    """The newest statement made about a unit by `now`, lapsed or not."""
    made = Statement.objects.filter(check_key=check.key, unit=unit, said_at__lte=now)
    return made.order_by("-said_at").first()


def last_observed(key: str) -> tuple[datetime, State] | None:
    """When a check that anyone may know of was observed last, and how it stood; by the base unit alone."""
    row = Observation.objects.filter(check_key=key, unit=GENERAL).order_by("-day").first()
    return None if row is None else (row.at, State(row.state))


def _finding(row: Observation) -> Finding:
    return Finding(
        State(row.state), row.since, row.detail, row.good, row.total, tuple(str(ref) for ref in row.records), row.fault
    )
