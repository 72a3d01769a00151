"""How days and moments are said in sentences put together in Python: as templates say them, in one place."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

DAY = "j F Y"
MOMENT = "j F Y, H:i"


def in_words(day: date) -> str:
    """`3 March 2026`; of a moment the day it has where the organisation is."""
    return date_format(timezone.localdate(day) if isinstance(day, datetime) else day, DAY)


def moment_in_words(moment: datetime) -> str:
    """`3 March 2026, 14:05`, by the clocks where the organisation is."""
    return date_format(timezone.localtime(moment), MOMENT)
