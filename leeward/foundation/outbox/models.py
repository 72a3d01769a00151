"""The job row."""

import uuid

from django.db import models


class Job(models.Model):
    """One message for one handler, claimed by compare-and-set; a dead letter stays until someone acts."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    handler = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    put_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handler", "key"], name="job_once"),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="job_due"),
        ]

    def __str__(self) -> str:
        return f"job {self.id}"
