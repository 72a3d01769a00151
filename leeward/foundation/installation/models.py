"""The one row that says what this installation is."""

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """Exactly one row, with key 1. A demonstration never becomes real, nor the reverse."""

    class Kind(models.TextChoices):
        DEMO = "demo"
        REAL = "real"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=4, choices=Kind)
    organisation = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, default="England")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="installation_is_one"),
        ]

    def __str__(self) -> str:
        return self.organisation
