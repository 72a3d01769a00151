"""How joining and leaving stand over a stretch of time, in numbers: for proof, never with names."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from leeward.people.models import Leaving, Person, Task, TaskList
from leeward.people.queries.days import here_or_coming, today
from leeward.people.task_rules import Occasion, TaskState

SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class LeaversStanding:
    """`total` people left; `can_sign_in` still can; `not_closed` are not closed; `late`: closed after the last day."""

    total: int
    can_sign_in: int
    not_closed: int
    late: int


@dataclass(frozen=True, slots=True)
class JoinersStanding:
    """`total` lists; `overdue` have an open task past its day; `due_soon` one that is due in two days."""

    total: int
    overdue: int
    due_soon: int


def leavers_standing(since: datetime, now: datetime) -> LeaversStanding:
    """Of those whose last day was since then and is over. Whoever is here again counts as staying."""
    on = today(now)
    rows = Leaving.objects.filter(stayed_at=None, last_day__gte=timezone.localdate(since), last_day__lt=on)
    late = not_closed = 0
    for last_day, closed_at in rows.values_list("last_day", "closed_at"):
        ends = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
        not_closed += closed_at is None
        late += closed_at is not None and closed_at >= ends
    gone = Person.objects.filter(account__is_active=True, classes__until__lt=on).exclude(here_or_coming(on))
    return LeaversStanding(rows.count(), gone.distinct().count(), not_closed, late)


def joiners_standing(since: datetime, now: datetime) -> JoinersStanding:
    """The joining lists that began since then."""
    on = today(now)
    lists = TaskList.objects.filter(
        occasion=Occasion.JOINING, set_aside_at=None, start__gte=timezone.localdate(since), start__lte=on
    )
    undone = Task.objects.filter(list=OuterRef("pk"), state=TaskState.OPEN)
    overdue = lists.filter(Exists(undone.filter(due__lt=on))).count()
    soon = lists.filter(Exists(undone.filter(due__lte=on + SOON))).count()
    return JoinersStanding(lists.count(), overdue, soon - overdue)
