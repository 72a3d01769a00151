"""Reading the trail. Only entries of the compartments a caller may name are ever read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from leeward.foundation.audit.models import AuditEntry, DailyDigest

PAGE = 100
"""Entries on one page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry for showing. `actor` and `subject` are references; whoever shows them finds the names."""

    at: datetime
    actor: str
    action: str
    subject: str
    details: tuple[tuple[str, str], ...]


def lines(compartments: Iterable[str], *, on: date | None = None, page: int = 1) -> tuple[list[Line], bool]:
    """The entries of these compartments, newest first, PAGE at a time; and whether older ones follow."""
    rows = AuditEntry.objects.filter(compartment__in=list(compartments))
    if on is not None:
        start = datetime.combine(on, time(), timezone.get_default_timezone())
        end = datetime.combine(on + timedelta(days=1), time(), timezone.get_default_timezone())
        rows = rows.filter(at__gte=start, at__lt=end)
    first = (max(page, 1) - 1) * PAGE
    found = list(rows.order_by("-at", "-sequence")[first : first + PAGE + 1])
    shown = [
        Line(
            row.at,
            row.actor,
            row.action,
            row.subject,
            tuple((name, str(value)) for name, value in sorted(row.details.items())),
        )
        for row in found[:PAGE]
    ]
    return shown, len(found) > PAGE


def newest_digest() -> tuple[date, str] | None:
    """Day and root of the last signed digest."""
    row = DailyDigest.objects.order_by("-day").first()
    return None if row is None else (row.day, row.root)


def newest_digest_made() -> datetime | None:
    """When the last signed digest was made."""
    return DailyDigest.objects.order_by("-day").values_list("made_at", flat=True).first()
