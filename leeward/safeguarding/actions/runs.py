"""Procedures and duties of a case, opened: part of reading the case, which leaves its trace elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.safeguarding.actions.sealed import answers_field, duty_field, run_field, unseal
from leeward.safeguarding.models import Case, CaseDuty, ProcedureRun
from leeward.safeguarding.queries.duties import number_of
from leeward.safeguarding.rules.procedures import PROCEDURES
from leeward.safeguarding.rules.procedures.shape import Procedure, Result, Whom, counting, finished

Namer = Callable[[UUID | None], str]


class NoSuchProcedure(LookupError):
    """There is no such procedure, run, screen or duty in this case."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A procedure begun in a case; `result` is None while questions are open."""

    id: UUID
    title: str
    begun_at: datetime
    begun_by: str
    result: Result | None


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Something due. `ring`: whom to ring, with the number the organisation entered; `rule`: the rule's id.

    `done_at`: when it was done, which may be before it was written down. `draft`: a letter to copy, to be filled in.
    """

    id: UUID
    title: str
    rule: str
    whom: Whom
    ring: str
    started_at: datetime
    due: datetime
    overdue: bool
    ended_at: datetime | None
    ended_by: str
    applies: bool
    result: str
    done_at: datetime | None
    draft: str


def procedure_of(run: ProcedureRun) -> Procedure:
    """Which procedure a run is. Raises NoSuchProcedure for one this version no longer has."""
    key = unseal(run.case.record, run_field(run), run.which)["procedure"]
    if key not in PROCEDURES:
        raise NoSuchProcedure(key)
    return PROCEDURES[key]


def answers_of(run: ProcedureRun) -> dict[str, str]:
    """The answers that count today: the last of each screen, to questions still asked."""
    found: dict[str, str] = {}
    for row in run.answers.order_by("turn"):
        found.update(unseal(run.case.record, answers_field(row), row.body))
    return counting(procedure_of(run), found)


def runs_of(case: Case, name: Namer) -> tuple[RunLine, ...]:
    """Every procedure begun in a case, the first begun first."""
    lines = []
    for row in case.runs.order_by("begun_at", "id"):
        procedure = procedure_of(row)
        result = finished(procedure, answers_of(row))
        lines.append(RunLine(row.pk, procedure.title, row.begun_at, name(row.begun_by), result))
    return tuple(lines)


def duties_of(case: Case, name: Namer, now: datetime) -> tuple[DutyLine, ...]:
    """Every duty of a case: those still to do by their time, then those ended."""
    rows = sorted(case.duties.all(), key=lambda row: (row.ended_at is not None, row.due))
    return tuple(duty_line(case, row, name, now) for row in rows)


def duty_line(case: Case, row: CaseDuty, name: Namer, now: datetime) -> DutyLine:
    """One duty, opened."""
    what = unseal(case.record, duty_field(row, "what"), row.what)
    whom = Whom(what["whom"])
    ended = unseal(case.record, duty_field(row, "result"), row.result) if row.result else {}
    return DutyLine(
        id=row.pk,
        title=what["title"],
        rule=what["rule"],
        whom=whom,
        ring=number_of(whom, now),
        started_at=row.started_at,
        due=row.due,
        overdue=row.ended_at is None and row.due < now,
        ended_at=row.ended_at,
        ended_by=name(row.ended_by),
        applies=row.applies,
        result=ended.get("text", ""),
        done_at=datetime.fromisoformat(ended["done"]) if "done" in ended else row.ended_at,
        draft=what.get("draft", ""),
    )
