"""What waits for somebody: their cases as lines without text, overdue first, a page at a time, and what is due next.

The database filters, orders and cuts: somebody with thousands of cases waits no longer than somebody with ten.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Either
from django.db.models import Count, Exists, F, Min, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.people import queries as people
from leeward.safeguarding.marks import mark_of_word
from leeward.safeguarding.models import Case, CaseAction, CaseDuty, CaseMark, CheckIn, SupportPlan, ThreadMessage
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.marks import Sort

PAGE = 50
"""Cases on one page of a list."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "nothing is due" where the database compares."""


_DATED: tuple[tuple[type[Model], str], ...] = (
    (CaseAction, "done_at"),
    (CaseDuty, "ended_at"),
    (SupportPlan, "ended_at"),
    (CheckIn, "done_at"),
)
"""What has a time, and the column that says it is over."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list. Nothing in it needs the vault: lists are read over shoulders."""

    ref: str
    state: State
    raised_at: datetime
    due: datetime | None
    overdue: bool
    read: bool
    open_actions: int
    new_message: bool
    owner: str = ""
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to. `owner` None: whoever leads; `severity` 0: any, else from this step of the scale."""

    closed: bool = False
    owner: UUID | None = None
    kind: CaseKind | None = None
    severity: int = 0
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list of cases; pages count from 1."""

    lines: list[CaseLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, and the first thing due."""

    unacknowledged: int
    overdue: int
    open: int
    next_due: CaseLine | None


def case_page(actor: Actor, now: datetime, wanted: Wanted, page: int = 1) -> CasePage:
    """The actor's cases as wanted: by what is due next, then the newest. A page beyond the last is the last."""
    rows = _wanted(actor, now, wanted)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    # Keys first, then what a line shows: the counting is done for one page, not for every case.
    keys = list(_ordered(rows).values_list("pk", flat=True)[(page - 1) * PAGE : page * PAGE])
    return CasePage(_lines(keys, now, closed=wanted.closed), total, page, pages)


def case_lines(actor: Actor, now: datetime, *, closed: bool = False) -> list[CaseLine]:
    """Every case of the actor, in the order of the list: for what must see them all. Pages use `case_page`."""
    keys = _ordered(_wanted(actor, now, Wanted(closed=closed))).values_list("pk", flat=True)
    return _lines(list(keys), now, closed=closed)


def _wanted(actor: Actor, now: datetime, wanted: Wanted) -> QuerySet[Any, Any]:  # Any: as `with_next_due`
    rows = cases_for(actor, now)
    rows = rows.filter(state=State.CLOSED) if wanted.closed else rows.exclude(state=State.CLOSED)
    if wanted.owner is not None:
        rows = rows.filter(owner=wanted.owner)
    if wanted.severity:
        rows = rows.filter(severity__gte=wanted.severity)
    if wanted.kind is not None:
        mark = mark_of_word(Sort.KIND, wanted.kind)
        rows = rows.filter(Exists(CaseMark.objects.filter(case=OuterRef("pk"), mark=mark)))
    if wanted.closed:
        return rows
    dated = with_next_due(rows)
    return dated.filter(next_due__lt=now) if wanted.overdue else dated


def with_next_due(rows: QuerySet[Case]) -> QuerySet[Any, Any]:  # Any: a case with one more column
    """Cases with the time of what is due first in each; NEVER where nothing is."""
    dues = [Coalesce(Subquery(_first(model, ended)), Value(NEVER)) for model, ended in _DATED]
    work = Least(*dues)
    return rows.annotate(next_due=Either(When(state=State.RECEIVED, then=F("acknowledge_due")), default=work))


def _first(model: type[Model], ended: str) -> QuerySet[Any, Any]:  # Any: one column of one of several tables
    """The time of what is due first in the outer case."""
    open_rows = model._default_manager.filter(case=OuterRef("pk"), **{ended: None})
    return open_rows.order_by("due").values("due")[:1]


def _ordered(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:  # Any: as `with_next_due`
    due_first = ("next_due",) if "next_due" in rows.query.annotations else ()
    return rows.order_by(*due_first, "-raised_at", "pk")


def _lines(keys: list[UUID], now: datetime, *, closed: bool) -> list[CaseLine]:
    unseen = ThreadMessage.objects.filter(
        Q(at__gt=OuterRef("looked_at")) | Q(thread__concern__case__looked_at=None),
        thread__concern__case=OuterRef("pk"),
        from_reporter=True,
    )
    found = {
        row.pk: row for row in with_next_due(Case.objects.filter(pk__in=keys)).annotate(new_message=Exists(unseen))
    }
    names = _names({row.owner for row in found.values() if row.owner}, now)
    undone: Counter[UUID] = Counter()
    for model, ended in _DATED:
        open_rows = model._default_manager.filter(case__in=keys, **{ended: None})
        undone.update(open_rows.values_list("case", flat=True))
    lines = []
    for row in (found[key] for key in keys):
        due = None if closed or row.next_due >= NEVER else row.next_due
        lines.append(
            CaseLine(
                ref=row.ref,
                state=State(row.state),
                raised_at=row.raised_at,
                due=due,
                overdue=due is not None and due < now,
                read=row.opened_at is not None,
                open_actions=undone[row.pk],
                new_message=row.new_message,
                owner=names.get(row.owner, "") if row.owner else "",
                severity=row.severity,
            )
        )
    return lines


def _names(persons: set[UUID], now: datetime) -> dict[UUID, str]:
    return {card.id: card.name for card in people.people(persons, on=timezone.localdate(now))}


def case_owners(actor: Actor, now: datetime) -> list[tuple[UUID, str]]:
    """Who leads a case the actor may know of, by name."""
    led = cases_for(actor, now).exclude(owner=None).order_by().values_list("owner", flat=True).distinct()
    found = _names({owner for owner in led if owner}, now)
    return sorted(found.items(), key=lambda one: one[1])


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing due, as a list may know it: whose text it is stays sealed. Neither key: the concern is unread."""

    ref: str
    due: datetime
    duty: UUID | None = None
    task: UUID | None = None
    plan: UUID | None = None
    check_in: UUID | None = None


def next_due(actor: Actor, now: datetime, most: int | None = None) -> list[DueLine]:
    """What is due in the actor's cases that are not closed, the earliest first; with `most`, no more than that."""
    cases = cases_for(actor, now).exclude(state=State.CLOSED)
    unread = cases.filter(state=State.RECEIVED).order_by("acknowledge_due").values_list("ref", "acknowledge_due")
    lines = [DueLine(ref, due) for ref, due in unread[:most]]
    for name, model, ended in (
        ("duty", CaseDuty, "ended_at"),
        ("task", CaseAction, "done_at"),
        ("plan", SupportPlan, "ended_at"),
        ("check_in", CheckIn, "done_at"),
    ):
        rows = model._default_manager.filter(case__in=cases, **{ended: None}).order_by("due")
        lines += [DueLine(ref, due, **{name: pk}) for ref, due, pk in rows.values_list("case__ref", "due", "pk")[:most]]
    return sorted(lines, key=lambda line: line.due)[:most]


@dataclass(frozen=True, slots=True)
class Load:
    """What one lead has: cases not closed, of these with something overdue, of these of the third step or above."""

    person: UUID
    name: str
    open: int
    overdue: int
    grave: int


def caseload(actor: Actor, now: datetime) -> list[Load]:
    """How much each lead has, among the cases the actor may know of: the most first."""
    rows = with_next_due(cases_for(actor, now).exclude(state=State.CLOSED).exclude(owner=None))
    found = (
        rows.order_by()
        .values("owner")
        .annotate(
            all=Count("pk"), late=Count("pk", filter=Q(next_due__lt=now)), grave=Count("pk", filter=Q(severity__gte=3))
        )
    )
    loads = {row["owner"]: row for row in found}
    names = _names(set(loads), now)
    lines = [Load(key, names.get(key, ""), row["all"], row["late"], row["grave"]) for key, row in loads.items()]
    return sorted(lines, key=lambda one: (-one.open, one.name))


def concerns_waiting(actor: Actor, now: datetime) -> Waiting:
    """The figures for the home page: of this actor's cases only."""
    rows = _wanted(actor, now, Wanted())
    figures = rows.aggregate(
        unread=Count("pk", filter=Q(state=State.RECEIVED)),
        overdue=Count("pk", filter=Q(next_due__lt=now)),
        all=Count("pk"),
        first=Min("next_due"),
    )
    first = None
    if figures["first"] is not None and figures["first"] < NEVER:
        first = _lines(list(_ordered(rows).values_list("pk", flat=True)[:1]), now, closed=False)[0]
    return Waiting(figures["unread"], figures["overdue"], figures["all"], first)
