"""What the rows of every room have in common."""

import uuid
from enum import StrEnum

from django.db import models


class Row(models.Model):
    """A row with a random key: no key tells how many others there are, and no text of one is in its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


def choices_of(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enumeration as Django wants its choices."""
    return [(member.value, member.value) for member in enum]
