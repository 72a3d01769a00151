"""What somebody must do before their pages open, where the organisation wants it: off, flag or gate for each class."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.settings_history.queries import chosen_at, value, values
from leeward.people.coming_settings import BEFORE_ACCESS, GRACE, BeforeAccess
from leeward.people.models import ClassOfPerson, Task
from leeward.people.queries.days import on_day
from leeward.people.queries.posts import permissions_by_post, posts_of
from leeward.people.rules import PersonClass, given_by
from leeward.people.task_rules import Occasion, TaskState

RECEIVES = "safeguarding.receive"
_STRICTEST_FIRST = (BeforeAccess.GATE, BeforeAccess.FLAG, BeforeAccess.OFF)


@dataclass(frozen=True, slots=True)
class AccessRule:
    """What holds for somebody: the strictest mode of their classes, and since when it does. `grace` in days."""

    mode: BeforeAccess
    since: date
    grace: int

    def shuts(self, asked_on: date, today: date) -> bool:
        """Is the gate shut today for something asked on a day?"""
        return self.mode is BeforeAccess.GATE and today >= max(asked_on, self.since) + timedelta(days=self.grace)


def access_rule(person: UUID, now: datetime) -> AccessRule:
    """The rule for somebody today. One statement while no class has a gate.

    Who receives concerns is never shut out: somebody in danger must not wait for a form to be signed.
    """
    today = timezone.localdate(now)
    modes = {kind: BeforeAccess(said) for kind, said in _modes(now).items()}
    strictest = min(modes.values(), key=_STRICTEST_FIRST.index)
    if strictest is BeforeAccess.OFF:
        return AccessRule(BeforeAccess.OFF, today, 0)
    spans = ClassOfPerson.objects.filter(on_day(today), person_id=person).order_by("since")
    rules = [(modes[PersonClass(span.kind)], span) for span in spans]
    mode = min((mode for mode, _span in rules), key=_STRICTEST_FIRST.index, default=BeforeAccess.OFF)
    if mode is BeforeAccess.GATE and _receives(person, today):
        mode = BeforeAccess.FLAG
    since = today
    if mode is not BeforeAccess.OFF:
        since = min(_since(span, now) for found, span in rules if found is mode or mode is BeforeAccess.FLAG)
    return AccessRule(mode, since, value(GRACE, at=now))


def _modes(now: datetime) -> dict[PersonClass, str]:
    said = values(BEFORE_ACCESS.values(), at=now)
    return {kind: said[setting.key] for kind, setting in BEFORE_ACCESS.items()}


def _since(span: ClassOfPerson, now: datetime) -> date:
    chosen = chosen_at(BEFORE_ACCESS[PersonClass(span.kind)], at=now)
    return span.since if chosen is None else max(span.since, timezone.localdate(chosen))


def _receives(person: UUID, today: date) -> bool:
    return any(RECEIVES in given_by(held.held, permissions_by_post()) for held in posts_of(person, today))


def gate_is_used(now: datetime) -> bool:
    """Does any class have a gate? One statement."""
    return BeforeAccess.GATE.value in _modes(now).values()


@dataclass(frozen=True, slots=True)
class Pending:
    """A task that comes before access and is not settled. `asked_on`: when it began."""

    id: UUID
    words: str
    doer: str
    asked_on: date


def pending_before_access(person: UUID) -> list[Pending]:
    """The open tasks that come before access for somebody, in the order of their lists."""
    rows = Task.objects.filter(
        list__person_id=person,
        list__set_aside_at=None,
        list__occasion__in=[Occasion.JOINING, Occasion.TEMPORARY],
        before_access=True,
        state=TaskState.OPEN,
    )
    return [
        Pending(row.pk, row.words, row.doer, max(row.list.start, timezone.localdate(row.list.arose_at)))
        for row in rows.select_related("list").order_by("list__start", "position")
    ]
