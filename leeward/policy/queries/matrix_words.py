"""The permission matrix in words: its lines, its hours, and an answer with the line that gave it."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from leeward.people.rules import PersonClass
from leeward.people.wording import CLASSES
from leeward.policy.queries.matrix import Matrix
from leeward.policy.rules.matrix import (
    ANY_TIME,
    Account,
    Answer,
    Cell,
    Condition,
    Device,
    Hours,
    Purpose,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class LineWords:
    """One line for showing; `number` counts from 1, `place` from 0."""

    number: int
    place: int
    technology: str
    who: str
    allowed: bool
    when: str
    conditions: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """An answer for showing: the sentence, what it hangs on, and the line that decides (None for none)."""

    verdict: Verdict
    said: str
    on: tuple[str, ...]
    line: LineWords | None


def lines(matrix: Matrix) -> list[LineWords]:
    """The lines in their order."""
    return [_line(place, cell, matrix) for place, cell in enumerate(matrix.cells)]


def hours_words(hours: Hours) -> str:
    """Such as “Monday to Friday, 09:00 to 16:30”."""
    times = _("%(start)s to %(end)s") % {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"}
    return f"{_days(sorted(hours.days))}, {times}"


def answer_words(answer: Answer, matrix: Matrix) -> AnswerWords:
    """What an answer says, and why."""
    cell = matrix.cells[answer.cell] if answer.cell is not None else None
    said = {
        Verdict.ALLOWED: _("Allowed"),
        Verdict.DEPENDS: _("It depends") if cell is None or cell.allowed else _("Not allowed in some cases"),
        Verdict.NOT_ALLOWED: _("Not allowed"),
        Verdict.NOT_AGREED: _("Nothing is agreed about this. Ask before you use it."),
    }
    on = tuple(_hangs(answer.verdict, condition, cell) for condition in answer.on) if cell is not None else ()
    line = _line(answer.cell, cell, matrix) if answer.cell is not None and cell is not None else None
    return AnswerWords(answer.verdict, said[answer.verdict], on, line)


def _line(place: int, cell: Cell, matrix: Matrix) -> LineWords:
    named = next((one for one in matrix.hours if one.name == cell.hours), None)
    when = _("At any time") if cell.hours == ANY_TIME else cell.hours
    return LineWords(
        number=place + 1,
        place=place,
        technology=cell.technology,
        who=", ".join(str(CLASSES[PersonClass(group)]) for group in cell.groups) or _("Everybody"),
        allowed=cell.allowed,
        when=f"{when} ({hours_words(named)})" if named is not None else when,
        conditions=_conditions(cell),
        how=cell.how,
    )


def _conditions(cell: Cell) -> tuple[str, ...]:
    said = []
    if cell.account is not Account.ANY:
        ours = cell.account is Account.OURS
        said.append(_("with the organisation’s account") if ours else _("with an account of one’s own"))
    if cell.device is not Device.ANY:
        ours = cell.device is Device.OURS
        said.append(_("on the organisation’s device") if ours else _("on a device of one’s own"))
    if cell.purpose is not Purpose.ANY:
        said.append(_("for work or learning") if cell.purpose is Purpose.WORK else _("for something personal"))
    return tuple(said)


def _hangs(verdict: Verdict, condition: Condition, cell: Cell) -> str:
    """One thing an answer hangs on."""
    hours = cell.hours
    if verdict is Verdict.DEPENDS and not cell.allowed:
        return {
            Condition.HOURS: _("Not during: %(hours)s.") % {"hours": hours},
            Condition.ACCOUNT: _("It depends on whose account it is."),
            Condition.DEVICE: _("It depends on whose device it is."),
            Condition.PURPOSE: _("It depends on what it is for."),
        }[condition]
    return {
        Condition.HOURS: _("Only during: %(hours)s.") % {"hours": hours},
        Condition.ACCOUNT: _("Only with the organisation’s account.")
        if cell.account is Account.OURS
        else _("Only with an account of one’s own."),
        Condition.DEVICE: _("Only on the organisation’s device.")
        if cell.device is Device.OURS
        else _("Only on a device of one’s own."),
        Condition.PURPOSE: _("Only for work or learning.")
        if cell.purpose is Purpose.WORK
        else _("Only for something personal."),
    }[condition]


def _days(days: list[int]) -> str:
    if len(days) == 7:
        return _("every day")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    return ", ".join(str(WEEKDAYS_ABBR[day] if len(days) > 2 else WEEKDAYS[day]) for day in days)
