"""How grave a case is, in the words of the organisation."""

from datetime import datetime

from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.choices import SEVERITY_SCALE


def severity_scale(now: datetime) -> tuple[str, ...]:
    """The words of the scale, the lowest first; a severity of 1 is the first."""
    return value(SEVERITY_SCALE, at=now)
