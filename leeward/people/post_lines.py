"""Posts as the pages show them: holders, deputies, cover, and what the post may do in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leeward.people.queries import (
    Away,
    Holding,
    aliases_of_posts,
    all_holdings,
    away_on,
    closed_posts,
    permissions_by_post,
    post_names,
)
from leeward.people.rules import NOT_FOR_DEPUTIES, ONE_HOLDER, OWN, sensitive
from leeward.people.wording import PERMISSIONS as SENTENCES


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One holding with the absence of today, if the holder is away."""

    held: Holding
    away: Away | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post on a day."""

    key: str
    name: str
    also: list[str]
    people: list[HolderLine]
    filled: bool
    may: list[str]
    not_for_deputies: list[str]
    one_holder: bool
    sensitive: bool
    own: bool


def post_lines(on: date, only: str | None = None) -> list[PostLine]:
    """Every post, those of the catalogue first, closed ones left out; or one alone."""
    held, may, away = all_holdings(on), permissions_by_post(), away_on(on)
    names, aliases, closed = post_names(), aliases_of_posts(), closed_posts(on)
    return [
        PostLine(
            key=str(post),
            name=names.get(post, post),
            also=aliases.get(post, [])[1:],
            people=[HolderLine(each, away.get(each.id)) for each in held[post]],
            filled=any(not each.deputy for each in held[post]),
            may=in_words(may.get(post, frozenset())),
            not_for_deputies=in_words(may.get(post, frozenset()) & NOT_FOR_DEPUTIES),
            one_holder=post in ONE_HOLDER,
            sensitive=bool(sensitive(may.get(post, frozenset()))),
            own=post.startswith(OWN),
        )
        for post in held
        if post == only or (only is None and post not in closed)
    ]


def in_words(permissions: Iterable[str]) -> list[str]:
    """Permissions as sentences, in a steady order."""
    return [str(SENTENCES[name]) for name in sorted(permissions) if name in SENTENCES]
