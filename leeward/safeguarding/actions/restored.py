"""What backups ask of this room: where its sealed words lie."""

from collections.abc import Iterator

from leeward.foundation.backup.registry import Sealed
from leeward.safeguarding.actions.sealed import (
    action_field,
    answers_field,
    bar_field,
    closure_field,
    decision_field,
    duty_field,
    entry_field,
    person_field,
    run_field,
)
from leeward.safeguarding.models import (
    Bar,
    CaseAction,
    CaseDuty,
    CasePerson,
    Closure,
    Concern,
    Decision,
    Entry,
    ProcedureAnswers,
    ProcedureRun,
    Thread,
)


def sealed_words() -> Iterator[Sealed]:
    """Every value of the room that opens without the reporter's words."""
    for concern in Concern.objects.iterator():
        yield concern.record, "telling", concern.telling
    for person in CasePerson.objects.select_related("case").iterator():
        yield person.case.record, person_field(person), person.who
    for entry in Entry.objects.select_related("case").iterator():
        yield entry.case.record, entry_field(entry), entry.body
    for decision in Decision.objects.select_related("case").iterator():
        yield decision.case.record, decision_field(decision), decision.body
    for closure in Closure.objects.select_related("case").iterator():
        yield closure.case.record, closure_field(closure), closure.body
    for action in CaseAction.objects.select_related("case").iterator():
        yield action.case.record, action_field(action, "what"), action.what
        if action.result is not None:
            yield action.case.record, action_field(action, "result"), action.result
    for bar in Bar.objects.select_related("case").iterator():
        yield bar.case.record, bar_field(bar), bar.who
    for thread in Thread.objects.select_related("concern").iterator():
        yield thread.concern.record, f"thread {thread.pk}", thread.for_case
    yield from _procedures()


def _procedures() -> Iterator[Sealed]:
    """Which procedures were begun, every answer, and what is due and came of it."""
    for run in ProcedureRun.objects.select_related("case").iterator():
        yield run.case.record, run_field(run), run.which
    for answers in ProcedureAnswers.objects.select_related("run__case").iterator():
        yield answers.run.case.record, answers_field(answers), answers.body
    for duty in CaseDuty.objects.select_related("case").iterator():
        yield duty.case.record, duty_field(duty, "what"), duty.what
        if duty.result is not None:
            yield duty.case.record, duty_field(duty, "result"), duty.result
