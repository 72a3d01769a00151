"""What counts on a day."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone


def on_day(day: date, prefix: str = "") -> Q:
    """Rows whose span covers a day."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


def today(now: datetime) -> date:
    """The day it is here at a moment."""
    return timezone.localdate(now)
