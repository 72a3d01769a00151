"""What was observed each day, and what named people have stated."""

import uuid

from django.db import models

from leeward.foundation.evidence.findings import LONGEST_DETAIL, State


class Observation(models.Model):
    """What one check found in one unit on one day. Never changed afterwards: past dates are read from here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_key = models.CharField(max_length=120)
    unit = models.CharField(max_length=120)
    day = models.DateField()
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    since = models.DateTimeField()
    detail = models.CharField(max_length=LONGEST_DETAIL, blank=True)
    good = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    records = models.JSONField(default=list)
    fault = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_key", "unit", "day"], name="observation_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"observation {self.id}"


class Statement(models.Model):
    """A named person's dated word that a sentence is true. Lapses by itself; never edited, only made again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_key = models.CharField(max_length=120)
    unit = models.CharField(max_length=120)
    sentence = models.TextField()
    person = models.UUIDField()
    said_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("said_at")), name="statement_lapses_later"
            ),
        ]
        indexes = [
            models.Index(fields=["check_key", "unit", "said_at"], name="statement_latest"),
        ]

    def __str__(self) -> str:
        return f"statement {self.id}"
