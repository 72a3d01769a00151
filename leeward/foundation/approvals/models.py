"""Requests with their decisions, and who is kept from them. Words are sealed; states and dates are not."""

import uuid

from django.db import models
from django.db.models import F, Q


class ApprovalRequest(models.Model):
    """One "may I?". The decision stands in the same row, so that the database itself forbids deciding on one's own."""

    class State(models.TextChoices):
        WAITING = "waiting"
        APPROVED = "approved"
        REFUSED = "refused"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    scope = models.CharField(max_length=160, blank=True)
    requester = models.UUIDField(null=True)
    why_sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True)
    delay_until = models.DateTimeField(null=True)
    delegated_to = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.UUIDField(null=True)
    decided_for = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    after_delay = models.BooleanField(default=False)
    reason_sealed = models.BinaryField(null=True)
    confirmed = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(requester__isnull=True) | ~Q(decided_by=F("requester")),
                name="approval_never_by_the_requester",
            ),
            models.CheckConstraint(
                condition=Q(delegated_to__isnull=True) | Q(requester__isnull=True) | ~Q(delegated_to=F("requester")),
                name="approval_never_delegated_to_requester",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                    | Q(state__in=["lapsed", "withdrawn"], decided_by__isnull=True, decided_at__isnull=False)
                    | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False)
                    | Q(state="approved", decided_by__isnull=False, decided_at__isnull=False, after_delay=False)
                    | Q(state="approved", decided_by__isnull=True, decided_at__isnull=False, after_delay=True)
                ),
                name="approval_state_has_its_decision",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="waiting"), name="approval_waits_once_per_subject"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind"], name="approval_waiting"),
            models.Index(fields=["kind", "subject"], name="approval_by_subject"),
            models.Index(fields=["requester"], name="approval_by_requester"),
        ]

    def __str__(self) -> str:
        return f"request {self.id}"


class ApprovalConflict(models.Model):
    """A person who must neither decide a request nor learn that it exists."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="conflicts")
    person = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="approval_conflict_once"),
        ]

    def __str__(self) -> str:
        return f"conflict of {self.request_id}"
