"""The routes in force, those that wait for a second person, and which were in force before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from leeward.foundation.approvals.queries import waiting_subject
from leeward.people import queries as people
from leeward.safeguarding.models import CaseRoute, RouteTable, RouteTableInForce
from leeward.safeguarding.models.cases import Case
from leeward.safeguarding.rules.route_table import LEADS, Chosen, RouteRule

RECEIVE = "safeguarding.receive"
KIND = "safeguarding.routes"


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table of routes: who proposed it and why it differs, and from when it counted (None: never, or not yet)."""

    id: UUID
    rules: tuple[RouteRule, ...]
    added: RouteRule | None
    removed: RouteRule | None
    made_at: datetime
    made_by: UUID
    in_force_at: datetime | None
    agreed_by: UUID | None


def posts_that_receive() -> frozenset[str]:
    """The posts that may receive concerns at all: a route to another would be a route to nobody."""
    return frozenset(post for post, may in people.permissions_by_post().items() if RECEIVE in may)


def posts_to_choose() -> list[str]:
    """The posts a route may name besides the usual ones."""
    return sorted(post for post in posts_that_receive() if post not in LEADS)


def routes_in_force(now: datetime) -> tuple[RouteRule, ...]:
    """The routes that count now; none where nobody chose any."""
    row = RouteTableInForce.objects.filter(at__lte=now).select_related("table").order_by("-at", "-id").first()
    return () if row is None else rules_of(row.table)


def rules_of(table: RouteTable) -> tuple[RouteRule, ...]:
    """The routes of a table."""
    return tuple(RouteRule.from_json(kept) for kept in table.rules)


def wanted_of(case: Case) -> Chosen:
    """What the routes asked for in a case when it came, or when its facts were last set."""
    row = CaseRoute.objects.filter(case=case).order_by("-at", "-id").first()
    return Chosen() if row is None else Chosen(tuple(row.also), row.lead, row.site)


def waiting_table() -> TableLine | None:
    """The table that waits for a second person."""
    subject = waiting_subject(KIND)
    if subject is None:
        return None
    row = RouteTable.objects.filter(pk=UUID(subject.partition(":")[2])).first()
    return None if row is None else _line(row)


def table_history() -> list[TableLine]:
    """Every table that ever counted, the newest first."""
    rows = RouteTable.objects.filter(~Q(in_force=None)).select_related("in_force").order_by("-in_force__at", "-id")
    return [_line(row) for row in rows]


def table_line(table: UUID) -> TableLine | None:
    """One table, or None."""
    row = RouteTable.objects.filter(pk=table).first()
    return None if row is None else _line(row)


def _line(row: RouteTable) -> TableLine:
    force = RouteTableInForce.objects.filter(table=row).first()
    return TableLine(
        row.pk,
        rules_of(row),
        _changed(row.what, "added"),
        _changed(row.what, "removed"),
        row.made_at,
        row.made_by,
        force.at if force else None,
        force.by if force else None,
    )


def _changed(what: dict[str, Any], name: str) -> RouteRule | None:  # Any: plain JSON
    return RouteRule.from_json(what[name]) if what.get(name) else None
