"""The checks rooms declare: each proves one sentence, unit by unit.

A unit is the smallest part with one answer to "who may know?": a compartment (`general`, `safeguarding`), or a single
record with a bar of its own. A viewer's figure is made from the units that admit the viewer and from nothing else, so
a barred viewer sees exactly what would be seen if the hidden case did not exist.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import Finding

GENERAL = "general"


def general_only(now: datetime) -> Sequence[str]:
    """The units of a check about things anyone may know of."""
    return (GENERAL,)


def admits_everyone(actor: Actor, unit: str) -> bool:
    """The admission of a check about things anyone may know of."""
    return True


@dataclass(frozen=True, slots=True)
class Check:
    """One live proof. `key` and unit names are stored for ever; `sentence` says what is true when it holds.

    `look(unit, now)` answers for one unit; `units(now)` lists them, always with the base unit; `admits(actor, unit)`
    says whose figure a unit counts in. `valid_for` set: the proof is a dated statement by a named person.
    """

    key: str
    sentence: str
    room: str
    look: Callable[[str, datetime], Finding]
    units: Callable[[datetime], Sequence[str]] = general_only
    admits: Callable[[Actor, str], bool] = admits_everyone
    valid_for: timedelta | None = None
    stated_with: str = ""

    @property
    def is_statement(self) -> bool:
        """Whether a person's word is the proof; the headline counts these apart from live proof."""
        return self.valid_for is not None


_checks: dict[str, Check] = {}


def declare(check: Check) -> Check:
    """Makes a check known. Called when `frontdoor` wires the rooms; the same key again replaces it."""
    _checks[check.key] = check
    return check


def checks() -> list[Check]:
    """Every declared check, by key."""
    return [_checks[key] for key in sorted(_checks)]


def check_named(key: str) -> Check:
    """The check of that key. Raises LookupError for one no room declares."""
    try:
        return _checks[key]
    except KeyError:
        raise LookupError(f"No room declares a check {key!r}.") from None
