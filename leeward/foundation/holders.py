"""Asking who holds a post and what a person is called. `people` knows; `frontdoor` wires; the foundation only asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leeward.foundation.settings_history.scopes import GROUP, Scope


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a post on a date: its holders, and the deputies who stand in for them."""

    holders: tuple[UUID, ...] = ()
    deputies: tuple[UUID, ...] = ()


PostResolver = Callable[[str, date, Scope], Holding]
"""(post, date, company or site) → who holds it. An unknown post is held by nobody."""

_resolve: PostResolver = lambda post, on, scope: Holding()  # noqa: E731
_posts: Callable[[], Sequence[str]] = lambda: ()  # noqa: E731
_name_of: Callable[[UUID], str] = lambda person: ""  # noqa: E731
_post_alias: Callable[[str], str] = lambda post: ""  # noqa: E731


def resolve_posts_with(resolver: PostResolver) -> None:
    """Called once by `frontdoor`."""
    global _resolve
    _resolve = resolver


def list_posts_with(posts: Callable[[], Sequence[str]]) -> None:
    """Called once by `frontdoor`: the catalogue of posts, for choosing from."""
    global _posts
    _posts = posts


def name_people_with(name: Callable[[UUID], str]) -> None:
    """Called once by `frontdoor`: the name of a person as shown to colleagues, empty when unknown."""
    global _name_of
    _name_of = name


def name_posts_with(name: Callable[[str], str]) -> None:
    """Called once by `frontdoor`: what this organisation calls a post, empty where it has no name of its own."""
    global _post_alias
    _post_alias = name


def who_holds(post: str, on: date, scope: Scope = GROUP) -> Holding:
    """The holders and deputies of a post on a date."""
    return _resolve(post, on, scope)


def known_posts() -> Sequence[str]:
    """The catalogue of posts."""
    return _posts()


def name_of(person: UUID) -> str:
    """The person's name for showing; empty when unknown. Never log it."""
    return _name_of(person)


def post_alias(post: str) -> str:
    """What this organisation calls a post; empty where it has no name of its own, and the room's own words do."""
    return _post_alias(post)
