"""Who receives a concern, and who must never learn of it. Decided about persons, because one may hold many posts.

A concern goes to the designated safeguarding lead (DSL) and deputies. One about any of them goes to the managing
director, and the whole team is barred; one about the managing director, or about both, goes to the chair (Keeping
Children Safe in Education 2025, Part 4: about the head to the chair; the step for the DSL is this product's own).
Where nobody inside is free of a conflict the record is kept and the outside contacts are shown. Routes of an
organisation's own (`route_table`) are bent by all of this, never the other way round.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from leeward.people.rules import Post
from leeward.safeguarding.rules.route_table import Chosen


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
AS_SHIPPED = Chosen()
"""What counts where the organisation chose no route: the DSL leads."""


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
    post: str
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
    passed_over: tuple[str, ...]


Roster = Mapping[str, Sequence[Holder]]
"""By post: those of ROUTE_POSTS, and posts of the organisation's own that a route names."""


def in_conflict(roster: Roster, post: str, conflicts: Iterable[Conflict]) -> bool:
    """Is anybody who holds or deputises for the post among the conflicted persons? One is enough for all of them."""
    persons = {conflict.person for conflict in conflicts}
    return any(holder.person in persons for holder in roster.get(post, ()))


def route(
    roster: Roster, conflicts: Iterable[Conflict], absent: Collection[UUID] = (), wanted: Chosen = AS_SHIPPED
) -> Route:
    """The one place that decides who reads a concern.

    `roster` holds the persons in the posts of ROUTE_POSTS today, and in those `wanted` names, holders before deputies.
    An empty post is passed over without moving the case to another compartment, so that its next holder finds it.
    `absent` persons stepped back: they receive nothing, and bar nobody else. `wanted` is what the organisation's own
    routes ask for; it counts only while nobody of the safeguarding team and not the managing director is in conflict,
    and never lets anybody in conflict read.
    """
    found = _strongest(conflicts)
    posts = (*ROUTE_POSTS, *(post for post in wanted.also if post not in ROUTE_POSTS))
    out = [post for post in posts if in_conflict(roster, post, list(found.values()))]
    for post in out:
        for holder in roster.get(post, ()):
            found.setdefault(holder.person, Conflict(holder.person, Why.CIRCLE))

    def free(post: str) -> list[Holder]:
        return [one for one in roster.get(post, ()) if one.person not in found and one.person not in absent]

    as_chosen = Post.DSL not in out and Post.MANAGING_DIRECTOR not in out
    order = [post for post in _order(out, wanted.lead if as_chosen else Post.DSL) if post not in out]
    readers = next((tuple(held) for post in order if (held := free(post))), ())
    besides = [holder for post in wanted.also if as_chosen and post not in out for holder in free(post)]
    compartment = KEPT_FOR[Post(order[0])] if order else Compartment.NOBODY_UNCONFLICTED
    below_the_subject = Post.MANAGING_DIRECTOR in out and bool(readers) and readers[0].post == Post.DSL
    return Route(
        compartment=compartment,
        readers=_one_each([*besides, *readers]),
        barred=tuple(found.values()),
        outside=not (readers or besides) or below_the_subject,
        passed_over=tuple(out),
    )


def _order(out: Collection[str], lead: str) -> tuple[Post, ...]:
    """The posts to try: who leads, those above in turn, then those below.

    About the managing director means the chair first: the DSL answers to the person named.
    """
    if Post.MANAGING_DIRECTOR in out:
        return (Post.CHAIR, Post.DSL)
    first = ROUTE_POSTS.index(Post(lead))
    return (*ROUTE_POSTS[first:], *reversed(ROUTE_POSTS[:first]))


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
