"""Who receives a concern, and who must never learn of it. Decided about persons, because one may hold many posts.

A concern goes to the designated safeguarding lead (DSL) and deputies. One about any of them goes to the managing
director, and the whole team is barred; one about the managing director, or about both, goes to the chair (Keeping
Children Safe in Education 2025, Part 4: about the head to the chair; the step for the DSL is this product's own).
Where nobody inside is free of a conflict the record is kept and the outside contacts are shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from leeward.people.rules import Post


class Compartment(StrEnum):
    """Where a case is kept. The names are stored with keys and audit chains: keep them for ever."""

    SAFEGUARDING = "safeguarding"
    ABOUT_SAFEGUARDING_TEAM = "about-safeguarding-team"
    ABOUT_MANAGING_DIRECTOR = "about-managing-director"
    NOBODY_UNCONFLICTED = "nobody-unconflicted"


READ_BY: Mapping[Compartment, Post] = {
    Compartment.SAFEGUARDING: Post.DSL,
    Compartment.ABOUT_SAFEGUARDING_TEAM: Post.MANAGING_DIRECTOR,
    Compartment.ABOUT_MANAGING_DIRECTOR: Post.CHAIR,
    # A chair appointed later, whom nothing bars, must be able to find what nobody could be given.
    Compartment.NOBODY_UNCONFLICTED: Post.CHAIR,
}
"""Whoever holds the post now may read the compartment, unless barred from the case."""

KEPT_FOR: Mapping[Post, Compartment] = {
    Post.DSL: Compartment.SAFEGUARDING,
    Post.MANAGING_DIRECTOR: Compartment.ABOUT_SAFEGUARDING_TEAM,
    Post.CHAIR: Compartment.ABOUT_MANAGING_DIRECTOR,
}

ROUTE_POSTS = (Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR)


class Why(StrEnum):
    """Why somebody may not read a case."""

    SUBJECT = "subject"
    CLOSE = "close-to-someone-in-it"
    NAMED = "named-in-the-account"
    FLAGGED = "named-by-the-reporter"
    CIRCLE = "same-circle"
    RECUSED = "stepped-back"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a post today."""

    person: UUID
    name: str
    post: Post
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A person the concern is, or may be, about. Uncertain ones bar just as well; they can be cleared later."""

    person: UUID
    why: Why
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """Where a concern goes. `outside` means: show the outside contacts first, not only beside the rest."""

    compartment: Compartment
    readers: tuple[Holder, ...]
    barred: tuple[Conflict, ...]
    outside: bool
    passed_over: tuple[Post, ...]


Roster = Mapping[Post, Sequence[Holder]]


def in_conflict(roster: Roster, post: Post, conflicts: Iterable[Conflict]) -> bool:
    """Is anybody who holds or deputises for the post among the conflicted persons? One is enough for all of them."""
    persons = {conflict.person for conflict in conflicts}
    return any(holder.person in persons for holder in roster.get(post, ()))


def route(roster: Roster, conflicts: Iterable[Conflict], absent: Collection[UUID] = ()) -> Route:
    """The one place that decides who reads a concern.

    `roster` holds the persons in the posts of ROUTE_POSTS today, holders before deputies. An empty post is passed
    over without moving the case to another compartment, so that its next holder finds it. `absent` persons stepped
    back: they receive nothing, and bar nobody else.
    """
    found = _strongest(conflicts)
    out = {post for post in ROUTE_POSTS if in_conflict(roster, post, found.values())}
    for post in sorted(out, key=ROUTE_POSTS.index):
        for holder in roster.get(post, ()):
            found.setdefault(holder.person, Conflict(holder.person, Why.CIRCLE))
    order = [post for post in _order(out) if post not in out]
    readers: tuple[Holder, ...] = ()
    for post in order:
        readers = _one_each(
            holder for holder in roster.get(post, ()) if holder.person not in found and holder.person not in absent
        )
        if readers:
            break
    compartment = KEPT_FOR[order[0]] if order else Compartment.NOBODY_UNCONFLICTED
    below_the_subject = Post.MANAGING_DIRECTOR in out and bool(readers) and readers[0].post is Post.DSL
    return Route(
        compartment=compartment,
        readers=readers,
        barred=tuple(found.values()),
        outside=not readers or below_the_subject,
        passed_over=tuple(sorted(out, key=ROUTE_POSTS.index)),
    )


def _order(out: set[Post]) -> tuple[Post, ...]:
    """The posts to try. About the managing director means the chair first: the DSL answers to the person named."""
    if Post.MANAGING_DIRECTOR in out:
        return (Post.CHAIR, Post.DSL)
    return ROUTE_POSTS


def next_up(roster: Roster, case: Compartment, barred: Iterable[UUID], told: Iterable[UUID]) -> tuple[Holder, ...]:
    """Who is asked when those told so far have not answered: the next post upstairs, never anybody barred.

    Empty when nobody is left. Upstairs of the DSL is the managing director, then the chair.
    """
    known = set(barred) | set(told)
    first = ROUTE_POSTS.index(READ_BY[case])
    for post in ROUTE_POSTS[first + 1 :]:
        holders = _one_each(holder for holder in roster.get(post, ()) if holder.person not in known)
        if holders:
            return holders
    return ()


def _strongest(conflicts: Iterable[Conflict]) -> dict[UUID, Conflict]:
    """One conflict for each person; a certain one wins over an uncertain one."""
    found: dict[UUID, Conflict] = {}
    for conflict in conflicts:
        kept = found.get(conflict.person)
        if kept is None or (conflict.certain and not kept.certain):
            found[conflict.person] = conflict
    return found


def _one_each(holders: Iterable[Holder]) -> tuple[Holder, ...]:
    """Holders before deputies, each person once."""
    seen: dict[UUID, Holder] = {}
    for holder in sorted(holders, key=lambda holder: holder.deputy):
        seen.setdefault(holder.person, holder)
    return tuple(seen.values())
