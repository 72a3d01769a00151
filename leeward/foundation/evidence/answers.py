"""Asking a check about its units, so that a check that fails is an unproven promise and never a broken page."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.models import Observation
from leeward.foundation.evidence.registry import GENERAL, Check

log = logging.getLogger("leeward.evidence")

MANY = 400
"""Units asked about in one statement: databases take only so many values at once."""


def units_of(check: Check, now: datetime) -> Sequence[str]:
    """The units to ask about. A check that cannot even list them is asked about the general one."""
    try:
        with transaction.atomic():
            return tuple(dict.fromkeys(check.units(now))) or (GENERAL,)
    except Exception as error:  # noqa: BLE001  # a room's check may fail in any way
        log.warning("check %s cannot list its units: %s", check.key, type(error).__name__)
        return (GENERAL,)


def ask(check: Check, unit: str, now: datetime) -> Finding:
    """The finding, with `since` filled in from what was observed before. Never raises what the check raised."""
    try:
        with transaction.atomic():
            finding = check.look(unit, now)
    except Exception as error:  # noqa: BLE001  # a room's check may fail in any way
        # The class alone: an error's text may hold what must not be kept in clear.
        log.warning("check %s cannot answer: %s", check.key, type(error).__name__)
        finding = Finding(State.UNPROVEN, fault=type(error).__name__)
    return replace(finding, since=finding.since or _since(check, unit, finding.state, now))


def ask_all(check: Check, units: Sequence[str], now: datetime) -> dict[str, Finding]:
    """The findings of many units, each as `ask` would give it. A unit the check leaves out is unproven."""
    if check.look_all is None:
        return {unit: ask(check, unit, now) for unit in units}
    try:
        with transaction.atomic():
            found = check.look_all(units, now)
    except Exception as error:  # noqa: BLE001  # a room's check may fail in any way
        log.warning("check %s cannot answer: %s", check.key, type(error).__name__)
        found = dict.fromkeys(units, Finding(State.UNPROVEN, fault=type(error).__name__))
    last: dict[str, Observation] = {}
    for part in (units[start : start + MANY] for start in range(0, len(units), MANY)):
        rows = Observation.objects.filter(check_key=check.key, unit__in=part, at__lte=now)
        last |= {row.unit: row for row in rows.order_by("day")}
    answers = {}
    for unit in units:
        finding, before = found.get(unit, Finding(State.UNPROVEN)), last.get(unit)
        so_before = before is not None and before.state == finding.state
        answers[unit] = replace(finding, since=finding.since or (before.since if before and so_before else now))
    return answers


def _since(check: Check, unit: str, state: State, now: datetime) -> datetime:
    last = Observation.objects.filter(check_key=check.key, unit=unit, at__lte=now).order_by("-day").first()
    return last.since if last is not None and last.state == state else now
