"""Changing a setting, and seeing first what the change would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import TypeVar

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.settings_history.declared import AnySetting, Setting, in_words, scopes, setting_named
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import JSON, SettingError

T = TypeVar("T")
LONGEST_WHY = 500


class CannotChange(PermissionError):
    """This actor may not change this setting."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A change before it is made: the value in force, the one to come, and what would follow, in sentences."""

    old: str
    new: str
    effects: tuple[str, ...]


def preview(*, actor: Actor, key: str, entered: str, now: datetime, scope: Scope = GROUP) -> Preview:
    """What entering `entered` would change. Writes nothing. Raises what `change_setting` would for the value."""
    setting = _allowed(actor, key)
    new = _read(setting, entered)
    _fit(setting, new, scope, now)
    old = value(setting, at=now, scope=scope)
    effects: Sequence[str] = ()
    if setting.preview is not None and new != old:
        effects = setting.preview(old, new, scope, now)
    return Preview(in_words(setting, old), in_words(setting, new), tuple(effects))


def change_setting(
    *,
    actor: Actor,
    key: str,
    entered: str,
    why: str,
    now: datetime,
    scope: Scope = GROUP,
    from_at: datetime | None = None,
) -> None:
    """Changes a setting from what a person entered, at once or from a moment ahead (`from_at`).

    Raises LookupError for an undeclared setting, CannotChange without its permission, SettingError with a text for
    the person when the value, the reason, the moment or the scope cannot be taken. A later change for the same moment
    replaces an earlier one; a planned change takes over when its moment comes.
    """
    setting = _allowed(actor, key)
    _store(actor, setting, _read(setting, entered), why=why, now=now, scope=scope, from_at=from_at)


def set_to(
    setting: Setting[T],
    new: T,
    *,
    actor: Actor,
    why: str,
    now: datetime,
    scope: Scope = GROUP,
    from_at: datetime | None = None,
) -> None:
    """`change_setting` for code that has the value itself (first set-up, the demo organisation)."""
    _allowed(actor, setting.key)
    setting.shape.check(new)
    _store(actor, setting, new, why=why, now=now, scope=scope, from_at=from_at)


def inherit(*, actor: Actor, key: str, why: str, now: datetime, scope: Scope = GROUP) -> None:
    """Gives the choice back to the scope above, or to the default. Raises as `change_setting`."""
    _insert(actor, _allowed(actor, key), None, cleared=True, why=why, now=now, scope=scope, from_at=None)


def _allowed(actor: Actor, key: str) -> AnySetting:
    setting = setting_named(key)
    if not (actor.system or actor.may(setting.permission)):
        raise CannotChange(key)
    return setting


def _read(setting: Setting[T], entered: str) -> T:
    new = setting.shape.read(entered)
    setting.shape.check(new)
    return new


def _fit(setting: Setting[T], new: T, scope: Scope, now: datetime) -> None:
    if setting.fits is not None:
        setting.fits(new, scope, now)


def _store(
    actor: Actor, setting: Setting[T], new: T, *, why: str, now: datetime, scope: Scope, from_at: datetime | None
) -> None:
    _fit(setting, new, scope, now)
    kept = setting.shape.keep(new)
    _insert(actor, setting, kept, cleared=False, why=why, now=now, scope=scope, from_at=from_at)


def _insert(
    actor: Actor,
    setting: AnySetting,
    kept: JSON,
    *,
    cleared: bool,
    why: str,
    now: datetime,
    scope: Scope,
    from_at: datetime | None,
) -> None:
    why = why.strip()
    if not why:
        raise SettingError(_("Say why the setting changes."))
    if len(why) > LONGEST_WHY:
        raise SettingError(_("Give the reason in at most %(longest)d characters.") % {"longest": LONGEST_WHY})
    if from_at is not None and from_at < now:
        raise SettingError(_("A change cannot take effect in the past: choose now or a later moment."))
    if scope not in scopes():
        raise SettingError(_("Choose the group, a company or a site that exists."))
    with act(actor, "settings.change", now=now, subject=f"setting:{setting.key}") as entry:
        SettingChange.objects.create(
            setting_key=setting.key,
            scope=scope.key,
            value=kept,
            cleared=cleared,
            why=why,
            actor=actor.label,
            person=actor.person,
            made_at=now,
            from_at=from_at or now,
        )
        entry.details["scope"] = scope.key
        entry.details["cleared"] = cleared
        entry.details["from"] = (from_at or now).isoformat()
        # A fingerprint, so that a value altered behind the product's back can be shown to differ from what was set.
        entry.details["value"] = sha256(dumps(kept, sort_keys=True).encode()).hexdigest()
