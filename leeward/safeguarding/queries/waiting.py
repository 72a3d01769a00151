"""What waits for somebody: their cases as lines without text, overdue first, and what is due next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from leeward.foundation.access import Actor
from leeward.safeguarding.models import CaseAction, CaseDuty, ThreadMessage
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.rules.lifecycle import State


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, and the first thing due."""

    unacknowledged: int
    overdue: int
    open: int
    next_due: CaseLine | None


def case_lines(actor: Actor, now: datetime, *, closed: bool = False) -> list[CaseLine]:
    """The actor's cases: overdue first, then by what is due next, then the newest. Closed ones only when asked for."""
    cases = cases_for(actor, now)
    cases = cases.filter(state=State.CLOSED) if closed else cases.exclude(state=State.CLOSED)
    unseen = ThreadMessage.objects.filter(
        Q(at__gt=OuterRef("looked_at")) | Q(thread__concern__case__looked_at=None),
        thread__concern__case=OuterRef("pk"),
        from_reporter=True,
    )
    undone = Q(tasks__done_at=None)
    duties = CaseDuty.objects.filter(case=OuterRef("pk"), ended_at=None).order_by().values("case")
    rows = cases.annotate(
        next_action=Min("tasks__due", filter=undone),
        open_actions=Count("tasks", filter=undone & ~Q(tasks__id=None)),
        next_duty=Subquery(duties.annotate(first=Min("due")).values("first")),
        open_duties=Coalesce(Subquery(duties.annotate(number=Count("pk")).values("number")), 0),
        new_message=Exists(unseen),
    )
    lines = []
    for row in rows:
        dues = [row.acknowledge_due] if row.state == State.RECEIVED else [row.next_action, row.next_duty]
        due = None if closed else min((one for one in dues if one is not None), default=None)
        lines.append(
            CaseLine(
                ref=row.ref,
                state=State(row.state),
                raised_at=row.raised_at,
                due=due,
                overdue=due is not None and due < now,
                read=row.opened_at is not None,
                open_actions=row.open_actions + row.open_duties,
                new_message=row.new_message,
            )
        )
    # Two stable sorts: the newest first, then those with something due before the others, the earliest first.
    lines.sort(key=lambda line: line.raised_at, reverse=True)
    lines.sort(key=lambda line: (line.due is None, line.due.timestamp() if line.due else 0.0))
    return lines


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing due, as a list may know it: whose text it is stays sealed. Neither key: the concern is unread."""

    ref: str
    due: datetime
    duty: UUID | None = None
    task: UUID | None = None


def next_due(actor: Actor, now: datetime) -> list[DueLine]:
    """Everything due in the actor's cases that are not closed, the earliest first."""
    cases = cases_for(actor, now).exclude(state=State.CLOSED)
    lines = [DueLine(ref, due) for ref, due in cases.filter(state=State.RECEIVED).values_list("ref", "acknowledge_due")]
    duties = CaseDuty.objects.filter(case__in=cases, ended_at=None).values_list("case__ref", "due", "pk")
    lines += [DueLine(ref, due, duty=pk) for ref, due, pk in duties]
    tasks = CaseAction.objects.filter(case__in=cases, done_at=None).values_list("case__ref", "due", "pk")
    lines += [DueLine(ref, due, task=pk) for ref, due, pk in tasks]
    return sorted(lines, key=lambda line: line.due)


def concerns_waiting(actor: Actor, now: datetime) -> Waiting:
    """The figures for the home page: of this actor's cases only."""
    lines = case_lines(actor, now)
    return Waiting(
        unacknowledged=sum(line.state is State.RECEIVED for line in lines),
        overdue=sum(line.overdue for line in lines),
        open=len(lines),
        next_due=next((line for line in lines if line.due is not None), None),
    )
