"""Lists of what to do when somebody joins, moves, leaves or comes for a while. Pure: days and calendars come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from leeward.foundation.clocks.calendar import WorkingCalendar
from leeward.people.rules import WORKFORCE, PersonClass, Post


class Occasion(StrEnum):
    """Why a list arises."""

    JOINING = "joining"
    MOVING = "moving"
    LEAVING = "leaving"
    TEMPORARY = "temporary"


class TaskState(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"


class WhyClosed(StrEnum):
    """Why a sign-in is closed at once. One of few words: no story is kept with it."""

    LEFT_AT_ONCE = "left-at-once"
    DISMISSED = "dismissed"
    SUSPENDED = "suspended"
    MISUSED = "misused"
    MISTAKE = "mistake"


SELF, TUTOR, SPONSOR = "self", "tutor", "sponsor"
DOERS: tuple[str, ...] = (*(post.value for post in Post), SELF, TUTOR, SPONSOR)
"""Who does a task: whoever holds a post, or the person, their tutor, the sponsor of a temporary user."""

MOST_TASKS = 40
LONGEST_WORDS = 300
MOST_DAYS = 250

AGREEMENT = "agreement"
"""The key of the task that is done once every policy this person is asked to agree to is agreed to."""
INDUCTION = "induction"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of a list. `key` stays with it from version to version.

    `days`: working days after the start, before it when negative. The start is the first day, the day of the move, or
    the last day of a leaver; `from_end`: the last day of a temporary user instead. `before_access`: where the
    organisation wants it, the person's own pages open only when this is done.
    """

    key: str
    words: str
    doer: str
    days: int = 0
    before_access: bool = False
    from_end: bool = False


def due_day(day: date, days: int, calendar: WorkingCalendar, *, by_the_end: bool) -> date:
    """The day a task is due. `by_the_end`: zero days means the day itself, worked or not, and never a later one."""
    if days < 0:
        for _step in range(-days):
            day = calendar.last_working_day(day - timedelta(days=1))
        return day
    if days == 0 and by_the_end:
        return day
    return calendar.add_working_days(day, days)


ORDER = (
    PersonClass.STAFF,
    PersonClass.ASSOCIATE,
    PersonClass.CONTRACTOR,
    PersonClass.VOLUNTEER,
    PersonClass.BOARD_MEMBER,
    PersonClass.LEARNER,
    PersonClass.VISITOR,
    PersonClass.PARENT,
    PersonClass.EMPLOYER_CONTACT,
    PersonClass.FORMER_LEARNER,
)
"""Which class's list counts where somebody is several things at once: the first of these."""


def lists_for(kinds: Iterable[PersonClass]) -> list[PersonClass]:
    """The classes whose joining lists are for somebody who becomes all of these: of working here, the first alone."""
    present = sorted(set(kinds), key=ORDER.index)
    working = [kind for kind in present if kind in WORKFORCE]
    return [kind for kind in present if kind not in WORKFORCE or kind == working[0]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new version of a list would change."""

    added: tuple[TaskLine, ...] = ()
    removed: tuple[TaskLine, ...] = ()
    changed: tuple[tuple[TaskLine, TaskLine], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(old: Sequence[TaskLine], new: Sequence[TaskLine]) -> Difference:
    """What changes between two versions, task by task."""
    before = {line.key: line for line in old}
    after = {line.key: line for line in new}
    return Difference(
        tuple(line for line in new if line.key not in before),
        tuple(line for line in old if line.key not in after),
        tuple((before[line.key], line) for line in new if line.key in before and before[line.key] != line),
    )
