"""What those who keep the systems safe were asked to do. No key, reference or text leads from here to a case."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row


class SecurityHalf(Row):
    """One request to those who keep the systems safe."""

    happened = models.CharField(max_length=30)
    system = models.CharField(max_length=30)
    needs = models.JSONField()
    noticed = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    done_what = models.CharField(max_length=500, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="security_half_done_by_somebody",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
