"""Posts as the page shows them: holders, deputies, and what the post may do in words."""

from dataclasses import dataclass
from datetime import date

from leeward.people.queries import Holding, all_holdings
from leeward.people.rules import NOT_FOR_DEPUTIES, ONE_HOLDER, PERMISSIONS, Post
from leeward.people.wording import PERMISSIONS as SENTENCES
from leeward.people.wording import POSTS


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post of the catalogue on a day."""

    key: str
    name: str
    holders: list[Holding]
    deputies: list[Holding]
    may: list[str]
    not_for_deputies: list[str]
    one_holder: bool


def post_lines(on: date) -> list[PostLine]:
    """Every post of the catalogue."""
    held = all_holdings(on)
    return [
        PostLine(
            key=post.value,
            name=str(POSTS[post]),
            holders=[holding for holding in held[post] if not holding.deputy],
            deputies=[holding for holding in held[post] if holding.deputy],
            may=[str(SENTENCES[name]) for name in sorted(PERMISSIONS.get(post, frozenset()))],
            not_for_deputies=[
                str(SENTENCES[name]) for name in sorted(PERMISSIONS.get(post, frozenset()) & NOT_FOR_DEPUTIES)
            ],
            one_holder=post in ONE_HOLDER,
        )
        for post in Post
    ]
