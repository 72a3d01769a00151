"""A file that somebody sent, and what was done with it. Its content lies sealed in the data folder, never here."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row


class StoredFile(Row):
    """One file. `record` names the vault's record it belongs to: shredding that makes the file unreadable.

    `wrapped` is the key of this file alone, sealed under the record; `facts` its name and hash, sealed as well.
    """

    class State(models.TextChoices):
        """QUARANTINED until a scanner has called it clean. REFUSED: something was found; nobody opens it.

        SEALED: put away for good by somebody who saw it; not even its readers open it.
        """

        QUARANTINED = "quarantined"
        CLEAN = "clean"
        REFUSED = "refused"
        SEALED = "sealed"

    record = models.UUIDField()
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    wrapped = models.BinaryField(max_length=200)
    facts = models.BinaryField()
    state = models.CharField(max_length=15, choices=State, default=State.QUARANTINED)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    delayed_since = models.DateTimeField(null=True, blank=True)
    delayed_by = models.CharField(max_length=20, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="file_let_out_by_a_scan",
                condition=~Q(state__in=("clean", "refused")) | Q(scanned_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["record"], name="file_by_record"),
            models.Index(fields=["state", "added_at"], name="file_by_state"),
        ]


class FileEvent(Row):
    """One thing done with a file: the record of custody. Rows are only added; `words` are sealed."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="events")
    turn = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True, blank=True)
    what = models.CharField(max_length=20)
    words = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["file", "turn"], name="file_events_one_after_another")]
