"""Working on a case: acknowledge, decide, write down, act, answer, close. Each leaves its trace."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from leeward.foundation.access import Actor
from leeward.foundation.act import Act, act
from leeward.safeguarding.actions.clocks import Work, watch
from leeward.safeguarding.actions.opening import case_to_change, has_opened
from leeward.safeguarding.actions.sealed import action_field, closure_field, decision_field, entry_field, seal
from leeward.safeguarding.actions.way_back import answer_in_thread
from leeward.safeguarding.models import Case, CaseAction, Closure, Decision, Entry, Thread
from leeward.safeguarding.rules import lifecycle
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Outcome, Refused, State, Step
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.wording import Promise, promises_confidentiality


class PromisesSecrecy(Exception):
    """A reply that promises what nobody may promise. `promises` are its words."""

    def __init__(self, promises: list[Promise]) -> None:
        super().__init__("promises secrecy")
        self.promises = promises


class NobodyToAnswer(Exception):
    """No concern in the case came with a way back."""


@dataclass(frozen=True, slots=True)
class DecisionText:
    """A question, the options there were, the one chosen, and why: for not referring as well.

    `guidance`: the words of the rule it rests on as they stood that day, see `queries.frozen_rule`. `about`: the point
    of closing it settles, as in `rules.closing`; `reference`: a number the police gave, or what came of it.
    """

    question: str
    options: str
    chosen: str
    reason: str
    guidance: str = ""
    about: str = ""
    reference: str = ""


@contextmanager
def on_case(
    actor: Actor, action: str, ref: str, now: datetime, *, seen: int | None = None
) -> Iterator[tuple[Case, UUID, Act]]:
    """A change to one case by one person: transaction, lock, bars asked, audit entry.

    `seen`: the version of the case the person had before them; somebody else's change since is no ground to decide
    on, so Refused(STALE). What is only added (a line, a message) is asked for without.
    """
    with act(actor, f"safeguarding.{action}", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        assert actor.person is not None
        if seen is not None and seen != case.version:
            raise Refused(Missing.STALE)
        yield case, actor.person, entry
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)


def acknowledge(*, actor: Actor, ref: str, now: datetime) -> None:
    """Says "I have read it and have it". Raises NoSuchCase; Refused before it was opened by this person, or twice."""
    with on_case(actor, "acknowledge", ref, now) as (case, _person, entry):
        case.state = lifecycle.check_acknowledge(State(case.state), read_by_this_person=has_opened(actor, case))
        case.acknowledged_at = now
        case.save(update_fields=["state", "acknowledged_at"])
        entry.details["state"] = str(case.state)


def decide(
    *,
    actor: Actor,
    ref: str,
    decision: DecisionText,
    step: Step | None = None,
    seen: int | None = None,
    now: datetime,
) -> None:
    """Writes a decision down and, with a step, takes it: on as a case, watched, worked on again, or not a safeguarding
    matter (which closes; the record stays).

    Raises NoSuchCase; Refused without a reason, in the wrong state, on an older look at the case, with actions still
    open, or for watching where nothing has a date.
    """
    with on_case(actor, "decide", ref, now, seen=seen) as (case, person, entry):
        if not decision.reason.strip():
            raise Refused(Missing.REASON)
        if case.state in (State.RECEIVED, State.CLOSED) and step is None:
            raise Refused(Missing.WRONG_STATE)
        if step is not None:
            case.state = lifecycle.check_reason(State(case.state), step, decision.reason)
            if step is Step.NOT_SAFEGUARDING:
                if open_work(case) or open_support(case):
                    raise Refused(Missing.OPEN_ACTION)
                keep_closure(case, person, Closing("", "", Outcome.NOT_SAFEGUARDING, decision.reason), now)
            if step is Step.WATCH and not open_work(case) and not open_support(case):
                raise Refused(Missing.NOTHING_DATED)
            case.closed_at = now if case.state == State.CLOSED else None
            case.owner = case.owner or person
            case.save(update_fields=["state", "closed_at", "owner"])
        write_decision(case, person, decision, now)
        entry.details["state"] = str(case.state)


def add_entry(
    *,
    actor: Actor,
    ref: str,
    text: str,
    event_at: datetime | None,
    precision: Precision,
    corrects: UUID | None = None,
    kind: str = "",
    known_from: str = "",
    voice: str = "",
    now: datetime,
) -> None:
    """Adds a line to the chronology. A correction is a new line that names the one it corrects; both stay.

    `kind` and `known_from` say what happened and how it is known (`rules.entries`); `voice` is what the person said,
    word for word.

    Raises NoSuchCase; ValueError for an empty text, an event in the future, or a correction of another case’s line.
    """
    with on_case(actor, "add-entry", ref, now) as (case, person, entry):
        if not text.strip():
            raise ValueError("A line of the chronology needs a text.")
        if event_at is not None and event_at > now:
            raise ValueError("What has not happened yet is an action, not an entry.")
        if corrects is not None and not case.entries.filter(pk=corrects).exists():
            raise ValueError("Only a line of the same case can be corrected.")
        more = {"kind": kind, "known_from": known_from, "voice": voice.strip()}
        write_entry(case, person, text, now, event_at=event_at, precision=precision, corrects=corrects, more=more)
        entry.details["correction"] = corrects is not None


def add_action(*, actor: Actor, ref: str, what: str, due: datetime, owner: UUID | None = None, now: datetime) -> None:
    """Somebody (the actor, unless another reader of the case is named) must do something by a time.

    Raises NoSuchCase; Refused when the case is not open; ValueError for an empty text.
    """
    with on_case(actor, "add-action", ref, now) as (case, person, _entry):
        if not what.strip():
            raise ValueError("Say what is to be done.")
        if case.state not in lifecycle.WORKED_ON:
            raise Refused(Missing.WRONG_STATE)
        row = CaseAction(case=case, owner=owner or person, due=due, made_at=now, made_by=person)
        row.what = seal(case.record, action_field(row, "what"), {"text": what})
        row.save(force_insert=True)
        watch(Work.ACTION, row, now)


def finish_action(*, actor: Actor, ref: str, action: UUID, result: str, now: datetime) -> None:
    """An action is done; `result` says what came of it. Twice is once. Raises NoSuchCase, ValueError if empty."""
    with on_case(actor, "finish-action", ref, now) as (case, person, _entry):
        if not result.strip():
            raise ValueError("Say what came of it.")
        row = case.tasks.select_for_update().filter(pk=action).first()
        if row is None:
            raise ValueError("There is no such action in this case.")
        if row.done_at is not None:
            return
        row.done_at, row.done_by = now, person
        row.result = seal(case.record, action_field(row, "result"), {"text": result})
        row.save(update_fields=["done_at", "done_by", "result"])


def reply(*, actor: Actor, ref: str, text: str, now: datetime) -> None:
    """Answers whoever raised the concern. Raises PromisesSecrecy, NobodyToAnswer, NoSuchCase, ValueError if empty."""
    with on_case(actor, "reply", ref, now) as (case, person, _entry):
        if not text.strip():
            raise ValueError("Write the message first.")
        if promises := promises_confidentiality(text):
            raise PromisesSecrecy(promises)
        thread = Thread.objects.select_related("concern").filter(concern__case=case).order_by("words_at").first()
        if thread is None:
            raise NobodyToAnswer
        answer_in_thread(thread, text, by=person, now=now)


def reopen(*, actor: Actor, ref: str, reason: str, seen: int | None = None, now: datetime) -> None:
    """Opens a closed case again; the reason becomes a decision, and how it was closed before stays on record.

    Raises NoSuchCase; Refused without a reason or when it is not closed.
    """
    with on_case(actor, "reopen", ref, now, seen=seen) as (case, person, entry):
        case.state = lifecycle.check_reason(State(case.state), Step.REOPEN, reason)
        case.closed_at = None
        case.save(update_fields=["state", "closed_at"])
        write_decision(case, person, DecisionText("reopen", "", "reopen", reason), now)
        entry.details["state"] = str(case.state)


def write_entry(
    case: Case,
    person: UUID,
    text: str,
    now: datetime,
    *,
    event_at: datetime | None = None,
    precision: Precision = Precision.UNKNOWN,
    corrects: UUID | None = None,
    more: Mapping[str, str] | None = None,
) -> None:
    """One line of the chronology, sealed. Runs inside the transaction of an act."""
    row = Entry(case=case, event_at=event_at, recorded_at=now, author=person, corrects_id=corrects)
    row.precision = Precision.UNKNOWN if event_at is None else precision
    row.body = seal(
        case.record, entry_field(row), {"text": text, **{key: said for key, said in (more or {}).items() if said}}
    )
    row.save(force_insert=True)


def write_decision(case: Case, person: UUID, decision: DecisionText, now: datetime) -> None:
    """One decision, sealed. Runs inside the transaction of an act."""
    row = Decision(case=case, at=now, by=person)
    row.body = seal(case.record, decision_field(row), asdict(decision))
    row.save(force_insert=True)


def keep_closure(case: Case, person: UUID, closing: Closing, now: datetime) -> Closure:
    """How a case is closed, sealed. Runs inside the transaction of an act."""
    row = Closure(case=case, at=now, by=person)
    row.body = seal(case.record, closure_field(row), asdict(closing))
    row.save(force_insert=True)
    return row


def open_work(case: Case) -> int:
    """Actions and duties that nobody has ended: a case does not close over them."""
    return case.tasks.filter(done_at=None).count() + case.duties.filter(ended_at=None).count()


def open_support(case: Case) -> int:
    """Support plans that run and check-ins still to be done."""
    return case.plans.filter(ended_at=None).count() + case.check_ins.filter(done_at=None).count()
