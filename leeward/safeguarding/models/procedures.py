"""Guided procedures that were begun in a case, what was answered, and what must be done by when.

Which procedure it is and what a duty says would tell what a case is about: both are sealed.
"""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class ProcedureRun(Row):
    """One procedure begun in a case. `which` is sealed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    which = models.BinaryField()
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()


class ProcedureAnswers(Row):
    """The answers of one screen as given at one time. Never changed: the last one of a screen counts."""

    run = models.ForeignKey(ProcedureRun, on_delete=models.PROTECT, related_name="answers")
    turn = models.PositiveIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "turn"], name="answers_one_after_another")]


class CaseDuty(Row):
    """Something the law or local procedure asks for by a time. `mark` keeps it from being made twice; `what` is sealed.

    It ends with what came of it, or with the reason why it does not apply.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="duties")
    run = models.ForeignKey(ProcedureRun, on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    mark = models.CharField(max_length=64, unique=True)
    what = models.BinaryField()
    started_at = models.DateTimeField()
    due = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    applies = models.BooleanField(default=True)
    result = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="duty_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None, result=None, applies=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, result__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "ended_at", "due"], name="duty_open_by_case")]
