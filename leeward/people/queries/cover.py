"""Who is away when, and who covers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from leeward.people.models import Absence, PostHolding, State
from leeward.people.queries.days import on_day
from leeward.people.queries.posts import Holding, _holdings, in_scope


@dataclass(frozen=True, slots=True)
class Away:
    """One absence. `cover`: the name of whoever covers; empty while nobody does. `waits`: a second person is asked."""

    id: UUID
    holding: Holding
    since: date
    until: date
    cover: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar, Monday first, with whoever is away on any of its days."""

    monday: date
    sunday: date
    away: list[Away]


def absences(first: date, last: date) -> list[Away]:
    """Every absence that touches the days from first to last, by first day."""
    rows = Absence.objects.filter(since__lte=last, until__gte=first).order_by("since", "id")
    rows = rows.select_related("covered_by").prefetch_related("proposals")
    held = {each.id: each for each in _holdings(PostHolding.objects.filter(absences__in=rows).distinct())}
    stands = _standing(list(rows))
    return [
        Away(
            row.pk,
            held[row.holding_id],
            row.since,
            row.until,
            row.covered_by.name if row.covered_by is not None and row.covered_by_id in stands[row.holding_id] else "",
            any(proposal.state == State.WAITING for proposal in row.proposals.all()),
        )
        for row in rows
        if row.holding_id in held
    ]


def _standing(rows: list[Absence]) -> dict[UUID, set[UUID]]:
    """Per holding, who can really stand in: deputies of the same post and place, and whoever was let in as cover."""
    holdings = {row.holding_id: row for row in rows}
    posts = PostHolding.objects.filter(pk__in=holdings).values_list("pk", "post", "company_id", "site_id")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    deputies = PostHolding.objects.filter(deputy=True, post__in={post for _pk, post, _c, _s in posts})
    for key, post, company, site in posts:
        row = holdings[key]
        for one in deputies:
            same = (one.post, one.company_id, one.site_id) == (post, company, site)
            if same and one.since <= row.until and (one.until is None or one.until >= row.since):
                found[key].add(one.person_id)
    return found


def away_on(day: date) -> dict[UUID, Away]:
    """Whoever is away on a day, by the holding."""
    return {away.holding.id: away for away in absences(day, day)}


def weeks(first: date, number: int) -> list[Week]:
    """So many weeks from the one of a day, each with its absences."""
    monday = first - timedelta(days=first.weekday())
    every = absences(monday, monday + timedelta(days=7 * number - 1))
    found = []
    for start in (monday + timedelta(days=7 * count) for count in range(number)):
        end = start + timedelta(days=6)
        found.append(Week(start, end, [away for away in every if away.since <= end and away.until >= start]))
    return found


def absence(absence_id: UUID) -> Away | None:
    """One absence, or None."""
    row = Absence.objects.filter(pk=absence_id).first()
    return None if row is None else next((each for each in absences(row.since, row.until) if each.id == row.pk), None)


def uncovered_on(day: date) -> set[UUID]:
    """Holdings whose holder is away on a day while nobody holds or deputises the post in that place."""
    found = set()
    for key, away in away_on(day).items():
        others = PostHolding.objects.filter(on_day(day), post=str(away.holding.post)).exclude(pk=key)
        others = others.filter(in_scope(away.holding.scope))
        gone = Absence.objects.filter(since__lte=day, until__gte=day, holding__in=others).values("holding")
        if not others.exclude(pk__in=gone).exists():
            found.add(key)
    return found
