"""What this room tells: rooms above listen, wired by the front door."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leeward.foundation.outbox.messages import message


@message("people.last-day-comes")
@dataclass(frozen=True, slots=True)
class LastDayComes:
    """Work for this room when a last day will be over; it may have changed by then."""

    person: UUID
    last_day: date


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


@message("people.sign-in-noticed")
@dataclass(frozen=True, slots=True)
class SignInNoticed:
    """A sign-in its owner is asked about. This room hears it itself and writes the letter."""

    notice: UUID


@message("people.address-changed")
@dataclass(frozen=True, slots=True)
class AddressChanged:
    """The address somebody signs in with changed; this room hears it itself and tells the address before."""

    person: UUID
    before: str


@message("people.sign-in-shut")
@dataclass(frozen=True, slots=True)
class SignInShut:
    """Somebody's sign-in was closed, for whatever reason: tokens and feeds given out for it are to be revoked."""

    person: UUID
    account: UUID
