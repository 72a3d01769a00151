"""When a limit of this room runs out."""

from datetime import datetime

from django.conf import settings

from leeward.foundation.clocks import Limit, Nation, WorkingCalendar, deadline
from leeward.foundation.settings_history import queries as chosen


def calendar() -> WorkingCalendar:
    """The organisation's working days and hours."""
    return WorkingCalendar(nation=Nation[str(settings.LEEWARD_NATION).upper().replace(" ", "_")])


def due(limit: Limit, start: datetime) -> datetime:
    """The instant a limit of this room, with the amount chosen at `start`, runs out."""
    return deadline(chosen.limit(limit.key, at=start), start, calendar()).due
