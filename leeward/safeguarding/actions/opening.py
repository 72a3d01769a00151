"""Opening a case: reading it leaves a trace, so reading it is an action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.vault import store
from leeward.people import queries as people
from leeward.safeguarding.actions.closed import ClosureLine, closures_of, may_read_second
from leeward.safeguarding.actions.planned import CheckInLine, PlanLine, check_ins_of, plans_of
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
    decision_field,
    entry_field,
    person_field,
    route_facts_of,
    unseal,
)
from leeward.safeguarding.actions.triaged import TriageLine, last_triage, needs_of
from leeward.safeguarding.actions.way_back import Message, messages_for_case
from leeward.safeguarding.models import Bar, Case, Concern, Thread
from leeward.safeguarding.queries.access import cases_for, find_case
from leeward.safeguarding.queries.readers import Admitted, admitted
from leeward.safeguarding.queries.routes import wanted_of
from leeward.safeguarding.queries.waiting import with_next_due
from leeward.safeguarding.rules.closing import Need
from leeward.safeguarding.rules.facts import Facts
from leeward.safeguarding.rules.lifecycle import WORKED_ON, State
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.procedures.shape import Procedure
from leeward.safeguarding.rules.route_table import Chosen
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
    id: UUID | None = None


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
    kind: str = ""
    known_from: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    at: datetime
    by: str
    question: str
    options: str
    chosen: str
    reason: str
    guidance: str = ""
    about: str = ""
    reference: str = ""


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
class BarLine:
    id: UUID
    name: str
    why: Why
    certain: bool
    since: datetime


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
    facts: Facts
    wanted: Chosen
    version: int = 0
    owner: str = ""
    triage: TriageLine | None = None
    needs: Mapping[Need, str] = field(default_factory=dict)
    may_read_second: bool = False
    plans: tuple[PlanLine, ...] = ()
    check_ins: tuple[CheckInLine, ...] = ()

    @property
    def worked_on(self) -> bool:
        return self.state in WORKED_ON

    @property
    def has_needs(self) -> bool:
        return any(self.needs.values())


class Names:
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
        # Not `save`, which counts rows: while a hidden case is proven hidden, looks go nowhere (see `hiding`).
        Case.objects.filter(pk=case.pk).update(opened_at=case.opened_at, looked_at=case.looked_at)
        with store.keys_held():
            return _file(case, now, actor.person)


MOST_BRIEFED = 30
"""Cases on one sheet. Whoever has more hands some on first."""


def open_brief(actor: Actor, lead: UUID, now: datetime) -> list[CaseFile]:
    """The cases somebody leads, opened for a sheet, the first due first; each opening leaves its trace."""
    refs = with_next_due(cases_for(actor, now).filter(owner=lead).exclude(state=State.CLOSED)).order_by("next_due")
    return [open_case(actor, ref, now) for ref in refs.values_list("ref", flat=True)[:MOST_BRIEFED]]


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
        names = Names(now)
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
        return duty_line(case, row, Names(now).of, now)


def has_opened(actor: Actor, case: Case) -> bool:
    """Did this actor open the case before?"""
    return AuditEntry.objects.filter(subject=f"case:{case.pk}", action=OPENED, actor=actor.label).exists()


def file_of(case: Case, now: datetime) -> CaseFile:
    """The case file inside somebody else's act, which leaves the trace: printing, packing."""
    with store.keys_held():
        return _file(case, now)


def _file(case: Case, now: datetime, person: UUID | None = None) -> CaseFile:
    names = Names(now)
    closures = closures_of(case, names.of)
    return CaseFile(
        ref=case.ref,
        state=State(case.state),
        raised_at=case.raised_at,
        opened_at=case.opened_at,
        acknowledged_at=case.acknowledged_at,
        acknowledge_due=case.acknowledge_due,
        closed_at=case.closed_at,
        outside=case.outside,
        closures=closures,
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
        version=case.version,
        owner=names.of(case.owner),
        triage=last_triage(case),
        needs=needs_of(case),
        may_read_second=may_read_second(case, person),
        plans=plans_of(case, names.of, now),
        check_ins=check_ins_of(case, names.of, now),
        facts=route_facts_of(case),
        wanted=wanted_of(case),
    )


def _concern(row: Concern) -> ConcernFile:
    thread = Thread.objects.select_related("concern").filter(concern=row).first()
    return ConcernFile(
        source=Source(row.source),
        raised_at=row.raised_at,
        learned_at=row.learned_at,
        telling=Telling.from_json(store.open_text(row.record, "telling", row.telling)),
        messages=messages_for_case(thread) if thread else None,
        id=row.pk,
    )


def _persons(case: Case) -> tuple[PersonLine, ...]:
    lines = []
    for row in case.persons.order_by("added_at", "id"):
        who = unseal(case.record, person_field(row), row.who)
        lines.append(PersonLine(row.pk, who["name"], Role(row.role), bool(who["person"]), row.added_at))
    return tuple(lines)


def _entries(case: Case, names: Names) -> tuple[EntryLine, ...]:
    """The chronology: by when things happened, what has no time by when it was written."""
    rows = sorted(case.entries.all(), key=lambda row: (row.event_at or row.recorded_at, row.recorded_at))
    lines = []
    for row in rows:
        body = unseal(case.record, entry_field(row), row.body)
        when = (row.event_at, Precision(row.precision), row.recorded_at)
        more = (body.get("kind", ""), body.get("known_from", ""), body.get("voice", ""))
        lines.append(EntryLine(row.pk, *when, names.of(row.author), body["text"], row.corrects_id, *more))
    return tuple(lines)


def _decisions(case: Case, names: Names) -> tuple[DecisionLine, ...]:
    lines = []
    for row in case.decisions.order_by("at", "id"):
        body = unseal(case.record, decision_field(row), row.body)
        lines.append(DecisionLine(row.at, names.of(row.by), **body))
    return tuple(lines)


def _tasks(case: Case, names: Names, now: datetime) -> tuple[ActionLine, ...]:
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


def _bars(case: Case, names: Names) -> tuple[BarLine, ...]:
    rows = Bar.objects.filter(case=case, lifted_at=None).order_by("made_at", "id")
    return tuple(
        BarLine(
            row.pk,
            names.of(UUID(unseal(case.record, bar_field(row), row.who)["person"])),
            Why(row.why),
            row.certain,
            row.made_at,
        )
        for row in rows
    )


def _looks(case: Case, names: Names) -> tuple[Look, ...]:
    """Who opened the case before this time, the latest first. From the audit trail: it cannot be tidied."""
    rows = AuditEntry.objects.filter(subject=f"case:{case.pk}", action=OPENED, actor__startswith="person:")
    found = rows.values("actor").annotate(times=Count("id"), last=Max("at")).order_by("-last")
    return tuple(Look(names.of(UUID(row["actor"].removeprefix("person:"))), row["last"], row["times"]) for row in found)
