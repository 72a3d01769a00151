"""What a setting is, and was, and who made it so."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.clocks import Limit
from leeward.foundation.settings_history.declared import (
    AnySetting,
    Setting,
    in_words,
    limit_with,
    setting_named,
    settings,
)
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import SettingError

T = TypeVar("T")
log = logging.getLogger("leeward.settings")


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as it holds at a scope, with the scope and the change that made it so (None: default).

    `said` may be entered again; `words` are for reading ("by close of the next working day").
    """

    setting: AnySetting
    said: str
    words: str
    comes_from: Scope | None
    change: "Change | None"


@dataclass(frozen=True, slots=True)
class Change:
    """One change for showing. `said` and `words` are empty when the choice was given back to the scope above."""

    scope: Scope
    said: str
    words: str
    cleared: bool
    why: str
    person: UUID | None
    made_at: datetime
    from_at: datetime


def value(setting: Setting[T], *, at: datetime, scope: Scope = GROUP) -> T:
    """The value in force at `at`: the nearest of site, company and group that has one, else the default.

    `at` may lie in the past (what held then) or ahead (what is planned). A stored value that can no longer be read
    counts as the default and is logged: nothing that must work (a concern coming in) may fail on a setting.
    """
    row = _in_force(setting.key, scope, _rows([setting.key], scope, at))
    if row is None:
        return setting.default
    try:
        return setting.shape.load(row.value)
    except SettingError:
        log.error("setting %s holds a value that cannot be read: the default is used", setting.key)
        return setting.default


def values(some: Iterable[Setting[T]], *, at: datetime, scope: Scope = GROUP) -> dict[str, T]:
    """The values of several settings in force at `at`, by key, in one statement. See `value`."""
    known = {setting.key: setting for setting in some}
    rows = _rows(known, scope, at)
    found = {}
    for key, setting in known.items():
        row = _in_force(key, scope, rows)
        kept = row is not None and readable(setting, row)
        found[key] = setting.shape.load(row.value) if row is not None and kept else setting.default
    return found


def chosen_at(setting: Setting[T], *, at: datetime, scope: Scope = GROUP) -> datetime | None:
    """From when the value in force at `at` has been chosen; None while it is the default."""
    row = _in_force(setting.key, scope, _rows([setting.key], scope, at))
    return None if row is None else row.from_at


def limit(key: str, *, at: datetime, scope: Scope = GROUP) -> Limit:
    """A declared limit with the amount in force at `at`. Raises LookupError for one nobody declared."""
    setting: Setting[int] = setting_named(key)
    return limit_with(key, value(setting, at=at, scope=scope))


def listing(actor: Actor, *, at: datetime, scope: Scope = GROUP) -> list[Line]:
    """Every setting as it holds at a scope; nothing for an actor without `settings.see`."""
    if not actor.may("settings.see"):
        return []
    every = settings()
    rows = _rows([setting.key for setting in every], scope, at)
    return [_line(setting, _in_force(setting.key, scope, rows)) for setting in every]


def line(actor: Actor, key: str, *, at: datetime, scope: Scope = GROUP) -> Line:
    """One setting as it holds. Raises LookupError for an undeclared one, or for an actor without `settings.see`."""
    setting = setting_named(key)
    if not actor.may("settings.see"):
        raise LookupError(f"No setting {key!r} for this actor.")
    return _line(setting, _in_force(key, scope, _rows([key], scope, at)))


def history(actor: Actor, key: str) -> list[Change]:
    """Every change of a setting at every scope, newest first; planned ones too. Nothing without `settings.see`."""
    setting = setting_named(key)
    if not actor.may("settings.see"):
        return []
    return [_change(setting, row) for row in SettingChange.objects.filter(setting_key=key).order_by("-from_at", "-id")]


def _rows(keys: Iterable[str], scope: Scope, at: datetime) -> Sequence[SettingChange]:
    chain = [link.key for link in scope.chain()]
    made = SettingChange.objects.filter(setting_key__in=list(keys), scope__in=chain, from_at__lte=at)
    return list(made.order_by("from_at", "id"))


def _in_force(key: str, scope: Scope, rows: Sequence[SettingChange]) -> SettingChange | None:
    latest = {row.scope: row for row in rows if row.setting_key == key}
    for link in scope.chain():
        row = latest.get(link.key)
        if row is not None and not row.cleared:
            return row
    return None


def readable(setting: AnySetting, row: SettingChange) -> bool:
    """Can what was chosen still be read? Otherwise what is shipped counts."""
    try:
        setting.shape.load(row.value)
    except SettingError:
        return False
    return True


def _line(setting: AnySetting, row: SettingChange | None) -> Line:
    if row is None or not readable(setting, row):
        said = setting.shape.say(setting.default)
        return Line(setting, said, in_words(setting, setting.default), None, None)
    change = _change(setting, row)
    return Line(setting, change.said, change.words, change.scope, change)


def _change(setting: AnySetting, row: SettingChange) -> Change:
    if row.cleared:
        said = words = ""
    elif readable(setting, row):
        kept = setting.shape.load(row.value)
        said, words = setting.shape.say(kept), in_words(setting, kept)
    else:
        said = words = _("a value that can no longer be read")
    return Change(Scope.of(row.scope), said, words, row.cleared, row.why, row.person, row.made_at, row.from_at)


def chosen(setting: Setting[T], *, at: datetime) -> dict[Scope, T]:
    """What each company and site has chosen for itself, and the group, as in force at `at`. One statement.

    Scopes that leave the choice to the one above are not in it; nor is a value that can no longer be read.
    """
    rows = SettingChange.objects.filter(setting_key=setting.key, from_at__lte=at).order_by("from_at", "id")
    latest = {row.scope: row for row in rows}
    return {
        Scope.of(key): setting.shape.load(row.value)
        for key, row in latest.items()
        if not row.cleared and readable(setting, row)
    }
