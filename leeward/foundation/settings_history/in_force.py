"""What many settings say at one moment, read in one statement, for a page or a run that asks for many of them."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from leeward.foundation.settings_history.declared import AnySetting, Setting
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import SettingError

T = TypeVar("T")
log = logging.getLogger("leeward.settings")


@dataclass(frozen=True, slots=True)
class InForce:
    """Handed on by whoever read it, never kept: it knows nothing of a change made after. See `queries.value`."""

    rows: dict[str, dict[Scope, SettingChange]]

    def value(self, setting: Setting[T], scope: Scope = GROUP) -> T:
        """The nearest of site, company and group that has one, else the default. Raises KeyError for one not read."""
        chosen = self.chosen(setting)
        return next((chosen[link] for link in scope.chain() if link in chosen), setting.default)

    def chosen(self, setting: Setting[T]) -> dict[Scope, T]:
        """What each scope has chosen for itself. Raises KeyError for a setting that was not read.

        A value that can no longer be read counts as the default and is logged: nothing may fail on a setting.
        """
        found = {}
        for scope, row in self.rows[setting.key].items():
            try:
                found[scope] = setting.shape.load(row.value)
            except SettingError:
                log.error("setting %s holds a value that cannot be read: the default is used", setting.key)
                found[scope] = setting.default
        return found


def in_force(settings: Iterable[AnySetting], *, at: datetime) -> InForce:
    """Several settings as in force at `at`, at every scope, in one statement."""
    latest: dict[str, dict[Scope, SettingChange]] = {setting.key: {} for setting in settings}
    made = SettingChange.objects.filter(setting_key__in=list(latest), from_at__lte=at)
    for row in made.order_by("from_at", "id"):
        latest[row.setting_key][Scope.of(row.scope)] = row
    return InForce(
        {key: {scope: row for scope, row in rows.items() if not row.cleared} for key, rows in latest.items()}
    )
