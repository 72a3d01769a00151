"""Sealing and opening what belongs to a case. The field's name carries the row, so that rows cannot be swapped."""

import json
from collections.abc import Mapping
from uuid import UUID

from leeward.foundation.vault import store
from leeward.safeguarding.models import (
    Bar,
    Case,
    CaseAction,
    CaseDuty,
    CasePerson,
    Closure,
    Decision,
    Entry,
    ProcedureAnswers,
    ProcedureRun,
)

Texts = dict[str, str]


def seal(record: UUID, field: str, texts: Mapping[str, str]) -> bytes:
    """Seals a few named texts as one field."""
    return store.seal_text(record, field, json.dumps(dict(texts), ensure_ascii=False))


def unseal(record: UUID, field: str, sealed: bytes | memoryview) -> Texts:
    """The named texts again. Raises CannotOpen for a value that was changed or moved."""
    opened = json.loads(store.open_text(record, field, sealed))
    return {str(name): str(text) for name, text in opened.items()}


def bar_field(bar: Bar) -> str:
    return f"bar {bar.pk}"


def person_field(person: CasePerson) -> str:
    return f"person {person.pk}"


def entry_field(entry: Entry) -> str:
    return f"entry {entry.pk}"


def decision_field(decision: Decision) -> str:
    return f"decision {decision.pk}"


def closure_field(closure: Closure) -> str:
    return f"closure {closure.pk}"


def action_field(action: CaseAction, name: str) -> str:
    return f"action {action.pk} {name}"


def run_field(run: ProcedureRun) -> str:
    return f"procedure {run.pk}"


def answers_field(answers: ProcedureAnswers) -> str:
    return f"answers {answers.pk}"


def duty_field(duty: CaseDuty, name: str) -> str:
    return f"duty {duty.pk} {name}"


def barred_person(case: Case, bar: Bar) -> UUID:
    """Whom a bar is about."""
    return UUID(unseal(case.record, bar_field(bar), bar.who)["person"])
