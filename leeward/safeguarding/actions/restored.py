"""What backups ask of this room: where its sealed words lie."""

from collections.abc import Iterator

from leeward.foundation.backup.registry import Sealed
from leeward.safeguarding.actions.sealed import (
    action_field,
    bar_field,
    closure_field,
    decision_field,
    entry_field,
    person_field,
)
from leeward.safeguarding.models import Bar, CaseAction, CasePerson, Closure, Concern, Decision, Entry, Thread


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
