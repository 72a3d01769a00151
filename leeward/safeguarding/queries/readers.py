"""Who would read a concern with these answers, worked out before anything is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people import queries as people
from leeward.people.rules import Post
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, Grant
from leeward.safeguarding.queries.names import named_but_unbarred
from leeward.safeguarding.queries.routes import posts_that_receive, routes_in_force
from leeward.safeguarding.rules.facts import Facts
from leeward.safeguarding.rules.mentions import meant
from leeward.safeguarding.rules.route_table import Chosen, RouteRule, chosen, rule_for
from leeward.safeguarding.rules.routing import (
    AS_SHIPPED,
    READ_BY,
    ROUTE_POSTS,
    Compartment,
    Conflict,
    Holder,
    Route,
    Why,
    route,
)
from leeward.safeguarding.rules.telling import Telling

NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Plan:
    """The route of a concern, and those recipients whom its words mention without saying that it is about them.

    `mentioned` may be cleared by the person who reports; conflicts that are certain may not.
    """

    route: Route
    conflicts: tuple[Conflict, ...]
    mentioned: tuple[Holder, ...]
    facts: Facts = NO_FACTS
    rule: RouteRule | None = None


def roster(now: datetime, wanted: Chosen = AS_SHIPPED) -> dict[str, list[Holder]]:
    """Who holds the posts a concern may go to today, holders before deputies.

    Posts a route names besides are looked up at its site; one that may not receive concerns (any more) has nobody.
    """
    day = timezone.localdate(now)
    found: dict[str, list[Holder]] = {post: _holders(post, day, GROUP) for post in ROUTE_POSTS}
    may = posts_that_receive() if wanted.also else frozenset()
    for post in wanted.also:
        found.setdefault(post, _holders(post, day, Scope.of(wanted.site)) if post in may else [])
    return found


def _holders(post: str, day: date, scope: Scope) -> list[Holder]:
    return [Holder(one.person, one.name, post, one.deputy) for one in people.holders_of(post, on=day, scope=scope)]


def _still_held(person: UUID, post: str, day: date) -> Holder | None:
    """Somebody in a post besides the usual ones, anywhere, while that post may receive concerns."""
    if post not in posts_that_receive():
        return None
    held = (one for one in people.posts_of(person, day, everywhere=True) if one.post == post)
    one = next(held, None)
    return None if one is None else Holder(person, one.name, post, one.deputy)


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may read a case today, through what (the post's own compartment, or a grant with its reason), and
    since when: None where the post itself opens it.
    """

    holder: Holder
    reason: str
    since: datetime | None = None


BY_POST = "by-post"


def admitted(case: Case, now: datetime) -> list[Admitted]:
    """Everybody who may read a case today. The same rule as `cases_for`, asked from the other side."""
    barred = set(Bar.objects.filter(case=case, lifted_at=None).values_list("mark", flat=True))
    posts = roster(now)
    found: dict[UUID, Admitted] = {}
    for holder in posts[READ_BY[Compartment(case.compartment)]]:
        found.setdefault(holder.person, Admitted(holder, BY_POST))
    for holder, row in granted(case, now):
        found.setdefault(holder.person, Admitted(holder, row.reason, row.granted_at))
    return [
        one
        for one in found.values()
        if mark_of(one.holder.person) not in barred and not named_but_unbarred(case, one.holder.person)
    ]


def granted(case: Case, now: datetime, reason: str = "") -> list[tuple[Holder, Grant]]:
    """Those let in by a grant, while they hold its post. `reason`: grants of that reason alone."""
    day, posts = timezone.localdate(now), roster(now)
    grants = Grant.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), case=case, ended_at=None)
    found = []
    for row in (grants.filter(reason=reason) if reason else grants).exclude(post="").order_by("granted_at", "id"):
        if row.post in posts:
            holder = next((one for one in posts[row.post] if one.person == row.person), None)
        else:
            holder = _still_held(row.person, row.post, day)
        if holder is not None:
            found.append((holder, row))
    order = list(ROUTE_POSTS)
    return sorted(
        found, key=lambda one: (one[0].deputy, order.index(Post(one[0].post)) if one[0].post in order else -1)
    )


def who_would_read(
    telling: Telling,
    now: datetime,
    *,
    subjects: Iterable[UUID] = (),
    flagged: Iterable[UUID] = (),
    cleared: Iterable[UUID] = (),
    facts: Facts = NO_FACTS,
    rules: Sequence[RouteRule] | None = None,
) -> Plan:
    """The plan for a concern. `subjects` are known persons it is about, `flagged` those the reporter pointed at,
    `cleared` those the reporter said it is not about (which counts only where a mention was uncertain). `rules`: routes
    to try out instead of those in force.
    """
    facts = facts.with_answer(telling.about)
    rule = rule_for(routes_in_force(now) if rules is None else rules, facts)
    wanted = chosen(rule, facts)
    posts = roster(now, wanted)
    circle = [holder for held in posts.values() for holder in held]
    found = _conflicts(telling, circle, _callings(circle, now), subjects, flagged)
    sure = {conflict.person for conflict in found if conflict.certain}
    free = set(cleared) - sure
    kept = tuple(conflict for conflict in found if conflict.person not in free)
    unsure = {conflict.person for conflict in found if conflict.person not in sure}
    mentioned: dict[UUID, Holder] = {}
    for holder in circle:
        if holder.person in unsure:
            mentioned.setdefault(holder.person, holder)
    return Plan(route(posts, kept, wanted=wanted), kept, tuple(mentioned.values()), facts, rule)


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
