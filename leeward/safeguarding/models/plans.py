"""Support plans, reviewed until the problem has stayed solved, and check-ins after an absence or a time apart."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.models.cases import Case
from leeward.safeguarding.rules.plans import PlanState, Verdict


class SupportPlan(Row):
    """What somebody needs, what is done about it and by whom. Sealed; `due` is the next review."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    owner = models.UUIDField()
    state = models.CharField(max_length=20, choices=choices_of(PlanState), default=PlanState.RUNNING.value)
    due = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    body = models.BinaryField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="plan_ended_at_a_time",
                condition=Q(state=PlanState.ENDED.value, ended_at__isnull=False)
                | (~Q(state=PlanState.ENDED.value) & Q(ended_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["case", "ended_at", "due"], name="plan_open_by_case")]


class PlanReview(Row):
    """One look at a plan. Never changed."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="reviews")
    at = models.DateTimeField()
    by = models.UUIDField()
    verdict = models.CharField(max_length=20, choices=choices_of(Verdict))
    body = models.BinaryField()


class CheckIn(Row):
    """Somebody is asked how they are, after an absence or a time apart. `what` and `result` are sealed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="check_ins")
    owner = models.UUIDField()
    due = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    what = models.BinaryField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    result = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="check_in_done_by_somebody",
                condition=Q(done_at=None, done_by=None, result=None)
                | Q(done_at__isnull=False, done_by__isnull=False, result__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "done_at", "due"], name="check_in_open_by_case")]
