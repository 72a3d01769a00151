"""The permission matrix: which technology may be used by whom, when and how. Pure: a question in, a cell out.

Everyone is asked the same way, so two people who ask the same get the same answer and see the cell that gave it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

ANY_TIME = ""
"""The hours of a cell that holds at any time."""


class Account(StrEnum):
    """Whose account is used."""

    ANY = ""
    OURS = "ours"
    OWN = "own"


class Device(StrEnum):
    """Whose device is used."""

    ANY = ""
    OURS = "ours"
    OWN = "own"


class Purpose(StrEnum):
    """What it is used for."""

    ANY = ""
    WORK = "work"
    PERSONAL = "personal"


class Condition(StrEnum):
    """What a cell may ask of a use."""

    HOURS = "hours"
    ACCOUNT = "account"
    DEVICE = "device"
    PURPOSE = "purpose"


class Verdict(StrEnum):
    """DEPENDS: the question leaves something open that the cell asks about. NOT_AGREED: no cell speaks of it."""

    ALLOWED = "allowed"
    DEPENDS = "depends"
    NOT_ALLOWED = "not-allowed"
    NOT_AGREED = "not-agreed"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours with a name, such as “lessons”. `days`: 0 Monday to 6 Sunday. An `end` before `start` is after midnight."""

    name: str
    days: frozenset[int]
    start: time
    end: time

    def hold(self, day: int, at: time) -> bool:
        """Whether a weekday and a time of day lie in them; the end itself does not."""
        if self.start < self.end:
            return day in self.days and self.start <= at < self.end
        return (day in self.days and at >= self.start) or ((day - 1) % 7 in self.days and at < self.end)


@dataclass(frozen=True, slots=True)
class Cell:
    """One agreement. Empty `groups` mean everybody; an empty condition is not asked about. `how`: in words."""

    technology: str
    groups: tuple[str, ...]
    allowed: bool
    hours: str = ANY_TIME
    account: Account = Account.ANY
    device: Device = Device.ANY
    purpose: Purpose = Purpose.ANY
    how: str = ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """What the cell asks, in the order of `Condition`."""
        return (self.hours, self.account, self.device, self.purpose)


@dataclass(frozen=True, slots=True)
class Question:
    """Who uses what, and as far as it is known when and how. `at`: weekday and time of day; None where not said."""

    technology: str
    group: str
    at: tuple[int, time] | None = None
    account: Account = Account.ANY
    device: Device = Device.ANY
    purpose: Purpose = Purpose.ANY


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict and the place of the cell that gave it (None: none speaks of it).

    `on`: for NOT_ALLOWED what the question does not meet, for DEPENDS what it leaves open.
    """

    verdict: Verdict
    cell: int | None = None
    on: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    place: int
    allowed: bool
    unmet: tuple[Condition, ...]
    open: tuple[Condition, ...]


def ask(question: Question, cells: Sequence[Cell], hours: Iterable[Hours]) -> Answer:
    """The answer of a matrix.

    Cells that name the group go before those for everybody; a prohibition that holds goes before a permission.
    What is only allowed under a condition is not allowed where the condition does not hold.
    """
    named = {one.name.casefold(): one for one in hours}
    found = [_weigh(place, cells[place], question, named) for place in _speaking(question, cells)]
    held = [one for one in found if not one.unmet]
    for wanted, verdict in ((False, Verdict.NOT_ALLOWED), (True, Verdict.ALLOWED)):
        sure = next((one for one in held if one.allowed is wanted and not one.open), None)
        if sure is not None and (not wanted or not any(one.open and not one.allowed for one in held)):
            return Answer(verdict, sure.place)
    unsure = sorted((one for one in held if one.open), key=lambda one: (not one.allowed, len(one.open), one.place))
    if unsure:
        return Answer(Verdict.DEPENDS, unsure[0].place, unsure[0].open)
    missed = sorted((one for one in found if one.allowed), key=lambda one: (len(one.unmet), one.place))
    if missed:
        return Answer(Verdict.NOT_ALLOWED, missed[0].place, missed[0].unmet)
    return Answer(Verdict.NOT_AGREED)


def _speaking(question: Question, cells: Sequence[Cell]) -> list[int]:
    """The places of the cells about this technology and group: those that name the group, else those for everybody."""
    wanted = question.technology.strip().casefold()
    about = [place for place, cell in enumerate(cells) if cell.technology.casefold() == wanted]
    naming = [place for place in about if question.group in cells[place].groups]
    return naming or [place for place in about if not cells[place].groups]


def _weigh(place: int, cell: Cell, question: Question, hours: Mapping[str, Hours]) -> _Weighed:
    unmet: list[Condition] = []
    unknown: list[Condition] = []
    for condition, meets in _met(cell, question, hours):
        if meets is None:
            unknown.append(condition)
        elif not meets:
            unmet.append(condition)
    return _Weighed(place, cell.allowed, tuple(unmet), tuple(unknown))


def _met(cell: Cell, question: Question, hours: Mapping[str, Hours]) -> Iterable[tuple[Condition, bool | None]]:
    """Each condition the cell names, with whether the question meets it; None where the question does not say."""
    if cell.hours != ANY_TIME:
        band = hours.get(cell.hours.casefold())
        yield Condition.HOURS, None if question.at is None or band is None else band.hold(*question.at)
    for condition, wanted, said in (
        (Condition.ACCOUNT, cell.account.value, question.account.value),
        (Condition.DEVICE, cell.device.value, question.device.value),
        (Condition.PURPOSE, cell.purpose.value, question.purpose.value),
    ):
        if wanted:
            yield condition, None if not said else said == wanted


class Flaw(StrEnum):
    """What is wrong with a matrix."""

    UNKNOWN_HOURS = "unknown-hours"
    TWICE = "twice"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Problem:
    """A flaw of the cell at `place`; `other`: the place of the cell it clashes with, or its own."""

    flaw: Flaw
    place: int
    other: int


def problems(cells: Sequence[Cell], hours: Iterable[Hours]) -> list[Problem]:
    """Hours nobody defined, a cell given twice, and two that say the opposite of the same use by the same people."""
    known = {one.name.casefold() for one in hours} | {ANY_TIME}
    found = [
        Problem(Flaw.UNKNOWN_HOURS, place, place)
        for place, cell in enumerate(cells)
        if cell.hours.casefold() not in known
    ]
    for place, cell in enumerate(cells):
        for before in range(place):
            if _same_use(cell, cells[before]):
                flaw = Flaw.TWICE if cell.allowed is cells[before].allowed else Flaw.AGAINST
                found.append(Problem(flaw, place, before))
    return found


def _same_use(one: Cell, other: Cell) -> bool:
    same: Callable[[str], str] = str.casefold
    if same(one.technology) != same(other.technology) or tuple(map(same, one.conditions)) != tuple(
        map(same, other.conditions)
    ):
        return False
    return bool(set(one.groups) & set(other.groups)) or not (one.groups or other.groups)
