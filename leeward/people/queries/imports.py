"""Reading imports: what was brought in lately, by whom, and what each did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from leeward.foundation.settings_history.queries import value as setting
from leeward.people.import_settings import UNDO_DAYS
from leeward.people.models import ImportChange, ImportSource, PeopleImport, Person

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import with its first changes. `may_undo`: it is the last one and not too old."""

    run: PeopleImport
    by: str
    changes: list[ImportChange]
    stays: list[ImportChange]
    may_undo: bool


def latest_imports(most: int = 10) -> list[PeopleImport]:
    """The imports of late, newest first."""
    return list(PeopleImport.objects.order_by("-made_at", "-id")[:most])


def import_page(run: UUID, now: datetime) -> ImportPage | None:
    """One import, or None."""
    row = PeopleImport.objects.filter(pk=run).first()
    if row is None:
        return None
    last = PeopleImport.objects.filter(undone_at__isnull=True).order_by("-made_at", "-id").first()
    fresh = row.made_at >= now - timedelta(days=setting(UNDO_DAYS, at=now))
    by = Person.objects.filter(pk=row.made_by).first() if row.made_by is not None else None
    return ImportPage(
        row,
        by.name if by is not None else "",
        list(row.changes.order_by("id")[:MOST_SHOWN]),
        list(row.changes.exclude(stays="").order_by("id")[:MOST_SHOWN]),
        last is not None and last.pk == row.pk and fresh,
    )


def columns_of_source(name: str) -> dict[str, str]:
    """What the columns of a source meant when it was last used; nothing for a new one."""
    found = ImportSource.objects.filter(name=name).values_list("columns", flat=True).first()
    return dict(found or {})
