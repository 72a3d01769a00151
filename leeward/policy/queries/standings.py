"""Where promises stand after the steps taken with them, now or at the end of a past day."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from leeward.policy.models import PolicyVersion, Promise, PromiseStep
from leeward.policy.rules.standing import Proof, Standing, Step, Taken, standing_after


def _taken(row: PromiseStep) -> Taken:
    return Taken(
        step=Step(row.step),
        at=row.at,
        holder=row.holder,
        frequency=row.frequency,
        proof=Proof(row.proof),
        checks=tuple(row.checks) or ((row.check_key,) if row.check_key else ()),
        confirmed=row.confirmed,
        set_aside=row.set_aside,
        limit=row.limit,
        every_months=row.every_months,
    )


def standings(promises: Iterable[Promise], *, at: datetime | None = None) -> dict[UUID, Standing]:
    """The standing of each promise by its id; `at`: as it was then."""
    ids = [promise.pk for promise in promises]
    rows = PromiseStep.objects.filter(promise__in=ids)
    if at is not None:
        rows = rows.filter(at__lte=at)
    steps: dict[UUID, list[Taken]] = {key: [] for key in ids}
    for row in rows.order_by("order"):
        steps[row.promise_id].append(_taken(row))
    return {key: standing_after(taken) for key, taken in steps.items()}


def standings_of(version: PolicyVersion, *, at: datetime | None = None) -> list[tuple[Promise, Standing]]:
    """Every promise of a version, in the order of the text, with its standing."""
    promises = list(version.promises.select_related("section").order_by("position"))
    found = standings(promises, at=at)
    return [(promise, found[promise.pk]) for promise in promises]
