"""The days on which the board met."""

from django.db import models

from leeward.foundation.rows import Row


class BoardDay(Row):
    """A day on which the board met, so that the ledger can say what has changed since. Only ever added."""

    day = models.DateField(unique=True)
    minute = models.CharField(max_length=200, blank=True)
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()
