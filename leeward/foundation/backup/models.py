"""When backups were made, verified and restored: one row each, only added."""

from django.db import models

from leeward.foundation.rows import Row


class BackupEvent(Row):
    """Something that was done with a backup. `backup` is the id in its manifest, `name` the file's name alone."""

    class Kind(models.TextChoices):
        MADE = "made"
        VERIFIED = "verified"
        RESTORED = "restored"

    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    backup = models.UUIDField()
    made_at = models.DateTimeField()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="backup_event_latest"),
        ]
