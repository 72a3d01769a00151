"""When a limit of this room runs out."""

from datetime import datetime

from leeward.foundation.clocks import Limit, deadline
from leeward.foundation.clocks.organisation import working_calendar
from leeward.foundation.settings_history import queries as chosen


def due(limit: Limit, start: datetime) -> datetime:
    """The instant a limit of this room, with the amount and the working days chosen at `start`, runs out."""
    return deadline(chosen.limit(limit.key, at=start), start, working_calendar(at=start)).due
