"""The registry of gates: conditions a person meets before something is opened (an account, a class, the network)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

log = logging.getLogger("leeward.gates")


@dataclass(frozen=True, slots=True)
class Passage:
    """One gate's answer. `what_to_do` is for the person, when shut; `path` the page where it is done."""

    open: bool
    what_to_do: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition before `door` (`account`, `network`, `learners` …). `look(person, now)` answers.

    A gate that fails to answer is shut unless `open_if_unanswered`: say so only where being kept out is worse than
    being let in too early (the person on duty for a child in danger).
    """

    key: str
    door: str
    sentence: str
    look: Callable[[UUID, datetime], Passage]
    open_if_unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """All gates of one door. `shut` holds each shut gate with its answer."""

    shut: tuple[tuple[Gate, Passage], ...]

    @property
    def may_enter(self) -> bool:
        """Whether no gate is shut."""
        return not self.shut


_gates: dict[str, Gate] = {}


def declare(gate: Gate) -> Gate:
    """Makes a gate known. Called by `frontdoor` wiring; the same key again replaces it."""
    _gates[gate.key] = gate
    return gate


def may_enter(person: UUID, door: str, *, now: datetime) -> Verdict:
    """Whether `person` may pass `door` at `now`, and what is still to do. A door without gates is open."""
    answers = [
        (gate, _answer(gate, person, now))
        for gate in sorted(_gates.values(), key=lambda gate: gate.key)
        if gate.door == door
    ]
    return Verdict(tuple((gate, passage) for gate, passage in answers if not passage.open))


def _answer(gate: Gate, person: UUID, now: datetime) -> Passage:
    try:
        with transaction.atomic():
            return gate.look(person, now)
    except Exception as error:  # noqa: BLE001  # a room's gate may fail in any way
        log.warning("gate %s cannot answer: %s", gate.key, type(error).__name__)
        return Passage(
            gate.open_if_unanswered,
            _("This could not be checked just now. Try again in a few minutes, or ask your administrator."),
        )
