"""Who holds which post on a day, and which stand empty."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from leeward.people.models import PostHolding
from leeward.people.queries.days import on_day
from leeward.people.rules import MUST_BE_FILLED, MUST_HAVE_DEPUTY, Post


@dataclass(frozen=True, slots=True)
class Holding:
    """One post as held by one person. Both days count; no `until` means it goes on."""

    id: UUID
    person: UUID
    name: str
    post: Post
    deputy: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that must be filled, or have a deputy, and is or has not on a day."""

    post: Post
    deputy: bool


def _holding(row: PostHolding) -> Holding:
    return Holding(row.pk, row.person_id, row.person.name, Post(row.post), row.deputy, row.since, row.until)


def _holdings(rows: QuerySet[PostHolding]) -> list[Holding]:
    return [_holding(row) for row in rows.select_related("person").order_by("deputy", "since", "id")]


def holders_of(post: Post | str, on: date) -> list[Holding]:
    """Who holds a post on a day: holders first, then deputies. Raises ValueError for an unknown post."""
    return _holdings(PostHolding.objects.filter(on_day(on), post=Post(post)))


def all_holdings(on: date) -> dict[Post, list[Holding]]:
    """Every post of the catalogue with who holds it on a day, holders first."""
    found: dict[Post, list[Holding]] = {post: [] for post in Post}
    for holding in _holdings(PostHolding.objects.filter(on_day(on))):
        found[holding.post].append(holding)
    return found


def vacancies(on: date) -> list[Vacancy]:
    """Posts which concerns must reach and nobody holds, and those that lack the deputy they must have."""
    found = all_holdings(on)
    empty = [Vacancy(post, False) for post in Post if post in MUST_BE_FILLED and all(h.deputy for h in found[post])]
    alone = [
        Vacancy(post, True) for post in Post if post in MUST_HAVE_DEPUTY and not any(h.deputy for h in found[post])
    ]
    return [*empty, *alone]


def posts_of(person_id: UUID, on: date) -> list[Holding]:
    """The posts somebody holds on a day, as holder or deputy."""
    return _holdings(PostHolding.objects.filter(on_day(on), person_id=person_id))


def holding(holding_id: UUID) -> Holding | None:
    """One holding of a post, or None."""
    return next(iter(_holdings(PostHolding.objects.filter(pk=holding_id))), None)
