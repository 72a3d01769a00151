"""Checks that count cases: each case is a unit of its own, counted only for those who may know of it.

The base unit counts nothing. So somebody kept out of a case gets the figure that would stand without it, byte by byte;
whoever may know of no case at all, such as a board or a quality lead, is told just that. What is stored of a case each
day says no more than its clear columns do: never of which kind it is, whom it is about, or what was missing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.safeguarding.models import Case
from leeward.safeguarding.queries import cases_for
from leeward.safeguarding.queries.access import whole

BASE = "safeguarding"
LOOKS_BACK = timedelta(days=28)
"""How far back something counts that is over: what was done late stays visible for four weeks."""

MANY = 400


@dataclass(frozen=True, slots=True)
class Counted:
    """One check over cases. `cases(now)`: those it is about; `short(keys, now)`: those of them that fall short.

    `none`, `kept` and `broken` are its three answers in words, as msgids: nothing to look at, all well, not well.
    """

    cases: Callable[[datetime], QuerySet[Case]]
    short: Callable[[Sequence[UUID], datetime], Collection[UUID]]
    none: str
    kept: str
    broken: str

    def units(self, now: datetime) -> Sequence[str]:
        """The base unit, and each case."""
        return [BASE, *map(unit_of, whole(self.cases(now)).order_by("pk").values_list("pk", flat=True).distinct())]

    def look_all(self, units: Sequence[str], now: datetime) -> dict[str, Finding]:
        """Every unit's answer in a few statements."""
        keys = keys_of(units)
        about: set[UUID] = set()
        for part in _parts(keys):
            about |= set(whole(self.cases(now)).filter(pk__in=part).values_list("pk", flat=True))
        short = set(self.short([key for key in keys if key in about], now))
        found = {}
        for unit, key in ((unit, key_of(unit)) for unit in units):
            if key is None or key not in about:
                found[unit] = Finding(State.NOT_APPLICABLE, detail=_(self.none))
            elif key in short:
                found[unit] = Finding(State.SLIPPED, detail=_(self.broken), good=0, total=1)
            else:
                found[unit] = Finding(State.TRUE, detail=_(self.kept), good=1, total=1)
        return found

    def look(self, unit: str, now: datetime) -> Finding:
        """One unit's answer."""
        return self.look_all([unit], now)[unit]

    def check(self, key: str, sentence: str, *, proves: tuple[str, ...], mend: str, mend_at: str) -> Check:
        """The check to be declared."""
        return Check(
            key,
            sentence,
            "safeguarding",
            self.look,
            units=self.units,
            admits=admits,
            proves=proves,
            mend=mend,
            mend_at=mend_at,
            look_all=self.look_all,
            admits_all=admits_all,
        )


def unit_of(case: UUID) -> str:
    """The unit of one case."""
    return f"{BASE}/{case}"


def key_of(unit: str) -> UUID | None:
    """The case of a unit; None for the base unit."""
    _base, _slash, key = unit.partition("/")
    return UUID(key) if key else None


def keys_of(units: Iterable[str]) -> list[UUID]:
    """The cases of some units."""
    return [key for key in map(key_of, units) if key is not None]


def admits(actor: Actor, unit: str) -> bool:
    """The base unit is everybody's; a case is for those who may know of it."""
    return bool(admits_all(actor, [unit]))


def admits_all(actor: Actor, units: Sequence[str]) -> list[str]:
    """As `admits`, for many units."""
    known: set[UUID] = set()
    for part in _parts(keys_of(units)):
        known |= set(cases_for(actor, timezone.now()).filter(pk__in=part).values_list("pk", flat=True))
    return [unit for unit in units if (key := key_of(unit)) is None or key in known]


def _parts(keys: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (keys[start : start + MANY] for start in range(0, len(keys), MANY))
