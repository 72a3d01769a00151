"""The checks rooms declare: each proves one sentence, unit by unit.

A unit is the smallest part with one answer to "who may know?": a compartment (`general`, `safeguarding`), or a single
record with a bar of its own. A viewer's figure is made from the units that admit the viewer and from nothing else, so
a barred viewer sees exactly what would be seen if the hidden case did not exist.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
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
    says whose figure a unit counts in. `valid_for` set: the proof is a dated statement by a named person. `proves`: the
    capabilities it proves ("C-003"). `mend`: what would make it hold again, and `mend_at` the route to do it at.

    Where each record is a unit there may be hundreds: `look_all` then answers for many units in a few statements, and
    `admits_all` says which of them admit somebody. Both must say what `look` and `admits` say one by one.
    """

    key: str
    sentence: str
    room: str
    look: Callable[[str, datetime], Finding]
    units: Callable[[datetime], Sequence[str]] = general_only
    admits: Callable[[Actor, str], bool] = admits_everyone
    valid_for: timedelta | None = None
    stated_with: str = ""
    proves: tuple[str, ...] = ()
    mend: str = ""
    mend_at: str = ""
    look_all: Callable[[Sequence[str], datetime], Mapping[str, Finding]] | None = None
    admits_all: Callable[[Actor, Sequence[str]], Collection[str]] | None = None

    @property
    def is_statement(self) -> bool:
        """Whether a person's word is the proof; the headline counts these apart from live proof."""
        return self.valid_for is not None

    def admitted(self, actor: Actor, units: Sequence[str]) -> list[str]:
        """Those of the units that count in this viewer's figure, in their order."""
        if self.admits_all is None:
            return [unit for unit in units if self.admits(actor, unit)]
        let_in = set(self.admits_all(actor, units))
        return [unit for unit in units if unit in let_in]


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
