"""Who joins, moves, leaves or is here for a while, with what is done and what is not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.people.models import Task, TaskList
from leeward.people.queries.days import today
from leeward.people.queries.task_lists import doer_words, to_do_by
from leeward.people.task_rules import SELF, Occasion, TaskState

MOST_LISTS = 50
"""Lists on one page of the board."""
WEEKS_BACK, WEEKS_AHEAD = 2, 4
OPEN = TaskState.OPEN.value


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task for a page. `reason` is empty for those who neither settled it nor look after people."""

    id: UUID
    words: str
    doer: str
    due: date
    state: TaskState
    overdue: bool
    before_access: bool
    settled_at: datetime | None
    settled_by: str
    reason: str
    may_settle: bool


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list in a table of lists."""

    id: UUID
    person: UUID
    name: str
    occasion: Occasion
    kind: str
    start: date
    end: date | None
    done: int
    total: int
    overdue: int
    causes: tuple[str, ...]

    @property
    def finished(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list with its tasks. `number` is the version it arose from, 0 the default."""

    line: ListLine
    number: int
    tasks: tuple[TaskShown, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One page of lists."""

    lines: tuple[ListLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task in somebody's own list of tasks, with whom it is about."""

    task: TaskShown
    list: UUID
    person: UUID
    name: str
    occasion: Occasion
    own: bool


def causes_in_words(cause: str) -> tuple[str, ...]:
    """What changed, in words."""
    words = {"site": _("another site"), "tutor": _("another tutor"), "class": _("another class"), "post": _("a post")}
    return tuple(words.get(one, one) for one in dict.fromkeys(cause.split(", ")) if one)


def _counted(rows: QuerySet[TaskList], on: date) -> QuerySet[TaskList]:
    settled = Count("tasks", filter=~Q(tasks__state=OPEN))
    overdue = Count("tasks", filter=Q(tasks__state=OPEN, tasks__due__lt=on))
    return rows.select_related("person").annotate(done=settled, total=Count("tasks"), overdue=overdue)


def _line(row: TaskList) -> ListLine:
    return ListLine(
        id=row.pk,
        person=row.person_id,
        name=row.person.name,
        occasion=Occasion(row.occasion),
        kind=row.kind,
        start=row.start,
        end=row.end,
        done=int(row.done),  # type: ignore[attr-defined]  # annotated by _counted
        total=int(row.total),  # type: ignore[attr-defined]  # as above
        overdue=int(row.overdue),  # type: ignore[attr-defined]  # as above
        causes=causes_in_words(row.cause),
    )


def board(actor: Actor, now: datetime, *, occasion: Occasion | None = None, page: int = 1) -> Board:
    """Lists of the last and next weeks, and every older one that is not done; nothing without `people.change`."""
    if not actor.may("people.change"):
        return Board((), 0, 1, 1)
    on = today(now)
    near = Q(start__gte=on - timedelta(weeks=WEEKS_BACK), start__lte=on + timedelta(weeks=WEEKS_AHEAD))
    rows = TaskList.objects.filter(set_aside_at=None)
    undone = Task.objects.filter(state=OPEN).values("list")
    rows = rows.filter(near | Q(pk__in=undone))
    if occasion is not None:
        rows = rows.filter(occasion=occasion)
    total = rows.count()
    pages = max(1, -(-total // MOST_LISTS))
    page = min(max(page, 1), pages)
    first = (page - 1) * MOST_LISTS
    found = _counted(rows, on).order_by("start", "person__family_name", "id")[first : first + MOST_LISTS]
    return Board(tuple(_line(row) for row in found), total, page, pages)


def _shown(task: Task, actor: Actor, on: date, mine: set[UUID]) -> TaskShown:
    manages = actor.may("people.change")
    own_word = manages or (actor.person is not None and task.settled_by_id == actor.person)
    return TaskShown(
        id=task.pk,
        words=task.words,
        doer=doer_words(task.doer),
        due=task.due,
        state=TaskState(task.state),
        overdue=task.state == OPEN and task.due < on,
        before_access=task.before_access,
        settled_at=task.settled_at,
        settled_by=task.settled_by.name if task.settled_by is not None else "",
        reason=task.reason if own_word else "",
        may_settle=manages or task.pk in mine,
    )


def list_page(actor: Actor, list_id: UUID, now: datetime) -> ListPage | None:
    """One list for those who look after people, who do one of its tasks, or whose it is; else None.

    A leaver sees of their own list what they do themselves, and nothing else of it.
    """
    on = today(now)
    row = _counted(TaskList.objects.filter(pk=list_id, set_aside_at=None), on).first()
    if row is None or actor.person is None:
        return None
    tasks = row.tasks.select_related("settled_by").order_by("position")
    mine = set(tasks.filter(to_do_by(actor, now)).values_list("pk", flat=True))
    own = row.person_id == actor.person
    if own and row.occasion == Occasion.LEAVING and not actor.may("people.change"):
        tasks = tasks.filter(doer=SELF)
        mine &= set(tasks.values_list("pk", flat=True))
    if not (actor.may("people.change") or mine or (own and tasks)):
        return None
    return ListPage(_line(row), row.version, tuple(_shown(task, actor, on, mine) for task in tasks))


def lists_of(person: UUID, now: datetime) -> list[ListLine]:
    """Every list of somebody, the newest first."""
    rows = _counted(TaskList.objects.filter(person_id=person, set_aside_at=None), today(now))
    return [_line(row) for row in rows.order_by("-start", "-arose_at")]


def _open_tasks(actor: Actor, now: datetime) -> QuerySet[Task]:
    live = Task.objects.filter(state=OPEN, list__set_aside_at=None)
    return live.filter(to_do_by(actor, now))


def to_do(actor: Actor, now: datetime, *, most: int = 200) -> list[ToDo]:
    """The open tasks an actor is to do, the most urgent first."""
    on = today(now)
    rows = _open_tasks(actor, now).select_related("list__person", "settled_by").order_by("due", "list", "position")
    return [
        ToDo(
            _shown(task, actor, on, {task.pk}),
            task.list_id,
            task.list.person_id,
            task.list.person.name,
            Occasion(task.list.occasion),
            task.list.person_id == actor.person,
        )
        for task in rows[:most]
    ]


def counts(actor: Actor, now: datetime) -> tuple[int, int]:
    """How many open tasks an actor is to do, and how many of them are overdue. One statement."""
    if actor.person is None:
        return 0, 0
    found = _open_tasks(actor, now).aggregate(
        every=Count("pk", distinct=True), late=Count("pk", distinct=True, filter=Q(due__lt=today(now)))
    )
    return found["every"], found["late"]


def task_page(actor: Actor, task_id: UUID, now: datetime) -> ToDo | None:
    """One task for whoever may settle it, else None."""
    found = Task.objects.filter(pk=task_id, list__set_aside_at=None)
    if not actor.may("people.change"):
        found = found.filter(to_do_by(actor, now))
    task = found.select_related("list__person", "settled_by").first()
    if task is None:
        return None
    shown = _shown(task, actor, today(now), {task.pk})
    occasion = Occasion(task.list.occasion)
    return ToDo(
        shown, task.list_id, task.list.person_id, task.list.person.name, occasion, task.list.person_id == actor.person
    )
