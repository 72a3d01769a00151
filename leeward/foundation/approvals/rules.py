"""Who may decide: the first post, in order, with somebody who did not ask and has no conflict. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    """In which capacity somebody decides."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    LAST_RESORT = "last-resort"


@dataclass(frozen=True, slots=True)
class Seat:
    """One post with who holds it and who deputises, as of today."""

    post: str
    holders: tuple[UUID, ...]
    deputies: tuple[UUID, ...]
    last_resort: bool = False


@dataclass(frozen=True, slots=True)
class Deciders:
    """The persons who may decide now, the post they do it for, and the deputies one of them may delegate to.

    `persons` empty: nobody without a conflict exists.
    """

    persons: frozenset[UUID] = frozenset()
    post: str = ""
    standing: Standing = Standing.HOLDER
    may_delegate_to: frozenset[UUID] = frozenset()


def who_decides(seats: Sequence[Seat], barred: Iterable[UUID]) -> Deciders:
    """The deciders: per post in order the holders without conflict, else its deputies, else the next post.

    `barred`: the requester and everyone with a conflict. Computed on persons, not posts, so that somebody who holds
    two posts is barred in both.
    """
    away = frozenset(barred)
    for seat in seats:
        holders, deputies = frozenset(seat.holders) - away, frozenset(seat.deputies) - away
        if holders:
            standing = Standing.LAST_RESORT if seat.last_resort else Standing.HOLDER
            return Deciders(holders, seat.post, standing, deputies - holders)
        if deputies:
            standing = Standing.LAST_RESORT if seat.last_resort else Standing.DEPUTY
            return Deciders(deputies, seat.post, standing)
    return Deciders()


def everyone_told(seats: Sequence[Seat], conflicted: Iterable[UUID]) -> frozenset[UUID]:
    """Who is told of a request that nobody can decide: every holder and deputy but those with a conflict.

    A requester who holds one of the posts is among them; a conflicted person must not learn that the request exists.
    """
    return frozenset(person for seat in seats for person in (*seat.holders, *seat.deputies)) - frozenset(conflicted)
