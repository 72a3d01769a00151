"""What counts on a day."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from leeward.people.models import ClassOfPerson


def on_day(day: date, prefix: str = "") -> Q:
    """Rows whose span covers a day."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


def today(now: datetime) -> date:
    """The day it is here at a moment."""
    return timezone.localdate(now)


def here_or_coming(day: date) -> Q:
    """People who are something on a day or will be after it."""
    spans = ClassOfPerson.objects.filter(Q(until__isnull=True) | Q(until__gte=day))
    return Q(pk__in=spans.values("person_id"))
