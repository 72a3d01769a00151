"""Putting a route into effect on a case: compartment, bars and grants, together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from leeward.foundation.vault import store
from leeward.safeguarding.actions.sealed import bar_field, barred_person, seal
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, Grant
from leeward.safeguarding.queries.readers import roster
from leeward.safeguarding.queries.routes import wanted_of
from leeward.safeguarding.rules.routing import Conflict, Holder, Roster, Route, Why, route

ROUTED, ESCALATED = "routed", "escalated"

DERIVED = frozenset({Why.CIRCLE, Why.RECUSED})
"""Bars that do not say the case is about somebody: they follow from others, or from the person's own wish."""


def live_bars(case: Case) -> dict[UUID, Bar]:
    """The bars in force, by person."""
    return {barred_person(case, bar): bar for bar in Bar.objects.filter(case=case, lifted_at=None)}


def conflicts_of(bars: Mapping[UUID, Bar]) -> list[Conflict]:
    """The conflicts behind bars, from which a new route can be worked out."""
    return [Conflict(person, Why(bar.why), bar.certain) for person, bar in bars.items() if Why(bar.why) not in DERIVED]


def reroute(case: Case, posts: Roster, conflicts: Iterable[Conflict], now: datetime) -> Route:
    """Works the route out anew and makes it so: moves the case, bars, lifts derived bars, grants and ends grants.

    Runs inside the transaction of an act. Persons who stepped back stay barred and are passed over.
    """
    bars = live_bars(case)
    recused = {person for person, bar in bars.items() if bar.why == Why.RECUSED}
    wanted = wanted_of(case)
    found = route({**posts, **roster(now, wanted)}, conflicts, absent=recused, wanted=wanted)
    if case.compartment != found.compartment:
        store.move(case.record, found.compartment)
        links = case.links_from.values_list("pk", flat=True)
        for record in [*case.concerns.values_list("record", flat=True), *links]:
            if not store.is_shredded(record):
                store.move(record, found.compartment)
    case.compartment, case.outside = found.compartment, found.outside
    case.save(update_fields=["compartment", "outside"])
    _set_bars(case, bars, found.barred, now)
    _set_grants(case, found.readers, now)
    return found


def bar(case: Case, conflict: Conflict, now: datetime) -> None:
    """Bars one person from a case."""
    row = Bar(case=case, mark=mark_of(conflict.person), why=conflict.why, certain=conflict.certain, made_at=now)
    row.who = seal(case.record, bar_field(row), {"person": str(conflict.person)})
    row.save(force_insert=True)


def _set_bars(case: Case, bars: Mapping[UUID, Bar], wanted: Iterable[Conflict], now: datetime) -> None:
    names = {conflict.person: conflict for conflict in wanted}
    for person, row in bars.items():
        if row.why == Why.RECUSED:
            continue
        conflict = names.get(person)
        if conflict is None or (conflict.why, conflict.certain) != (row.why, row.certain):
            Bar.objects.filter(pk=row.pk).update(lifted_at=now)
        else:
            del names[person]
    stepped_back = {person for person, row in bars.items() if row.why == Why.RECUSED}
    for person, conflict in names.items():
        if person not in stepped_back:
            bar(case, conflict, now)


def grant(case: Case, holder: Holder, reason: str, now: datetime) -> None:
    """Lets a holder of a post into a case for as long as they hold it."""
    Grant.objects.get_or_create(
        case=case,
        person=holder.person,
        post=holder.post,
        ended_at=None,
        defaults={"reason": reason, "granted_at": now},
    )


def _set_grants(case: Case, readers: Iterable[Holder], now: datetime) -> None:
    wanted = {(holder.person, str(holder.post)): holder for holder in readers}
    for row in Grant.objects.filter(case=case, ended_at=None, reason__in=[ROUTED, ESCALATED]):
        if (row.person, row.post) not in wanted:
            Grant.objects.filter(pk=row.pk).update(ended_at=now)
    for holder in wanted.values():
        grant(case, holder, ROUTED, now)
