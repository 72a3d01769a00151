"""Guided procedures in a case: begin one, answer a screen, and do what the answers ask for by its time."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.outbox.jobs import put
from leeward.foundation.settings_history import queries as chosen
from leeward.foundation.vault.keyring import keyring
from leeward.safeguarding.actions.casework import on_case, write_entry
from leeward.safeguarding.actions.duties import DutyWaits
from leeward.safeguarding.actions.runs import NoSuchProcedure, answers_of, procedure_of
from leeward.safeguarding.actions.sealed import answers_field, duty_field, run_field, seal, unseal
from leeward.safeguarding.models import Case, CaseDuty, ProcedureAnswers, ProcedureRun
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.queries.duties import offered
from leeward.safeguarding.rules.lifecycle import WORKED_ON, Missing, Refused
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.procedures.shape import Duty, Procedure, Starts, all_screens, counting, finished


class MayNotBeSetAside(Exception):
    """Nobody can say that this duty does not apply while the answers ask for it: the law puts it on one person."""


def begin_procedure(*, actor: Actor, ref: str, procedure: str, now: datetime) -> UUID:
    """Begins a procedure in a case and returns its run; one that is begun already is gone on with.

    Raises NoSuchCase; NoSuchProcedure; Refused before the case is acknowledged or after it is closed.
    """
    if procedure not in offered(now):
        raise NoSuchProcedure(procedure)
    with on_case(actor, "begin-procedure", ref, now) as (case, person, _entry):
        if case.state not in WORKED_ON:
            raise Refused(Missing.WRONG_STATE)
        for row in case.runs.all():
            if procedure_of(row).key == procedure:
                return row.pk
        run = ProcedureRun(case=case, begun_at=now, begun_by=person)
        run.which = seal(case.record, run_field(run), {"procedure": procedure})
        run.save(force_insert=True)
        return run.pk


def answer_procedure(
    *, actor: Actor, ref: str, run: UUID, screen: str, answers: Mapping[str, str], now: datetime
) -> None:
    """Keeps the answers of one screen, starts the clocks they ask for, and writes the result into the chronology.

    Earlier answers stay on record. A duty that was asked for once stays until somebody ends it, with a reason where
    it no longer applies. Raises NoSuchCase, NoSuchProcedure; Refused once the case is closed.
    """
    with on_case(actor, "answer-procedure", ref, now) as (case, person, entry):
        row = case.runs.filter(pk=run).first()
        if row is None:
            raise NoSuchProcedure(str(run))
        if case.state not in WORKED_ON:
            raise Refused(Missing.WRONG_STATE)
        procedure, before = procedure_of(row), answers_of(row)
        found = next((one for one in all_screens(procedure, before) if one.key == screen), None)
        if found is None:
            raise NoSuchProcedure(screen)
        given = {question.key: answers.get(question.key, "").strip() for question in found.questions}
        kept = ProcedureAnswers(run=row, turn=row.answers.count() + 1, at=now, by=person)
        kept.body = seal(case.record, answers_field(kept), given)
        kept.save(force_insert=True)
        after = counting(procedure, {**before, **given})
        result = finished(procedure, after)
        duties = result.duties if result else ()
        made = [duty for duty in duties if _start(case, row, duty, now)]
        if result is not None and result != finished(procedure, before):
            write_entry(
                case,
                person,
                _in_words(procedure, result.title, result.why),
                now,
                event_at=now,
                precision=Precision.MINUTE,
            )
        entry.details.update(screen_done=True, duties=len(made), finished=result is not None)


def end_duty(
    *,
    actor: Actor,
    ref: str,
    duty: UUID,
    applies: bool,
    result: str,
    done_at: datetime | None = None,
    now: datetime,
) -> None:
    """A duty is done (`result`: what came of it, a reference) or does not apply (`result`: the reason). Twice is once.

    What follows from one that is done begins at `done_at`, now unless said: the time an agency was told, say.

    Raises NoSuchCase, NoSuchProcedure; MayNotBeSetAside; ValueError for an empty text or a time still to come.
    """
    with on_case(actor, "end-duty", ref, now) as (case, person, entry):
        done = done_at or now
        if not result.strip():
            raise ValueError("Say what came of it, or why it does not apply.")
        if done > now:
            raise ValueError("That time is still to come.")
        row = case.duties.select_for_update().filter(pk=duty).first()
        if row is None:
            raise NoSuchProcedure(str(duty))
        if row.ended_at is not None:
            return
        if not applies and (asked := _asked_for(row)) is not None and asked.firm:
            raise MayNotBeSetAside
        row.ended_at, row.ended_by, row.applies = now, person, applies
        row.result = seal(case.record, duty_field(row, "result"), {"text": result.strip(), "done": done.isoformat()})
        row.save(update_fields=["ended_at", "ended_by", "applies", "result"])
        following = _afterwards(row) if applies else ()
        for one in following:
            _start(case, row.run, one, now, start=done)
        entry.details.update(applies=applies, in_time=done <= row.due, following=len(following))


def _key_of(row: CaseDuty) -> str:
    return unseal(row.case.record, duty_field(row, "what"), row.what)["key"]


def _afterwards(row: CaseDuty) -> tuple[Duty, ...]:
    return procedure_of(row.run).afterwards.get(_key_of(row), ()) if row.run else ()


def _asked_for(row: CaseDuty) -> Duty | None:
    """The duty as the answers of today ask for it; None for one they no longer ask for, or that followed another."""
    result = finished(procedure_of(row.run), answers_of(row.run)) if row.run else None
    key = _key_of(row)
    return next((duty for duty in (result.duties if result else ()) if duty.key == key), None)


def _start(case: Case, run: ProcedureRun | None, duty: Duty, now: datetime, *, start: datetime | None = None) -> bool:
    """Makes a duty once. Its clock begins now, or when the concern was raised; its limit is the one chosen today."""
    if run is None or CaseDuty.objects.filter(mark=(mark := _mark(run, duty))).exists():
        return False
    start = start or (case.raised_at if duty.starts is Starts.RAISED else now)
    row = CaseDuty(case=case, run=run, mark=mark, started_at=start)
    row.due = min(due(chosen.limit(key, at=now), start) for key in (duty.limit, duty.sooner) if key)
    texts = {"key": duty.key, "title": duty.title, "rule": duty.rule, "whom": str(duty.whom), "limit": duty.limit}
    row.what = seal(case.record, duty_field(row, "what"), {**texts, "draft": duty.draft})
    row.save(force_insert=True)
    put(DutyWaits(row.pk, 1), key=f"{row.pk} 1", now=now, due=max(row.due, now))
    return True


def _mark(run: ProcedureRun, duty: Duty) -> str:
    return keyring().mark("safeguarding duties", f"{run.pk} {duty.key}".encode())


def _in_words(procedure: Procedure, title: str, why: tuple[str, ...]) -> str:
    return "\n".join([f"{_(procedure.title)}: {_(title)}", *(_(text) for text in why)])
