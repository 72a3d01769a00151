"""What must be done by whoever runs the systems, and what is missing. Pure: days come in as values."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

REMIND = timedelta(days=90)
"""Before a contract ends."""
LETTERS = (90, 30, 7)
"""Days before a contract ends from which a letter goes out, once each."""


class Runs(StrEnum):
    """Who runs the systems."""

    OWN = "own department"
    OUTSIDE = "outside provider"
    BOTH = "both"


class Duty(StrEnum):
    """What somebody must do. The values are stored: keep them for ever."""

    FILTER = "filter"
    MONITOR = "monitor"
    TELL_DSL = "tell-dsl"
    TEST_FILTER = "test-filter"
    ACCOUNTS = "accounts"
    UPDATES = "updates"
    BACKUPS = "backups"
    INCIDENTS = "incidents"


class Contract(StrEnum):
    """How a contract stands on a day."""

    IN_FORCE = "in-force"
    ENDS_SOON = "ends-soon"
    ENDED = "ended"


def missing_duties(runs: Runs, assigned: Collection[Duty]) -> list[Duty]:
    """The duties nobody outside has taken on, while somebody outside runs the systems alone.

    Where there is a department of one's own, what is not given away is its own to do.
    """
    return [duty for duty in Duty if duty not in assigned] if runs is Runs.OUTSIDE else []


def contract_on(ends: date | None, today: date) -> Contract:
    """How a contract stands; one without an end goes on."""
    if ends is None or today <= ends - REMIND:
        return Contract.IN_FORCE
    return Contract.ENDS_SOON if today <= ends else Contract.ENDED


def letter_due(ends: date | None, today: date) -> int | None:
    """Which letter about the end of a contract is due: the days of LETTERS, 0 once it has ended; None: none yet.

    Of several steps that were missed (the product was off) only the nearest: three letters tell no more than one.
    """
    if ends is None:
        return None
    left = (ends - today).days
    if left < 0:
        return 0
    return min((step for step in LETTERS if left <= step), default=None)
