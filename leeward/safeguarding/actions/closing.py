"""Closing a case: what is still missing, what a decision settles, and the second reader where one is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.foundation.settings_history.queries import value
from leeward.people.rules import Post
from leeward.safeguarding.actions.casework import DecisionText, keep_closure, on_case, write_decision
from leeward.safeguarding.actions.closed import waiting_closure
from leeward.safeguarding.actions.facts import facts_of
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.routes import grant, live_bars
from leeward.safeguarding.actions.sealed import needs_field, reading_field, seal
from leeward.safeguarding.actions.triaged import kinds_of, needs_of
from leeward.safeguarding.choices import SECOND_READER_FROM, SECOND_READER_KINDS
from leeward.safeguarding.models import Case, Closure, NeedsNote, SecondReading
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.rules.closing import (
    POINTS,
    WITH_REFERENCE,
    Lacking,
    Need,
    Settles,
    check_close,
    codes,
    lacking,
    needs_second_reader,
    points,
)
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Refused, State, Step, after
from leeward.safeguarding.rules.limits import SECOND_READER, SECOND_READER_DELAY

SECOND = "second-reader"


@dataclass(frozen=True, slots=True)
class Ahead:
    """What stands between a case and its closing. `may_say`: what a decision about each point may say here."""

    state: State
    version: int
    lacking: tuple[Lacking, ...]
    second_reader: bool
    needs: Mapping[Need, str]
    may_say: Mapping[Missing, tuple[Settles, ...]]


@message("safeguarding.second-reader-waits")
@dataclass(frozen=True, slots=True)
class SecondReaderWaits:
    """Look at this closing when the job is due: has anybody else read the case?"""

    closure: UUID
    step: int


def open_closing(actor: Actor, ref: str, now: datetime) -> Ahead:
    """What is still missing, opened for one person; leaves its trace. Raises NoSuchCase."""
    with act(actor, "safeguarding.look-at-closing", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        facts = facts_of(case)
        may_say = {point: codes(facts) if point is Missing.CONDUCT else said for point, said in POINTS.items()}
        return Ahead(State(case.state), case.version, lacking(facts), _second_asked(case, now), needs_of(case), may_say)


def close(*, actor: Actor, ref: str, closing: Closing, seen: int | None = None, now: datetime) -> bool:
    """Closes a case, or hands it to a second reader where one is asked for; True when it is closed.

    Raises NoSuchCase; Refused with everything that is missing, or on an older look at the case.
    """
    with on_case(actor, "close", ref, now, seen=seen) as (case, person, entry):
        second = _second_asked(case, now)
        case.state = check_close(State(case.state), closing, facts_of(case), second_reader=second)
        closure = keep_closure(case, person, closing, now)
        case.closed_at = None if second else now
        case.save(update_fields=["state", "closed_at"])
        if second:
            entry.details["asked"] = _ask(case, closure, now)
        entry.details["state"] = str(case.state)
        return not second


def settle(
    *,
    actor: Actor,
    ref: str,
    point: Lacking,
    says: Settles,
    reason: str,
    reference: str = "",
    guidance: str = "",
    seen: int | None = None,
    now: datetime,
) -> None:
    """A decision about one point of closing, with its reason, and with a reference where it says nothing without one.

    Raises NoSuchCase; Refused for what is missing, and for a point that no reason can set aside; ValueError for what
    this point cannot say.
    """
    with on_case(actor, "settle", ref, now, seen=seen) as (case, person, _entry):
        facts = facts_of(case)
        allowed = codes(facts) if point.what is Missing.CONDUCT else POINTS.get(point.what, ())
        if says not in allowed:
            raise ValueError(f"A decision about {point.what} cannot say {says}.")
        if any(one.firm and one.what is point.what for one in points(facts)) and says is not Settles.TOLD:
            raise Refused(point.what)
        missing = [] if reason.strip() else [Missing.REASON]
        if (point.what, says) in WITH_REFERENCE and not reference.strip():
            missing.append(Missing.REFERENCE)
        if missing:
            raise Refused(*missing)
        about = f"{point.what}:{point.procedure}" if point.procedure else str(point.what)
        text = DecisionText(str(point.what), "", str(says), reason, guidance, about, reference.strip())
        write_decision(case, person, text, now)


def note_needs(*, actor: Actor, ref: str, needs: Mapping[Need, str], seen: int | None = None, now: datetime) -> None:
    """What whoever was harmed, bystanders and the organisation need; the last note counts, earlier ones stay.

    Raises NoSuchCase; Refused when the case is closed, or on an older look at it.
    """
    with on_case(actor, "note-needs", ref, now, seen=seen) as (case, person, entry):
        if case.state in (State.RECEIVED, State.CLOSED):
            raise Refused(Missing.WRONG_STATE)
        row = NeedsNote(case=case, at=now, by=person)
        row.body = seal(case.record, needs_field(row), {str(need): needs.get(need, "").strip() for need in Need})
        row.save(force_insert=True)
        entry.details["parts"] = sum(bool(text.strip()) for text in needs.values())


def read_second(*, actor: Actor, ref: str, agreed: bool, reason: str, seen: int | None = None, now: datetime) -> None:
    """Somebody who did not ask for the closing agrees to it, or sends the case back, with the reason either way.

    Raises NoSuchCase; Refused without a reason, in the wrong state, for whoever asked for it, on an older look.
    """
    with on_case(actor, "second-reading", ref, now, seen=seen) as (case, person, entry):
        following = after(State(case.state), Step.AGREE if agreed else Step.SEND_BACK)
        closure = waiting_closure(case)
        missing = [Missing.SAME_PERSON] if closure.by == person else []
        if not reason.strip():
            missing.append(Missing.REASON)
        if missing:
            raise Refused(*missing)
        _keep_reading(case, closure, person, agreed, reason, following, now)
        entry.details["state"] = str(case.state)
        for other in {closure.by, case.owner} - {None, person}:
            if other in _readers(case, now):
                tell(other, now=now)


def second_reader_due(told: SecondReaderWaits, now: datetime) -> None:
    """Handles SecondReaderWaits: reminds whoever may read; where nobody may, the case closes and its readers are told.

    Nothing once the case was read. Idempotent: a closing is read once, and the next look has its own key.
    """
    closure = Closure.objects.filter(pk=told.closure).first()
    if closure is None or SecondReading.objects.filter(closure=closure).exists():
        return
    case = Case.objects.select_for_update().get(pk=closure.case_id)
    if case.state != State.SECOND_READER:
        return
    subject = f"case:{case.pk}"
    with act(SYSTEM, "safeguarding.second-reader-due", now=now, compartment=case.compartment, subject=subject) as entry:
        asked = _find(case, closure, now)
        if asked:
            for person in sorted(asked):
                tell(person, now=now)
            put(SecondReaderWaits(closure.pk, told.step + 1), key=f"{closure.pk} {told.step + 1}", now=now,
                due=due(SECOND_READER, now))  # fmt: skip
        else:
            _keep_reading(case, closure, None, True, "", State.CLOSED, now)
            for person in sorted(_readers(case, now)):
                tell(person, now=now)
        entry.details.update(step=told.step, told=len(asked), state=str(case.state))


def _second_asked(case: Case, now: datetime) -> bool:
    kinds: tuple[str, ...] = value(SECOND_READER_KINDS, at=now)
    from_severity = value(SECOND_READER_FROM, at=now)
    return needs_second_reader(case.severity or 0, kinds_of(case), from_severity=from_severity, for_kinds=kinds)


def _ask(case: Case, closure: Closure, now: datetime) -> int:
    """Tells whoever may be second reader, and sets the clock; where nobody may, the clock of the delay, said to all."""
    asked = _find(case, closure, now)
    for person in sorted(asked or _readers(case, now)):
        tell(person, now=now)
    limit = SECOND_READER if asked else SECOND_READER_DELAY
    put(SecondReaderWaits(closure.pk, 1), key=f"{closure.pk} 1", now=now, due=due(limit, now))
    return len(asked)


def _find(case: Case, closure: Closure, now: datetime) -> set[UUID]:
    """Readers of the case who did not ask for the closing; without one, the chair is let in, unless barred."""
    others = _readers(case, now) - {closure.by}
    if not others:
        bars = live_bars(case)
        for holder in roster(now)[Post.CHAIR]:
            if holder.person not in bars and holder.person != closure.by:
                grant(case, holder, SECOND, now)
        others = _readers(case, now) - {closure.by}
    return others


def _readers(case: Case, now: datetime) -> set[UUID]:
    return {one.holder.person for one in admitted(case, now)}


def _keep_reading(
    case: Case, closure: Closure, person: UUID | None, agreed: bool, reason: str, following: State, now: datetime
) -> None:
    row = SecondReading(case=case, closure=closure, at=now, by=person, agreed=agreed)
    row.body = seal(case.record, reading_field(row), {"reason": reason})
    row.save(force_insert=True)
    case.state, case.closed_at = following, now if following is State.CLOSED else None
    case.save(update_fields=["state", "closed_at"])
