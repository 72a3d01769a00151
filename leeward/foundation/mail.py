"""E-mail that gives nothing away: it says that something waits, never what or about whom.

Rooms declare a letter once, with fixed words, and send it to persons; addresses are looked up at delivery.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and body, both fixed. `{link}` in the body becomes the page it points at."""

    subject: str
    body: str


@message("foundation.letter")
@dataclass(frozen=True, slots=True)
class LetterWaits:
    """A letter to be sent to one person. `path` is a page of this product without secrets in it."""

    person: UUID
    letter: str
    path: str


_letters: dict[str, Letter] = {}
_address_of: Callable[[UUID], str | None] = lambda person: None  # noqa: E731


def declare_letter(name: str, letter: Letter) -> None:
    """Makes a letter known by name; its words are fixed, so that no case text can get into one."""
    _letters[name] = letter


def find_addresses_with(find: Callable[[UUID], str | None]) -> None:
    """Called once by `frontdoor`: how a person's address is found at delivery."""
    global _address_of
    _address_of = find


def write_to(person: UUID, letter: str, *, path: str, key: str, now: datetime, due: datetime | None = None) -> None:
    """Queues a letter in the caller's transaction. Raises KeyError for an undeclared letter."""
    if letter not in _letters:
        raise KeyError(f"The letter {letter!r} is not declared.")
    put(LetterWaits(person, letter, path), key=f"{letter} {key} {person}", now=now, due=due)


SOMETHING_WAITS = "foundation.something-waits"

declare_letter(
    SOMETHING_WAITS,
    Letter(
        subject=gettext_noop("Something waits for you in Leeward"),
        body=gettext_noop("Something waits for you in Leeward. Please sign in soon to see it:\n\n{link}\n"),
    ),
)


def tell_that_something_waits(person: UUID, *, now: datetime) -> None:
    """Queues the letter that does not even say in which room. Its key is random: it points at no record."""
    write_to(person, SOMETHING_WAITS, path="/", key=uuid4().hex, now=now)


class NoAddress(Exception):
    """The person has no address: the job becomes a dead letter that somebody sees."""


def deliver(told: LetterWaits, now: datetime) -> None:
    """Sends one letter over SMTP. Raises what the mail server raised, so that the job is tried again."""
    address = _address_of(told.person)
    if not address:
        raise NoAddress
    letter = _letters[told.letter]
    link = settings.LEEWARD_URL.rstrip("/") + told.path
    EmailMessage(
        subject=_(letter.subject),
        body=_(letter.body).replace("{link}", link),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
    ).send()
