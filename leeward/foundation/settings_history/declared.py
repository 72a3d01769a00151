"""The settings rooms declare: what each is for, what it may be, where its default comes from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from leeward.foundation.clocks import Limit
from leeward.foundation.clocks.limits import MAY_BE_ZERO
from leeward.foundation.clocks.words import limit_in_words
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import Shape, Whole

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One thing an organisation may choose. `key` is stored for ever (`room.what`); `default` is the safe choice.

    `source`, `edition`, `year`: the guidance behind the default; `unverified` until a named person has checked it.
    `preview(old, new, scope, now)`: what a change would do, in sentences, counted before it is made.
    `fits(new, scope, now)`: raises SettingError when a value that is right by itself contradicts other settings.
    `permission`: who may change it.
    """

    key: str
    label: str
    shape: Shape[T]
    default: T
    unit: str = ""
    source: str = ""
    edition: str = ""
    year: int | None = None
    unverified: bool = False
    help: str = ""
    preview: Callable[[T, T, Scope, datetime], Sequence[str]] | None = None
    fits: Callable[[T, Scope, datetime], None] | None = None
    permission: str = "settings.change"

    @property
    def room(self) -> str:
        """The first part of the key; pages group by it."""
        return self.key.partition(".")[0]


AnySetting = Setting[Any]  # Any: the registry holds settings of every type; each is read through its own Setting[T]

_settings: dict[str, AnySetting] = {}
_limits: dict[str, Limit] = {}


def declare(setting: Setting[T]) -> Setting[T]:
    """Makes a setting known, and returns it for reading. Raises SettingError when its own default would be refused."""
    setting.shape.check(setting.default)
    _settings[setting.key] = setting
    return setting


def declare_limit(limit: Limit, label: str, *, explained: str = "", most: int = 10_000) -> Setting[int]:
    """Makes the amount of a limit a setting, with the limit's unit and source. Read it with `queries.limit`."""
    _limits[limit.key] = limit
    least = 0 if limit.unit in MAY_BE_ZERO else 1
    return declare(
        Setting(
            limit.key,
            label,
            Whole(least, most),
            limit.amount,
            unit=limit.unit.value.replace("-", " "),
            source=limit.source,
            edition=limit.edition,
            year=limit.year,
            unverified=limit.unverified,
            help=explained,
        )
    )


def limit_with(key: str, amount: int) -> Limit:
    """The declared limit with another amount. Raises LookupError for one nobody declared."""
    if key not in _limits:
        raise LookupError(f"No room declares a limit {key!r}.")
    return replace(_limits[key], amount=amount)


def in_words(setting: Setting[T], value: T) -> str:
    """A value as shown beside its setting: a limit as a phrase, else what was entered with its unit."""
    if setting.key in _limits and isinstance(value, int):
        return limit_in_words(limit_with(setting.key, value))
    return f"{setting.shape.say(value)} {_(setting.unit) if setting.unit else ''}".strip()


def settings() -> list[AnySetting]:
    """Every declared setting: room by room, in each in the order they were declared."""
    return sorted(_settings.values(), key=lambda setting: setting.room)


def setting_named(key: str) -> AnySetting:
    """The setting of that key. Raises LookupError for one no room declares."""
    try:
        return _settings[key]
    except KeyError:
        raise LookupError(f"No room declares a setting {key!r}.") from None


def _only_the_group() -> Mapping[Scope, str]:
    return {GROUP: _("The whole organisation")}


_scopes: Callable[[], Mapping[Scope, str]] = _only_the_group


def list_scopes_with(scopes: Callable[[], Mapping[Scope, str]]) -> None:
    """Called once by `frontdoor`: which companies and sites there are and what they are called, the group first."""
    global _scopes
    _scopes = scopes


def scopes() -> Mapping[Scope, str]:
    """The group, companies and sites a setting may be changed for, with their names."""
    return _scopes()
