"""My duties: the promises of the posts somebody holds or stands in for, and those that bind everyone like them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import State
from leeward.people.queries import person as person_card
from leeward.people.queries.posts import posts_of
from leeward.policy.models import Promise
from leeward.policy.queries.ledger import LedgerRow, rows_for
from leeward.policy.queries.proofs import ProofLine, proof_line
from leeward.policy.queries.publications import in_force
from leeward.policy.queries.standings import standings
from leeward.policy.rules.standing import CLASS_PREFIX, POST_PREFIX, Proof

SOON = timedelta(days=14)
"""How long before a statement lapses its holder is asked to give it anew."""


def holders_for(person: UUID, on: date) -> frozenset[str]:
    """Every holder (`post:dsl`, `class:staff`) somebody is on a day: posts held, deputised or covered, and classes."""
    held = {POST_PREFIX + holding.post for holding in posts_of(person, on, everywhere=True)}
    card = person_card(person, on)
    classes = {CLASS_PREFIX + kind.value for kind in card.classes} if card is not None else set[str]()
    return frozenset(held | classes)


def is_held_by(actor: Actor, promise: UUID, now: datetime) -> bool:
    """Whether a promise in force is of a post this actor holds or stands in for today."""
    if actor.person is None:
        return False
    row = Promise.objects.filter(pk=promise, version__in=in_force(now).values("version")).first()
    if row is None:
        return False
    standing = standings([row], at=now)[row.pk]
    mine = _posts(holders_for(actor.person, timezone.localdate(now)))
    return standing.confirmed and not standing.set_aside and standing.holder in mine


def _posts(holders: Iterable[str]) -> frozenset[str]:
    return frozenset(holder for holder in holders if holder.startswith(POST_PREFIX))


@dataclass(frozen=True, slots=True)
class Duty:
    """A promise as its holder sees it. `due`: the day by which the holder's word is asked for, None where none is.

    `is_late`: it has lapsed or was never given. `mend`: what would make it hold again, with the pages to do so.
    """

    row: LedgerRow
    asked: bool
    due: date | None
    is_late: bool
    proofs: tuple[ProofLine, ...]


@dataclass(frozen=True, slots=True)
class MyDuties:
    """What somebody is held to: by a post, to be acted on; and with everyone like them, to be known."""

    mine: tuple[Duty, ...]
    everyones: tuple[LedgerRow, ...]

    @property
    def to_state(self) -> tuple[Duty, ...]:
        """The duties whose word is due within two weeks or has lapsed."""
        return tuple(duty for duty in self.mine if duty.is_late or duty.asked)

    @property
    def to_mend(self) -> tuple[Duty, ...]:
        """The duties that a live check shows to be slipping or slipped."""
        return tuple(duty for duty in self.mine if duty.proofs and duty.row.state in (State.SLIPPED, State.SLIPPING))


def my_duties(actor: Actor, *, now: datetime) -> MyDuties:
    """The confirmed promises in force of the posts this actor holds or stands in for, and those of their classes."""
    if actor.person is None:
        return MyDuties((), ())
    today = timezone.localdate(now)
    held = holders_for(actor.person, today)
    if not held:
        return MyDuties((), ())
    rows = [row for row in rows_for(actor, now=now, holders=held) if row.confirmed]
    mine = [_duty(actor, row, now) for row in rows if row.holder_key in _posts(held)]
    mine.sort(key=lambda duty: (not duty.is_late, duty.due or date.max))
    return MyDuties(tuple(mine), tuple(row for row in rows if row.holder_key not in _posts(held)))


def _duty(actor: Actor, row: LedgerRow, now: datetime) -> Duty:
    today = timezone.localdate(now)
    due = timezone.localdate(row.valid_until) if row.valid_until is not None else None
    rests_on_word = row.proof is Proof.STATEMENT
    is_late = rests_on_word and (due is None or due < today)
    return Duty(
        row=row,
        asked=rests_on_word and due is not None and today <= due <= today + SOON,
        due=(due or today) if rests_on_word else None,
        is_late=is_late,
        proofs=tuple(proof_line(actor, key, now=now) for key in row.checks),
    )
