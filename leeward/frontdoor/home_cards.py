"""What waits for whoever is signed in: the cards of the first page. A room adds its cards in `wiring/`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leeward.foundation.access import Actor


class Weight(StrEnum):
    """How much a card wants to be seen; the order on the page."""

    URGENT = "urgent"
    DUE = "due"
    WAITING = "waiting"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that waits: a title that is a link, a figure or none, and a sentence. No names, no case text."""

    title: str
    address: str
    text: str = ""
    figure: str = ""
    weight: Weight = Weight.WAITING


CardSource = Callable[[Actor, datetime], Iterable[Card]]
"""Gives the cards of a room for an actor at a moment; must count only what that actor may see."""

_sources: list[CardSource] = []


def add_home_cards(source: CardSource) -> None:
    """Adds a room's cards once. Called in `wiring/`."""
    if source not in _sources:
        _sources.append(source)


def cards_for(actor: Actor, now: datetime) -> list[Card]:
    """Every card for this actor, the weightiest first, then in the order the rooms were wired."""
    found = [card for source in _sources for card in source(actor, now)]
    order = list(Weight)
    return sorted(found, key=lambda card: order.index(card.weight))
