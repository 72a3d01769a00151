"""How often a group meets, who belongs to it by rule, and what is missing. Pure: days come in as values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from leeward.foundation.clocks.limits import Term
from leeward.people.rules import PersonClass, Post

WARN = timedelta(days=14)
"""Before the end of a cycle in which a group has not met."""
WITHOUT_TERMS = 120
"""Days that stand for a term where no term dates are known."""


class Every(StrEnum):
    """What a group's rhythm is counted in."""

    TERM = "term"
    WEEKS = "weeks"


class Part(StrEnum):
    """What somebody is in a group. The chair and the clerk write minutes."""

    CHAIR = "chair"
    CLERK = "clerk"
    MEMBER = "member"


class Here(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class Template(StrEnum):
    """Groups that guidance and policies of the field know. The values are stored: keep them for ever."""

    SAFEGUARDING_COMMITTEE = "safeguarding-committee"
    ONLINE_SAFETY_GROUP = "online-safety-group"
    BOARD_LEAD_WITH_DSL = "board-lead-with-dsl"
    SAFEGUARDING_WITH_IT = "safeguarding-with-it"


@dataclass(frozen=True, slots=True)
class Seat:
    """A rule of membership: whoever holds a post, or at least so many of a class. `chairs`: holds the chair."""

    post: str = ""
    kind: str = ""
    least: int = 1
    chairs: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a group of the catalogue begins; all of it may be changed."""

    every: Every
    count: int
    quorum: int
    seats: tuple[Seat, ...]


SHAPES: Mapping[Template, Shape] = {
    Template.SAFEGUARDING_COMMITTEE: Shape(
        Every.TERM,
        1,
        3,
        (
            Seat(post=Post.DSL, chairs=True),
            Seat(post=Post.MANAGING_DIRECTOR),
            Seat(post=Post.QUALITY_LEAD),
            Seat(kind=PersonClass.BOARD_MEMBER),
        ),
    ),
    # Input from every stakeholder group, contractors and learners among them.
    Template.ONLINE_SAFETY_GROUP: Shape(
        Every.TERM,
        1,
        3,
        (
            Seat(post=Post.DSL, chairs=True),
            Seat(post=Post.IT_MANAGER),
            Seat(kind=PersonClass.LEARNER),
            Seat(kind=PersonClass.PARENT),
            Seat(kind=PersonClass.BOARD_MEMBER),
            Seat(kind=PersonClass.CONTRACTOR),
        ),
    ),
    Template.BOARD_LEAD_WITH_DSL: Shape(
        Every.WEEKS, 6, 2, (Seat(post=Post.DSL, chairs=True), Seat(kind=PersonClass.BOARD_MEMBER))
    ),
    Template.SAFEGUARDING_WITH_IT: Shape(
        Every.WEEKS, 4, 2, (Seat(post=Post.DSL, chairs=True), Seat(post=Post.IT_MANAGER))
    ),
}


class Kept(StrEnum):
    """How a group stands with its rhythm."""

    KEPT = "kept"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a group stands, and by which day it must meet next."""

    kept: Kept
    due: date


def rhythm(
    every: Every, count: int, *, founded: date, met: Collection[date], terms: Iterable[Term], today: date
) -> Rhythm:
    """How a group stands today. `met`: the days of meetings that were held and quorate, up to today.

    In terms: once in each term; between terms the last one counts. A group need not have met before it was founded.
    Where no term dates are known a term is WITHOUT_TERMS days.
    """
    past = sorted(day for day in met if day <= today)
    every_term = sorted(terms, key=lambda term: term.first)
    if every is Every.TERM and any(term.last >= today for term in every_term):
        return _by_term(every_term, founded, past, today)
    span = timedelta(days=WITHOUT_TERMS if every is Every.TERM else 7 * count)
    due = (past[-1] if past else founded) + span
    return Rhythm(_standing(due, today, warn=min(WARN, span / 4)), due)


def _by_term(terms: list[Term], founded: date, met: list[date], today: date) -> Rhythm:
    ended = [term for term in terms if term.last < today]
    coming = next(term for term in terms if term.last >= today)
    if ended and founded <= ended[-1].last and not any(day >= ended[-1].first for day in met):
        return Rhythm(Kept.OVERDUE, ended[-1].last)
    if any(day >= coming.first for day in met):
        following = next((term for term in terms if term.first > coming.last), None)
        return Rhythm(Kept.KEPT, following.last if following else coming.last + timedelta(days=WITHOUT_TERMS))
    return Rhythm(_standing(coming.last, today, warn=WARN), coming.last)


def _standing(due: date, today: date, *, warn: timedelta) -> Kept:
    if today > due:
        return Kept.OVERDUE
    return Kept.SOON if today > due - warn else Kept.KEPT


def missing_seats(
    seats: Iterable[Seat], held: Collection[str], classes: Iterable[Collection[PersonClass]]
) -> list[Seat]:
    """The rules of membership nobody meets: posts without holder, classes with too few members.

    `held`: posts somebody holds today; `classes`: those of each member today.
    """
    each = list(classes)
    return [seat for seat in seats if not _met(seat, held, each)]


def _met(seat: Seat, held: Collection[str], classes: list[Collection[PersonClass]]) -> bool:
    if seat.post:
        return seat.post in held
    return sum(seat.kind in kinds for kinds in classes) >= seat.least


def quorate(present: int, quorum: int) -> bool:
    """Were enough there to decide?"""
    return present >= quorum
