"""Who would read a concern with these answers, worked out before anything is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from leeward.people import queries as people
from leeward.people.rules import Post
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, Grant
from leeward.safeguarding.rules.mentions import meant
from leeward.safeguarding.rules.routing import READ_BY, ROUTE_POSTS, Compartment, Conflict, Holder, Route, Why, route
from leeward.safeguarding.rules.telling import Telling


@dataclass(frozen=True, slots=True)
class Plan:
    """The route of a concern, and those recipients whom its words mention without saying that it is about them.

    `mentioned` may be cleared by the person who reports; conflicts that are certain may not.
    """

    route: Route
    conflicts: tuple[Conflict, ...]
    mentioned: tuple[Holder, ...]


def roster(now: datetime) -> dict[Post, list[Holder]]:
    """Who holds the posts a concern may go to today, holders before deputies."""
    day = timezone.localdate(now)
    return {
        post: [
            Holder(holding.person, holding.name, post, holding.deputy) for holding in people.holders_of(post, on=day)
        ]
        for post in ROUTE_POSTS
    }


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may read a case today, and through what: the post's own compartment, or a grant with its reason."""

    holder: Holder
    reason: str


BY_POST = "by-post"


def admitted(case: Case, now: datetime) -> list[Admitted]:
    """Everybody who may read a case today. The same rule as `cases_for`, asked from the other side."""
    barred = set(Bar.objects.filter(case=case, lifted_at=None).values_list("mark", flat=True))
    posts = roster(now)
    found: dict[UUID, Admitted] = {}
    for holder in posts[READ_BY[Compartment(case.compartment)]]:
        found.setdefault(holder.person, Admitted(holder, BY_POST))
    grants = Grant.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), case=case, ended_at=None)
    for row in grants.exclude(post=""):
        for holder in posts[Post(row.post)]:
            if holder.person == row.person:
                found.setdefault(holder.person, Admitted(holder, row.reason))
    return [one for one in found.values() if mark_of(one.holder.person) not in barred]


def who_would_read(
    telling: Telling,
    now: datetime,
    *,
    subjects: Iterable[UUID] = (),
    flagged: Iterable[UUID] = (),
    cleared: Iterable[UUID] = (),
) -> Plan:
    """The plan for a concern. `subjects` are known persons it is about, `flagged` those the reporter pointed at,
    `cleared` those the reporter said it is not about (which counts only where a mention was uncertain).
    """
    posts = roster(now)
    circle = [holder for post in ROUTE_POSTS for holder in posts[post]]
    found = _conflicts(telling, circle, _callings(circle, now), subjects, flagged)
    sure = {conflict.person for conflict in found if conflict.certain}
    free = set(cleared) - sure
    kept = tuple(conflict for conflict in found if conflict.person not in free)
    unsure = {conflict.person for conflict in found if conflict.person not in sure}
    mentioned: dict[UUID, Holder] = {}
    for holder in circle:
        if holder.person in unsure:
            mentioned.setdefault(holder.person, holder)
    return Plan(route(posts, kept), kept, tuple(mentioned.values()))


def _callings(circle: list[Holder], now: datetime) -> dict[UUID, list[str]]:
    """What those who may read are called: "Deborah" is meant as well as "Debs"."""
    cards = people.people({holder.person for holder in circle}, on=timezone.localdate(now))
    return {card.id: [card.given_name, card.known_as] for card in cards}


def _conflicts(
    telling: Telling,
    circle: list[Holder],
    callings: dict[UUID, list[str]],
    subjects: Iterable[UUID],
    flagged: Iterable[UUID],
) -> list[Conflict]:
    """Everyone the concern is, or may be, about. Those told already are asked for apart and are no conflict."""
    found = [Conflict(person, Why.SUBJECT) for person in subjects]
    found += [Conflict(person, Why.FLAGGED) for person in flagged]
    for text, why in ((telling.about_names, Why.SUBJECT), (telling.close_names, Why.CLOSE)):
        found += [Conflict(named.person, why, named.certain) for named in people.people_named_in(text)]
        found += [Conflict(person, why, certain=False) for person in meant(text, circle, callings)]
    found += [Conflict(named.person, Why.NAMED, certain=False) for named in people.people_named_in(telling.account)]
    return found
