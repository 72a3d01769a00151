"""Reviews that were held, the cycle chosen, and looks between reviews with what came of them. All only ever added."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.policy.models.text import Policy, PolicyVersion
from leeward.policy.rules.reconsidering import Decision, Trigger


class ReviewCycle(Row):
    """How often a policy is reviewed. The latest row holds. `anchor`: a day of the fixed row; None where it rolls."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="cycles")
    months = models.PositiveSmallIntegerField()
    anchor = models.DateField(null=True)
    why = models.CharField(max_length=500)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1) & Q(months__lte=36), name="review_cycle_of_months"),
        ]


class Review(Row):
    """A review of the version in force: when it was due, when it was held, by whom, what was found."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="reviews")
    planned_for = models.DateField()
    done_on = models.DateField()
    decision = models.CharField(max_length=20, choices=choices_of(Decision))
    finding = models.CharField(max_length=1000)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["policy", "done_on"], name="review_once_a_day"),
            models.CheckConstraint(condition=~Q(finding=""), name="review_with_finding"),
        ]


class Reconsideration(Row):
    """Something happened, so the policy is looked at before its review. `reference` makes one of one event."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reconsiderations")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="reconsiderations")
    trigger = models.CharField(max_length=20, choices=choices_of(Trigger))
    reference = models.CharField(max_length=120)
    why = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    due = models.DateField()

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["policy", "trigger", "reference"], name="reconsidered_once_for_an_event"),
        ]


class Reconsidered(Row):
    """What came of a look between reviews, with the reason: the only thing that ends one."""

    reconsideration = models.OneToOneField(Reconsideration, on_delete=models.PROTECT, related_name="outcome")
    decision = models.CharField(max_length=20, choices=choices_of(Decision))
    reason = models.CharField(max_length=1000)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta(Row.Meta):
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reconsidered_with_reason")]


class RulesSeen(Row):
    """An edition of a nation's rule pack that this installation has had, so that a new one is noticed."""

    pack = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
