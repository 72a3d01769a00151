"""Tasks of joiners, movers, leavers and temporary users: ticked with a name and a time, by who does them or by HR."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import Act, act
from leeward.people.models import Task
from leeward.people.queries.task_lists import to_do_by
from leeward.people.refusals import Refused, in_words
from leeward.people.task_rules import TaskState


def _mine(actor: Actor, task: UUID, entry: Act, now: datetime) -> Task:
    """The task, locked, for whoever may settle it. Raises Refused, the same for none and for somebody else's."""
    may = Task.objects.filter(pk=task, list__set_aside_at=None)
    if not actor.may("people.change"):
        may = may.filter(to_do_by(actor, now))
    found = may.values_list("pk", flat=True).first()
    if found is None or actor.person is None:
        raise Refused(_("This task is not yours to settle."))
    row = Task.objects.select_for_update(of=("self",)).select_related("list").get(pk=found)
    entry.subject = f"person:{row.list.person_id}"
    entry.details.update(list=row.list.occasion, task=row.key)
    return row


def _settle(row: Task, state: TaskState, *, by: UUID | None, reason: str, now: datetime | None) -> None:
    row.state, row.settled_at, row.settled_by_id, row.reason = state, now, by, reason
    row.save(update_fields=["state", "settled_at", "settled_by", "reason"])


def tick(*, actor: Actor, now: datetime, task: UUID) -> None:
    """Says that a task is done. Raises Refused."""
    with act(actor, "people.task-done", now=now) as entry, in_words():
        row = _mine(actor, task, entry, now)
        if row.state != TaskState.OPEN:
            raise Refused(_("This is settled already."))
        _settle(row, TaskState.DONE, by=actor.person, reason="", now=now)


def not_applicable(*, actor: Actor, now: datetime, task: UUID, reason: str) -> None:
    """Says that a task need not be done, and why. Nobody excuses themselves from what comes before access.

    Raises Refused.
    """
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise Refused(_("Say why this need not be done."), "reason")
    with act(actor, "people.task-not-applicable", now=now) as entry, in_words():
        row = _mine(actor, task, entry, now)
        if row.state != TaskState.OPEN:
            raise Refused(_("This is settled already."))
        if row.before_access and row.list.person_id == actor.person:
            raise Refused(_("Nobody excuses themselves from this. Ask HR."), "reason")
        _settle(row, TaskState.NOT_APPLICABLE, by=actor.person, reason=reason, now=now)


def open_again(*, actor: Actor, now: datetime, task: UUID) -> None:
    """Takes back a tick made by mistake. Raises Refused."""
    with act(actor, "people.task-open-again", now=now) as entry, in_words():
        row = _mine(actor, task, entry, now)
        if row.state == TaskState.OPEN:
            raise Refused(_("This is not settled."))
        _settle(row, TaskState.OPEN, by=None, reason="", now=None)


def settle_for(person: UUID, key: str, *, now: datetime) -> int:
    """Ticks every open task of this key on a person's lists, by the person; for rooms where the thing itself is done.

    In the caller's act. Returns how many.
    """
    open_tasks = Task.objects.filter(list__person_id=person, list__set_aside_at=None, key=key, state=TaskState.OPEN)
    return Task.objects.filter(pk__in=list(open_tasks.values_list("pk", flat=True))).update(
        state=TaskState.DONE, settled_at=now, settled_by_id=person
    )
