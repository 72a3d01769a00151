"""What this room tells: rooms above listen, wired by the front door."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leeward.foundation.outbox.messages import message


@message("people.person-left")
@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody's last day is over: their sign-in is shut."""

    person: UUID
    last_day: date


@message("people.post-changed")
@dataclass(frozen=True, slots=True)
class PostChanged:
    """Who holds a post changed, or will on a day."""

    post: str
    day: date


@message("people.group-changed")
@dataclass(frozen=True, slots=True)
class GroupChanged:
    """Users came into a provider's group or left it, or its name changed: rules may now say other classes."""

    group: UUID
    users: tuple[str, ...]
