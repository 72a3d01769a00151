"""Wrapped keys. Nothing here opens anything without the key-encryption key, which the database never holds."""

import uuid

from django.db import models


class CompartmentKey(models.Model):
    """The key of one compartment, wrapped by a key-encryption key; older versions stay to open what they sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    kek = models.PositiveIntegerField()
    wrapped = models.BinaryField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compartment", "version"], name="compartment_key_version_once"),
        ]

    def __str__(self) -> str:
        return f"key of {self.compartment} v{self.version}"


class RecordKey(models.Model):
    """The key of one record, wrapped by its compartment's key. Deleting the row shreds the record."""

    record = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment_key = models.ForeignKey(CompartmentKey, on_delete=models.PROTECT)
    wrapped = models.BinaryField(max_length=80)

    def __str__(self) -> str:
        return f"key of record {self.record}"


class ShreddedRecord(models.Model):
    """Records whose keys were destroyed; a restore applies this list before anything can be read."""

    record = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"shredded {self.record}"
