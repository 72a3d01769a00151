"""Posts as the page shows them: holders, deputies, and what the post may do in words."""

from dataclasses import dataclass
from datetime import date

from leeward.people.queries import Holding, all_holdings, permissions_by_post, post_names
from leeward.people.rules import NOT_FOR_DEPUTIES, ONE_HOLDER
from leeward.people.wording import PERMISSIONS as SENTENCES


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
    held, may, names = all_holdings(on), permissions_by_post(), post_names()
    return [
        PostLine(
            key=str(post),
            name=names.get(post, post),
            holders=[holding for holding in held[post] if not holding.deputy],
            deputies=[holding for holding in held[post] if holding.deputy],
            may=[str(SENTENCES[name]) for name in sorted(may.get(post, frozenset()))],
            not_for_deputies=[str(SENTENCES[name]) for name in sorted(may.get(post, frozenset()) & NOT_FOR_DEPUTIES)],
            one_holder=post in ONE_HOLDER,
        )
        for post in held
    ]
