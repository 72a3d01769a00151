"""What is done about a case: chronology, decisions, actions, closing."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class Entry(Row):
    """One line of the chronology: when it happened is not when it was written down. Corrected only by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    event_at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    author = models.UUIDField()
    body = models.BinaryField()
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")


class Decision(Row):
    """What was decided, between which options, and why. Sealed as one; never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()


class Closure(Row):
    """How a case was closed: summary, follow-up, outcome, reasons. Sealed as one, never changed; reopening keeps it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()


class CaseAction(Row):
    """Something somebody must do, by when, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    owner = models.UUIDField()
    due = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    what = models.BinaryField()
    result = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="action_done_by_somebody",
                condition=Q(done_at=None, done_by=None, result=None)
                | Q(done_at__isnull=False, done_by__isnull=False, result__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "done_at", "due"], name="action_open_by_case")]
