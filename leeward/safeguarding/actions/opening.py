"""Opening a case: reading it leaves a trace, so reading it is an action."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.vault import store
from leeward.people import queries as people
from leeward.safeguarding.actions.runs import (
    DutyLine,
    NoSuchProcedure,
    RunLine,
    answers_of,
    duties_of,
    duty_line,
    procedure_of,
    runs_of,
)
from leeward.safeguarding.actions.sealed import (
    action_field,
    bar_field,
    closure_field,
    decision_field,
    entry_field,
    person_field,
    unseal,
)
from leeward.safeguarding.actions.way_back import Message, messages_for_case
from leeward.safeguarding.models import Bar, Case, Concern, Thread
from leeward.safeguarding.queries.access import cases_for, find_case
from leeward.safeguarding.queries.readers import Admitted, admitted
from leeward.safeguarding.queries.waiting import next_due
from leeward.safeguarding.rules.lifecycle import Closing, State
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.procedures.shape import Procedure
from leeward.safeguarding.rules.routing import Why
from leeward.safeguarding.rules.telling import Source, Telling

OPENED = "safeguarding.open-case"


class NoSuchCase(LookupError):
    """There is no case with this reference for this person: none at all, or none they may know of."""


@dataclass(frozen=True, slots=True)
class ConcernFile:
    """One concern as told, and the messages with whoever told it (None: no way back was made)."""

    source: Source
    raised_at: datetime
    learned_at: datetime | None
    telling: Telling
    messages: tuple[Message, ...] | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    id: UUID
    name: str
    role: Role
    known: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class EntryLine:
    id: UUID
    event_at: datetime | None
    precision: Precision
    recorded_at: datetime
    author: str
    text: str
    corrects: UUID | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    at: datetime
    by: str
    question: str
    options: str
    chosen: str
    reason: str
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    id: UUID
    what: str
    owner: str
    due: datetime
    overdue: bool
    done_at: datetime | None
    done_by: str
    result: str


@dataclass(frozen=True, slots=True)
class ClosureLine:
    at: datetime
    by: str
    closing: Closing


@dataclass(frozen=True, slots=True)
class BarLine:
    id: UUID
    name: str
    why: Why
    certain: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened the case, how often, and when last."""

    name: str
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case, opened for one person."""

    ref: str
    state: State
    raised_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    acknowledge_due: datetime
    closed_at: datetime | None
    outside: bool
    closures: tuple[ClosureLine, ...]
    concerns: tuple[ConcernFile, ...]
    persons: tuple[PersonLine, ...]
    entries: tuple[EntryLine, ...]
    decisions: tuple[DecisionLine, ...]
    tasks: tuple[ActionLine, ...]
    runs: tuple[RunLine, ...]
    duties: tuple[DutyLine, ...]
    readers: tuple[Admitted, ...]
    bars: tuple[BarLine, ...]
    looks: tuple[Look, ...]


class _Names:
    """Names of persons on a day, each looked up once."""

    def __init__(self, now: datetime) -> None:
        self._day = timezone.localdate(now)
        self._found: dict[UUID, str] = {}

    def of(self, person: UUID | None) -> str:
        if person is None:
            return ""
        if person not in self._found:
            card = people.person(person, on=self._day)
            self._found[person] = card.name if card else ""
        return self._found[person]


def case_to_change(actor: Actor, ref: str, now: datetime) -> Case:
    """The case, locked, for a change in the caller's transaction. Raises NoSuchCase."""
    found = find_case(actor, ref, now)
    if found is None:
        raise NoSuchCase
    locked = Case.objects.select_for_update().get(pk=found.pk)
    # Asked again under the lock: somebody may have been barred between the two statements.
    if not cases_for(actor, now).filter(pk=found.pk).exists():
        raise NoSuchCase
    return locked


def open_case(actor: Actor, ref: str, now: datetime) -> CaseFile:
    """Opens a case for reading, and writes down who read it. Raises NoSuchCase; CannotOpen for what was changed."""
    with act(actor, OPENED, now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        case.opened_at, case.looked_at = case.opened_at or now, now
        case.save(update_fields=["opened_at", "looked_at"])
        return _file(case, now)


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A procedure opened for going on with it, with the answers that count."""

    id: UUID
    procedure: Procedure
    answers: Mapping[str, str]
    duties: tuple[DutyLine, ...]


def open_run(actor: Actor, ref: str, run: UUID, now: datetime) -> OpenRun:
    """Opens one procedure of a case, and writes down who did. Raises NoSuchCase, NoSuchProcedure."""
    with act(actor, "safeguarding.open-procedure", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        row = case.runs.filter(pk=run).first()
        if row is None:
            raise NoSuchProcedure(str(run))
        names = _Names(now)
        lines = tuple(duty_line(case, duty, names.of, now) for duty in row.duties.order_by("due"))
        return OpenRun(row.pk, procedure_of(row), answers_of(row), lines)


def open_duty(actor: Actor, ref: str, duty: UUID, now: datetime) -> DutyLine:
    """Opens one duty of a case, and writes down who did. Raises NoSuchCase, NoSuchProcedure."""
    with act(actor, "safeguarding.open-duty", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        row = case.duties.filter(pk=duty).first()
        if row is None:
            raise NoSuchProcedure(str(duty))
        return duty_line(case, row, _Names(now).of, now)


@dataclass(frozen=True, slots=True)
class RightNow:
    """The next thing due in one case: reading it, an action, or a duty with whom to ring."""

    ref: str
    due: datetime
    overdue: bool
    title: str
    rule: str = ""
    ring: str = ""
    duty: UUID | None = None
    unread: bool = False


def open_right_now(actor: Actor, now: datetime, *, most: int = 3, sealed: bool = False) -> list[RightNow]:
    """What is due next over all the actor's cases, at most `most`; opening each leaves its trace in that case.

    Unread concerns come without a title: nothing of them is opened. With `sealed`, none is.
    """
    found = []
    for line in next_due(actor, now)[:most]:
        overdue = line.due < now
        if sealed or (line.duty is None and line.task is None):
            found.append(RightNow(line.ref, line.due, overdue, "", unread=line.duty is None and line.task is None))
            continue
        with act(actor, "safeguarding.look-at-what-is-due", now=now) as entry:
            case = case_to_change(actor, line.ref, now)
            entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
            if line.duty is not None:
                duty = duty_line(case, case.duties.get(pk=line.duty), _Names(now).of, now)
                found.append(RightNow(line.ref, line.due, overdue, duty.title, duty.rule, duty.ring, duty.id))
            else:
                task = case.tasks.get(pk=cast(UUID, line.task))
                text = unseal(case.record, action_field(task, "what"), task.what)["text"]
                found.append(RightNow(line.ref, line.due, overdue, text))
    return found


def has_opened(actor: Actor, case: Case) -> bool:
    """Did this actor open the case before?"""
    return AuditEntry.objects.filter(subject=f"case:{case.pk}", action=OPENED, actor=actor.label).exists()


def _file(case: Case, now: datetime) -> CaseFile:
    names = _Names(now)
    return CaseFile(
        ref=case.ref,
        state=State(case.state),
        raised_at=case.raised_at,
        opened_at=case.opened_at,
        acknowledged_at=case.acknowledged_at,
        acknowledge_due=case.acknowledge_due,
        closed_at=case.closed_at,
        outside=case.outside,
        closures=tuple(
            ClosureLine(row.at, names.of(row.by), Closing(**unseal(case.record, closure_field(row), row.body)))
            for row in case.closures.order_by("at", "id")
        ),
        concerns=tuple(_concern(row) for row in case.concerns.order_by("raised_at")),
        persons=_persons(case),
        entries=_entries(case, names),
        decisions=_decisions(case, names),
        tasks=_tasks(case, names, now),
        runs=runs_of(case, names.of),
        duties=duties_of(case, names.of, now),
        readers=tuple(admitted(case, now)),
        bars=_bars(case, names),
        looks=_looks(case, names),
    )


def _concern(row: Concern) -> ConcernFile:
    thread = Thread.objects.select_related("concern").filter(concern=row).first()
    return ConcernFile(
        source=Source(row.source),
        raised_at=row.raised_at,
        learned_at=row.learned_at,
        telling=Telling.from_json(store.open_text(row.record, "telling", row.telling)),
        messages=messages_for_case(thread) if thread else None,
    )


def _persons(case: Case) -> tuple[PersonLine, ...]:
    lines = []
    for row in case.persons.order_by("added_at", "id"):
        who = unseal(case.record, person_field(row), row.who)
        lines.append(PersonLine(row.pk, who["name"], Role(row.role), bool(who["person"]), row.added_at))
    return tuple(lines)


def _entries(case: Case, names: _Names) -> tuple[EntryLine, ...]:
    """The chronology: by when things happened, what has no time by when it was written."""
    rows = sorted(case.entries.all(), key=lambda row: (row.event_at or row.recorded_at, row.recorded_at))
    return tuple(
        EntryLine(
            row.pk,
            row.event_at,
            Precision(row.precision),
            row.recorded_at,
            names.of(row.author),
            unseal(case.record, entry_field(row), row.body)["text"],
            row.corrects_id,
        )
        for row in rows
    )


def _decisions(case: Case, names: _Names) -> tuple[DecisionLine, ...]:
    lines = []
    for row in case.decisions.order_by("at", "id"):
        body = unseal(case.record, decision_field(row), row.body)
        lines.append(DecisionLine(row.at, names.of(row.by), **body))
    return tuple(lines)


def _tasks(case: Case, names: _Names, now: datetime) -> tuple[ActionLine, ...]:
    lines = []
    for row in case.tasks.order_by("due", "id"):
        what = unseal(case.record, action_field(row, "what"), row.what)["text"]
        result = unseal(case.record, action_field(row, "result"), row.result)["text"] if row.result else ""
        lines.append(
            ActionLine(
                row.pk,
                what,
                names.of(row.owner),
                row.due,
                row.done_at is None and row.due < now,
                row.done_at,
                names.of(row.done_by),
                result,
            )
        )
    return tuple(lines)


def _bars(case: Case, names: _Names) -> tuple[BarLine, ...]:
    rows = Bar.objects.filter(case=case, lifted_at=None).order_by("made_at", "id")
    return tuple(
        BarLine(
            row.pk,
            names.of(UUID(unseal(case.record, bar_field(row), row.who)["person"])),
            Why(row.why),
            row.certain,
        )
        for row in rows
    )


def _looks(case: Case, names: _Names) -> tuple[Look, ...]:
    """Who opened the case before this time, the latest first. From the audit trail: it cannot be tidied."""
    rows = AuditEntry.objects.filter(subject=f"case:{case.pk}", action=OPENED, actor__startswith="person:")
    found = rows.values("actor").annotate(times=Count("id"), last=Max("at")).order_by("-last")
    return tuple(Look(names.of(UUID(row["actor"].removeprefix("person:"))), row["last"], row["times"]) for row in found)
