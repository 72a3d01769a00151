"""What a file did, kept so that people can read it and take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.people.models import ImportChange, ImportSource, PeopleImport

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one person: field → (before, after), as text. Classes are fields `class:…` with start/end."""

    row: int
    person: UUID
    name: str
    what: str
    fields: Mapping[str, tuple[str, str]]


def record(
    changes: list[Change], *, actor: Actor, now: datetime, source: UUID | None, unchanged: int, total: int
) -> UUID:
    """Keeps what an import did, in its transaction."""
    added = sum(1 for change in changes if change.what == ImportChange.What.ADDED)
    run = PeopleImport.objects.create(
        source_id=source,
        made_by=actor.person,
        made_at=now,
        total=total,
        added=added,
        changed=len(changes) - added,
        unchanged=unchanged,
    )
    for start in range(0, len(changes), AT_ONCE):
        ImportChange.objects.bulk_create(
            ImportChange(
                run=run,
                what=change.what,
                row=change.row,
                person=change.person,
                name=change.name,
                fields={name: list(pair) for name, pair in change.fields.items()},
            )
            for change in changes[start : start + AT_ONCE]
        )
    return run.pk


def remember_columns(name: str, columns: Mapping[str, str], *, now: datetime) -> ImportSource:
    """The source of that name, with what its columns mean now; what was said before stays where nothing new is said."""
    row, _made = ImportSource.objects.get_or_create(name=name, defaults={"last_used_at": now})
    row.columns, row.last_used_at = {**row.columns, **columns}, now
    row.save(update_fields=["columns", "last_used_at"])
    return row
