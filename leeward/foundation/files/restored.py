"""What backups ask of files: that each opens, and that a restore unseals none."""

import hashlib
from datetime import datetime
from uuid import UUID

from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.files import places
from leeward.foundation.files.keeping import (
    ContentGone,
    State,
    What,
    content_of,
    facts_of,
    seal_away,
)
from leeward.foundation.files.models import StoredFile
from leeward.foundation.vault import store


def files_hold() -> tuple[int, int]:
    """Opens every file there is and compares its hash. Raises BackupRefused for one that is missing or changed."""
    opened, sealed = 0, places.listed_as_sealed()
    away = 0
    for row in StoredFile.objects.iterator():
        if store.is_shredded(row.record):
            continue
        if row.state == State.SEALED or row.pk in sealed:
            away += 1
            continue
        try:
            found = hashlib.sha256()
            for part in content_of(row):
                found.update(part)
        except (ContentGone, store.CannotOpen) as error:
            raise BackupRefused("A file in this backup is missing or was changed. Take an older backup.") from error
        if found.hexdigest() != facts_of(row).sha256:
            raise BackupRefused("A file in this backup is not as it was sent. Take an older backup.")
        opened += 1
    return opened, away


def after_restore(shredded: frozenset[UUID], now: datetime) -> None:
    """Files of shredded records go; files that were sealed since the backup are sealed again, and their copies go."""
    listed = places.listed_as_sealed()
    for row in StoredFile.objects.all():
        if row.record in shredded:
            places.remove(row.pk)
        elif row.state == State.SEALED or row.pk in listed:
            if row.state != State.SEALED:
                seal_away(row, by=None, now=now, what=What.RESEALED)
            places.remove(row.pk)
