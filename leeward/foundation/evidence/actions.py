"""Storing the day's observations, and stating that something is true."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.evidence.answers import ask_all, units_of
from leeward.foundation.evidence.findings import Finding
from leeward.foundation.evidence.models import Observation, Statement
from leeward.foundation.evidence.registry import GENERAL, Check, check_named, checks


class CannotState(PermissionError):
    """This actor may not make this statement."""


def observe_all(*, now: datetime) -> int:
    """Stores one observation a day for each check and unit; a day already stored stays as it is. Returns how many.

    Each check is stored on its own, so that a crash loses only what the next run makes up for on the same day.
    """
    day = timezone.localdate(now)
    stored = 0
    for check in checks():
        with transaction.atomic():
            done = set(Observation.objects.filter(check_key=check.key, day=day).values_list("unit", flat=True))
            new = [unit for unit in units_of(check, now) if unit not in done]
            rows = [_observed(check, unit, finding, now) for unit, finding in ask_all(check, new, now).items()]
            Observation.objects.bulk_create(rows, ignore_conflicts=True)
            stored += len(rows)
    with act(SYSTEM, "evidence.observe", now=now) as entry:
        # Not how many units: nobody may learn from a count that something hidden has grown.
        entry.details["checks"] = len(checks())
    return stored


def make_statement(*, actor: Actor, key: str, now: datetime, unit: str = GENERAL) -> UUID:
    """Records the actor's word that the check's sentence is true of `unit`, and returns the statement's id.

    Raises LookupError for an undeclared check, ValueError for one that is proven live, CannotState for someone
    without the permission, barred from the unit, or not a person.
    """
    check = check_named(key)
    if check.valid_for is None:
        raise ValueError(f"{key} is proven live: nobody's word is needed.")
    if actor.person is None or not actor.may(check.stated_with) or not check.admits(actor, unit):
        raise CannotState
    with act(actor, "evidence.state", now=now, compartment=_compartment(unit)) as entry:
        said = Statement.objects.create(
            check_key=key,
            unit=unit,
            sentence=check.sentence,
            person=actor.person,
            said_at=now,
            valid_until=now + check.valid_for,
        )
        entry.subject = f"statement:{said.id}"
        entry.details["check"] = key
    return said.id


def _compartment(unit: str) -> str:
    """A unit is a compartment, or `compartment/record` for a record with a bar of its own."""
    return unit.partition("/")[0]


def _observed(check: Check, unit: str, finding: Finding, now: datetime) -> Observation:
    return Observation(
        check_key=check.key,
        unit=unit,
        day=timezone.localdate(now),
        at=now,
        state=finding.state.value,
        since=finding.since or now,
        detail=finding.detail,
        good=finding.good,
        total=finding.total,
        records=list(finding.records),
        fault=finding.fault,
    )
