"""The organisation's own working week, closures and terms: settings, and the calendar they make at a moment."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.clocks.calendar import CalendarError, Nation, WorkingCalendar
from leeward.foundation.clocks.limits import Term
from leeward.foundation.installation.models import Installation
from leeward.foundation.settings_history.declared import AnySetting, Setting, declare
from leeward.foundation.settings_history.in_force import InForce, in_force
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import JSON, Choice, Dates, Names, SettingError, TimeOfDay

log = logging.getLogger("leeward.clocks")

_NATIONS = {
    "England": Nation.ENGLAND,
    "Wales": Nation.WALES,
    "Scotland": Nation.SCOTLAND,
    "Northern Ireland": Nation.NORTHERN_IRELAND,
}
_AS_SET_UP = "as set up"
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class OfficeHour(TimeOfDay):
    """A time of day but for the hour in which the clocks change."""

    def check(self, value: time) -> None:
        # named, because dataclasses with slots lose the bare super()
        TimeOfDay.check(self, value)
        if time(1) <= value < time(2):
            raise SettingError(_("Choose a time before 01:00 or from 02:00 on: clocks change in between."))


@dataclass(frozen=True, slots=True)
class TermDates:
    """Terms, one on each line, as "2026-09-07 to 2026-12-18 Autumn"; in order and apart from each other."""

    def read(self, entered: str) -> tuple[Term, ...]:
        return tuple(self._term(line.strip()) for line in entered.splitlines() if line.strip())

    def _term(self, line: str) -> Term:
        first, joined, rest = line.partition(" to ")
        last, _space, name = rest.strip().partition(" ")
        try:
            if not joined:
                raise ValueError
            return Term(date.fromisoformat(first.strip()), date.fromisoformat(last), name.strip()[:40])
        except ValueError:
            raise SettingError(
                _("Enter each term on a line of its own, such as 2026-09-07 to 2026-12-18 Autumn.")
            ) from None

    def check(self, value: tuple[Term, ...]) -> None:
        if len(value) > 100:
            raise SettingError(_("Enter at most %(most)d terms.") % {"most": 100})
        for before, after in pairwise(value):
            if after.first <= before.last:
                raise SettingError(_("Enter the terms in order, each beginning after the one before has ended."))

    def keep(self, value: tuple[Term, ...]) -> JSON:
        return [self._line(term) for term in value]

    def load(self, kept: JSON) -> tuple[Term, ...]:
        if isinstance(kept, list):
            return tuple(self._term(line.strip()) for line in kept)
        return self.read("?")

    def say(self, value: tuple[Term, ...]) -> str:
        return "\n".join(self._line(term) for term in value)

    @staticmethod
    def _line(term: Term) -> str:
        return f"{term.first} to {term.last} {term.name}".strip()


def _opens_before_it_closes(new: time, scope: Scope, now: datetime) -> None:
    if new >= value(CLOSES, at=now, scope=scope):
        raise SettingError(_("The working day must begin before it ends: change its end first."))


def _closes_after_it_opens(new: time, scope: Scope, now: datetime) -> None:
    if new <= value(OPENS, at=now, scope=scope):
        raise SettingError(_("The working day must end after it begins: change its beginning first."))


NATION = declare(
    Setting(
        "clocks.nation",
        gettext_noop("Whose bank holidays count"),
        Choice((_AS_SET_UP, *_NATIONS)),
        _AS_SET_UP,
        help=gettext_noop("“as set up” is the nation chosen when this installation was made."),
    )
)
WORKING_DAYS = declare(
    Setting("clocks.working-days", gettext_noop("Days of the week worked"), Names(_WEEK, 1, 7), _WEEK[:5])
)
OPENS = declare(
    Setting(
        "clocks.opens",
        gettext_noop("Working day begins"),
        OfficeHour(),
        time(9),
        fits=_opens_before_it_closes,
    )
)
CLOSES = declare(
    Setting(
        "clocks.closes",
        gettext_noop("Working day ends"),
        OfficeHour(),
        time(17),
        fits=_closes_after_it_opens,
        help=gettext_noop("“By close of the next working day” means this time."),
    )
)
CLOSURES = declare(
    Setting(
        "clocks.closures",
        gettext_noop("Closure days"),
        Dates(),
        frozenset[date](),
        help=gettext_noop("Days off besides weekends and bank holidays: half terms, training days, a one-off holiday."),
    )
)
OPEN_DAYS = declare(
    Setting(
        "clocks.open-days",
        gettext_noop("Days worked all the same"),
        Dates(),
        frozenset[date](),
        help=gettext_noop("Bank holidays or weekend days on which you work."),
    )
)
TERMS = declare(Setting("clocks.terms", gettext_noop("Term dates"), TermDates(), ()))
CALENDAR: tuple[AnySetting, ...] = (NATION, WORKING_DAYS, OPENS, CLOSES, CLOSURES, OPEN_DAYS)
"""What a working calendar is made of: read these with what else a page needs, and pass them on."""


def working_calendar(*, at: datetime, scope: Scope = GROUP, known: InForce | None = None) -> WorkingCalendar:
    """The working calendar in force at `at`. `known`: the settings of `CALENDAR`, where they were read already.

    Never fails: where the choices contradict each other (hours of a site against days of its group, a year of nothing
    but closures) it is the nation's ordinary week from nine to five, and the contradiction is logged. A concern must
    never be refused because a calendar is wrong.
    """
    known = known or in_force(CALENDAR, at=at)
    worked, open_days = known.value(WORKING_DAYS, scope), known.value(OPEN_DAYS, scope)
    whose = _NATIONS.get(_nation(known.value(NATION, scope)), Nation.ENGLAND)
    try:
        calendar = WorkingCalendar(
            nation=whose,
            closures=known.value(CLOSURES, scope) - open_days,
            open_days=open_days,
            weekdays=frozenset(_WEEK.index(day) for day in worked),
            opens=known.value(OPENS, scope),
            closes=known.value(CLOSES, scope),
        )
        calendar.next_working_day(calendar.day_of(at))
    except CalendarError as error:
        log.error("the settings of working days are not used: %s", error)
        return WorkingCalendar(nation=whose)
    return calendar


def terms(*, at: datetime, scope: Scope = GROUP) -> tuple[Term, ...]:
    """The term dates known at `at`."""
    return value(TERMS, at=at, scope=scope)


def nation(*, at: datetime, scope: Scope = GROUP) -> str:
    """The nation whose days and rules count here, by its name."""
    return _nation(value(NATION, at=at, scope=scope))


def _nation(chosen: str) -> str:
    if chosen == _AS_SET_UP:
        return Installation.objects.values_list("nation", flat=True).first() or settings.LEEWARD_NATION
    return chosen
