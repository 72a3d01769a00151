"""Lists of tasks arise from what happens to people. Each function runs in the act that causes it, whichever way in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.clocks.calendar import WorkingCalendar
from leeward.foundation.clocks.organisation import working_calendar
from leeward.foundation.settings_history.queries import value
from leeward.people.coming_settings import LISTS_SINCE
from leeward.people.models import ClassOfPerson, Leaving, Task, TaskList
from leeward.people.queries.days import on_day
from leeward.people.queries.task_lists import Key, ListInForce, lists_in_force, present_kinds
from leeward.people.rules import WORKFORCE, PersonClass
from leeward.people.task_rules import ORDER, Occasion, TaskLine, TaskState, due_day, lists_for

AT_ONCE = 1_000
"""Rows written in one statement."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that is to arise, where its class has one. `end`: the last day of a temporary user."""

    person: UUID
    occasion: Occasion
    kind: PersonClass
    start: date
    end: date | None = None
    cause: str = ""


@dataclass(slots=True)
class Arising:
    """What is needed to make lists, read once for however many people."""

    now: datetime
    calendar: WorkingCalendar
    lists: Mapping[Key, ListInForce]
    oldest: date
    days: dict[tuple[date, int, bool], date] = field(default_factory=dict)

    def due(self, wanted: Wanted, line: TaskLine) -> date:
        day = wanted.end if line.from_end and wanted.end is not None else wanted.start
        by_the_end = line.from_end or wanted.occasion is Occasion.LEAVING
        key = (day, line.days, by_the_end)
        if key not in self.days:
            self.days[key] = due_day(day, line.days, self.calendar, by_the_end=by_the_end)
        return self.days[key]


def _begin(now: datetime) -> Arising:
    today = timezone.localdate(now)
    oldest = today - timedelta(days=value(LISTS_SINCE, at=now))
    return Arising(now, working_calendar(at=now), lists_in_force(), oldest)


def arise(wanted: Sequence[Wanted], *, now: datetime) -> int:
    """Makes the lists that do not exist yet and whose day is not long past; returns how many. In the caller's act."""
    if not wanted:
        return 0
    with_what = _begin(now)
    there = _there({one.person for one in wanted})
    rows, tasks = [], []
    for one in wanted:
        found = with_what.lists.get((one.occasion, one.kind))
        key = (one.person, one.occasion.value, one.kind.value, one.start)
        if found is None or not found.lines or one.start < with_what.oldest or key in there:
            continue
        there.add(key)
        row = TaskList(
            person_id=one.person,
            occasion=one.occasion,
            kind=one.kind,
            version=found.number,
            start=one.start,
            end=one.end,
            cause=one.cause[:200],
            arose_at=now,
        )
        rows.append(row)
        tasks += [_task(row, position, line, with_what.due(one, line)) for position, line in enumerate(found.lines)]
    TaskList.objects.bulk_create(rows, batch_size=AT_ONCE)
    Task.objects.bulk_create(tasks, batch_size=AT_ONCE)
    return len(rows)


def _task(row: TaskList, position: int, line: TaskLine, due: date) -> Task:
    return Task(
        list=row,
        position=position,
        key=line.key,
        words=line.words,
        doer=line.doer,
        days=line.days,
        from_end=line.from_end,
        due=due,
        before_access=line.before_access,
    )


def _there(people: set[UUID]) -> set[tuple[UUID, str, str, date]]:
    """Lists there are already, asked for in few statements."""
    ordered = sorted(people)
    found: set[tuple[UUID, str, str, date]] = set()
    for first in range(0, len(ordered), AT_ONCE):
        rows = TaskList.objects.filter(person__in=ordered[first : first + AT_ONCE], set_aside_at=None)
        found |= set(rows.values_list("person_id", "occasion", "kind", "start"))
    return found


def joined(person: UUID, kinds: Iterable[PersonClass], since: date, *, now: datetime) -> int:
    """Somebody becomes something here on a day: the joiner's list of each, of working here the first alone."""
    return arise([Wanted(person, Occasion.JOINING, kind, since) for kind in lists_for(kinds)], now=now)


def moved(people: Mapping[UUID, Iterable[str]], day: date, *, now: datetime) -> int:
    """People's site, class, tutor or post changes on a day; `people` says what changed for each.

    Whoever is still joining or is about to leave gets no second list; two changes on one day share one.
    """
    lists = lists_in_force()
    present = present_kinds(people, day)
    busy = _busy(set(people), now)
    wanted = []
    for person, causes in people.items():
        kinds = sorted(present[person], key=ORDER.index)
        kind = next((one for one in kinds if (Occasion.MOVING, one) in lists), None)
        if kind is not None and person not in busy:
            wanted.append(Wanted(person, Occasion.MOVING, kind, day, cause=", ".join(causes)))
    return arise(wanted, now=now)


def changed(person: UUID, fields: Iterable[str], *, now: datetime) -> int:
    """Somebody's details changed: another site or tutor is a move, from today."""
    causes = [name for name in ("site", "tutor") if name in fields]
    return moved({person: causes}, timezone.localdate(now), now=now) if causes else 0


def _busy(people: set[UUID], now: datetime) -> set[UUID]:
    """Those whose joining list is not done, and those who leave."""
    ordered = sorted(people)
    found: set[UUID] = set()
    for first in range(0, len(ordered), AT_ONCE):
        some = ordered[first : first + AT_ONCE]
        joining = TaskList.objects.filter(
            person__in=some,
            occasion__in=[Occasion.JOINING, Occasion.TEMPORARY],
            set_aside_at=None,
            tasks__state=TaskState.OPEN,
        )
        found |= set(joining.values_list("person_id", flat=True))
        leaving = Leaving.objects.filter(person__in=some, stayed_at=None, closed_at=None)
        found |= set(leaving.values_list("person_id", flat=True))
    return found


def became(person: UUID, kind: PersonClass, since: date, *, now: datetime) -> int:
    """Somebody gets another class. Who was here already moves; who was not, or becomes a learner, joins."""
    others = ClassOfPerson.objects.filter(on_day(since), person_id=person).exclude(kind=kind)
    kinds = {PersonClass(one) for one in others.values_list("kind", flat=True)}
    if kind in WORKFORCE and kinds & WORKFORCE:
        return moved({person: ["class"]}, since, now=now)
    return joined(person, [kind], since, now=now)


@dataclass(slots=True)
class News:
    """What a whole file, or another system, says of many people: told at its end in few statements."""

    arrivals: dict[tuple[UUID, date], list[PersonClass]] = field(default_factory=dict)
    moves: dict[UUID, list[str]] = field(default_factory=dict)

    def became(self, person: UUID, kind: PersonClass, since: date, before: Iterable[PersonClass]) -> None:
        """Somebody is something from a day on, who was `before` until then. See `became`."""
        others = set(before) - set(self.arrivals.get((person, since), []))
        if kind in WORKFORCE and others & WORKFORCE:
            self.moves.setdefault(person, []).append("class")
        else:
            self.arrivals.setdefault((person, since), []).append(kind)

    def changed(self, person: UUID, fields: Iterable[str]) -> None:
        """Somebody's details changed."""
        if causes := [name for name in ("site", "tutor") if name in fields]:
            self.moves.setdefault(person, []).extend(causes)

    def tell(self, *, now: datetime) -> None:
        """Makes the lists. In the caller's act."""
        wanted = [
            Wanted(person, Occasion.JOINING, kind, since)
            for (person, since), kinds in self.arrivals.items()
            for kind in lists_for(kinds)
        ]
        arise(wanted, now=now)
        if self.moves:
            moved(self.moves, timezone.localdate(now), now=now)


def leaves(person: UUID, last_day: date, *, now: datetime, by: UUID | None) -> Leaving:
    """Somebody's last day is known, or is another than was thought. The list of a leaver arises or moves with it."""
    leaving = Leaving.objects.filter(person_id=person, closed_at=None, stayed_at=None).first()
    if leaving is None:
        leaving = Leaving.objects.create(person_id=person, last_day=last_day, recorded_at=now, recorded_by_id=by)
    elif leaving.last_day != last_day:
        leaving.last_day = last_day
        leaving.save(update_fields=["last_day"])
        _shift(person, last_day, now)
    if not TaskList.objects.filter(person_id=person, occasion=Occasion.LEAVING, start=last_day).exists():
        kinds = sorted(present_kinds([person], last_day)[person], key=ORDER.index)
        arise([Wanted(person, Occasion.LEAVING, kind, last_day) for kind in kinds[:1]], now=now)
    return leaving


def _shift(person: UUID, last_day: date, now: datetime) -> None:
    """The open tasks of a leaver's list become due with the new last day."""
    calendar = working_calendar(at=now)
    for row in TaskList.objects.filter(person_id=person, occasion=Occasion.LEAVING, set_aside_at=None):
        row.start = last_day
        row.save(update_fields=["start"])
        for task in row.tasks.filter(state=TaskState.OPEN):
            task.due = due_day(last_day, task.days, calendar, by_the_end=True)
            task.save(update_fields=["due"])


def ends_on(row: TaskList, end: date, *, now: datetime) -> None:
    """A temporary user's list ends on another day: what is due by the end moves with it."""
    calendar = working_calendar(at=now)
    row.end = end
    row.save(update_fields=["end"])
    for task in row.tasks.filter(state=TaskState.OPEN, from_end=True):
        task.due = due_day(end, task.days, calendar, by_the_end=True)
        task.save(update_fields=["due"])


def stays(person: UUID, *, now: datetime) -> None:
    """Somebody who was to leave, or had left, is here after all. Nothing that was closed opens again by this."""
    if Leaving.objects.filter(person_id=person, closed_at=None, stayed_at=None).update(stayed_at=now):
        lists = TaskList.objects.filter(person_id=person, occasion=Occasion.LEAVING, set_aside_at=None)
        lists.filter(tasks__state=TaskState.OPEN).update(set_aside_at=now)
