"""Who holds which post on a day, where, and which stand empty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people.models import PostHolding, PostPermissions
from leeward.people.queries.days import on_day
from leeward.people.queries.post_names import known_posts, post_names
from leeward.people.rules import MUST_BE_FILLED, MUST_HAVE_DEPUTY, PERMISSIONS, Held, Post, sensitive


@dataclass(frozen=True, slots=True)
class Holding:
    """One post as held by one person. Both days count; no `until` means it goes on.

    `post` is a `Post` for those of the catalogue, else the key of an own post; `called` is what pages show. `scope` is
    where: the whole group, a company or a site. `cover`: for the days of somebody's absence only.
    """

    id: UUID
    person: UUID
    name: str
    post: str
    deputy: bool
    since: date
    until: date | None
    scope: Scope = GROUP
    place: str = ""
    cover: bool = False
    called: str = ""

    @property
    def held(self) -> Held:
        """As the rules of permissions take it."""
        return Held(self.post, self.deputy, self.scope != GROUP)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that must be filled, or have a deputy, and is or has not on a day."""

    post: Post
    deputy: bool
    called: str = ""


def scope_of(company: UUID | None, site: UUID | None) -> Scope:
    """The scope that two keys of rows name."""
    return Scope("" if company is None else str(company), "" if site is None else str(site))


def in_scope(scope: Scope) -> Q:
    """Holdings of exactly this scope."""
    return Q(
        company_id=UUID(scope.company) if scope.company else None, site_id=UUID(scope.site) if scope.site else None
    )


def post_of(key: str) -> str:
    """The key as a `Post` where the catalogue has it."""
    return Post(key) if key in set(Post) else key


def _holdings(rows: QuerySet[PostHolding]) -> list[Holding]:
    names = post_names()
    found = []
    for row in rows.select_related("person", "company", "site").order_by(
        "deputy", F("absence").asc(nulls_first=True), "since", "id"
    ):
        place = row.site or row.company
        found.append(
            Holding(
                row.pk,
                row.person_id,
                row.person.name,
                post_of(row.post),
                row.deputy,
                row.since,
                row.until,
                scope_of(row.company_id, row.site_id),
                place.name if place is not None else "",
                row.absence_id is not None,
                names.get(row.post, row.post),
            )
        )
    return found


def holders_of(post: Post | str, on: date, scope: Scope = GROUP) -> list[Holding]:
    """Who holds a post on a day: holders first, then deputies, then cover. Raises ValueError for an unknown post.

    In a scope the nearest that has anybody: site, else company, else the whole group. For the group, its own alone:
    whoever holds a post for one company does not hold it for all.
    """
    if post not in known_posts():
        raise ValueError(f"no post {post!r}")
    for link in scope.chain():
        if found := _holdings(PostHolding.objects.filter(on_day(on), in_scope(link), post=str(post))):
            return found
    return []


def all_holdings(on: date) -> dict[str, list[Holding]]:
    """Every post, own ones last, with who holds it on a day in any scope: the group's first, holders first."""
    found: dict[str, list[Holding]] = {post: [] for post in known_posts()}
    for holding in _holdings(PostHolding.objects.filter(on_day(on))):
        found.setdefault(holding.post, []).append(holding)
    return {post: sorted(held, key=lambda each: each.scope != GROUP) for post, held in found.items()}


def vacancies(on: date) -> list[Vacancy]:
    """Posts which concerns must reach and nobody holds, and those that lack the deputy they must have."""
    names = post_names()
    rows = PostHolding.objects.filter(on_day(on), in_scope(GROUP), post__in=[*MUST_BE_FILLED, *MUST_HAVE_DEPUTY])
    held = set(rows.filter(absence__isnull=True).values_list("post", "deputy"))
    empty = [Vacancy(post, False, names[post]) for post in Post if post in MUST_BE_FILLED and (post, False) not in held]
    alone = [Vacancy(post, True, names[post]) for post in Post if post in MUST_HAVE_DEPUTY and (post, True) not in held]
    return [*empty, *alone]


def posts_of(person_id: UUID, on: date, *, everywhere: bool = False) -> list[Holding]:
    """The posts somebody holds on a day, as holder, deputy or cover.

    For the whole group, because that is what rooms admit by; `everywhere` adds those for one company or site.
    """
    rows = PostHolding.objects.filter(on_day(on), person_id=person_id)
    return _holdings(rows if everywhere else rows.filter(in_scope(GROUP)))


def holding(holding_id: UUID) -> Holding | None:
    """One holding of a post, or None."""
    return next(iter(_holdings(PostHolding.objects.filter(pk=holding_id))), None)


def history_of_post(post: str) -> list[Holding]:
    """Everybody who holds or held a post, anywhere, the latest first."""
    return sorted(_holdings(PostHolding.objects.filter(post=str(post))), key=lambda held: held.since, reverse=True)


def permissions_by_post() -> dict[str, frozenset[str]]:
    """What each post may do today: as approved here, else as the catalogue has it; own posts nothing until approved."""
    chosen = PostPermissions.objects.filter(in_force=True).values_list("post", "permissions")
    table = {post: PERMISSIONS.get(post, frozenset[str]()) for post in known_posts()}
    return table | {post: frozenset(names.split()) for post, names in chosen}


def opens_sensitive(posts: Iterable[str] | None = None) -> frozenset[str]:
    """Those posts whose permissions are sensitive: giving one needs a second person."""
    table = permissions_by_post()
    return frozenset(post for post in (table if posts is None else posts) if sensitive(table.get(post, frozenset())))
