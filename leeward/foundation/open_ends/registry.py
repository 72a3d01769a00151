"""The registry of open ends: work, posts and things a person would leave without anybody.

A room answers for the one who asks: what that viewer may not know of, the room leaves out here and hands over itself
when it hears that the person has left.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from leeward.foundation.access import Actor

log = logging.getLogger("leeward.open_ends")


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One thing to hand over. `what` is for people, without names or case text; `path` is the page where it is done.

    `blocks`: the person cannot be closed before it is handed over; else it is only shown.
    """

    room: str
    what: str
    reference: str
    path: str
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Every room's answer. `unanswered`: rooms that could not say; treat the person as not ready to be closed."""

    ends: tuple[OpenEnd, ...]
    unanswered: tuple[str, ...]

    @property
    def may_close(self) -> bool:
        """Whether nothing is left that must be handed over, and every room has said so."""
        return not self.unanswered and not any(found.blocks for found in self.ends)


Finder = Callable[[UUID, Actor, datetime], Sequence[OpenEnd]]
_finders: dict[str, Finder] = {}


def declare(room: str, find: Finder) -> None:
    """Makes known how a room finds a person's open ends: `find(person, viewer, now)`. Called by `frontdoor` wiring."""
    _finders[room] = find


def left_behind(person: UUID, *, actor: Actor, now: datetime) -> LeftBehind:
    """What `person` would leave behind, as far as `actor` may know. A room that fails is named in `unanswered`."""
    ends: list[OpenEnd] = []
    unanswered: list[str] = []
    for room in sorted(_finders):
        try:
            with transaction.atomic():
                ends += _finders[room](person, actor, now)
        except Exception as error:  # noqa: BLE001  # one room's failure must not hide what the others found
            log.warning("open ends of %s cannot be found: %s", room, type(error).__name__)
            unanswered.append(room)
    return LeftBehind(tuple(ends), tuple(unanswered))
