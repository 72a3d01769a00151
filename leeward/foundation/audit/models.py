"""Rows of the audit trail. Triggers refuse update and delete on both databases (migration `audit_triggers`)."""

import uuid

from django.db import models


class AuditEntry(models.Model):
    """One act. The key is random: numbering exists only inside a compartment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.CharField(max_length=60)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compartment", "sequence"], name="audit_sequence_once"),
        ]
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"audit entry {self.id}"


class ChainHead(models.Model):
    """The last link of one compartment's chain; locked while the next is written."""

    compartment = models.CharField(max_length=60, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    mac = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"head of {self.compartment}"


class DailyDigest(models.Model):
    """All heads of a day rolled into one signed statement. Only the root leaves the database."""

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    heads = models.JSONField()
    root = models.CharField(max_length=64)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"digest of {self.day}"
