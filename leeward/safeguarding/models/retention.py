"""How long a case is kept, what holds it, and what is left when it has been shredded."""

from django.db import models
from django.db.models import F, Q

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class RetentionPlan(Row):
    """One decision how long to keep a case. Never changed: the last one counts. `body` (basis, reason) is sealed.

    `is_end`: the period ends on `review_on`; else the day is only to look again.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="retention")
    at = models.DateTimeField()
    by = models.UUIDField()
    review_on = models.DateField()
    is_end = models.BooleanField()
    body = models.BinaryField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["case", "at"], name="retention_by_case")]


class LegalHold(Row):
    """Nothing of the case may be destroyed: an inquiry, the police, a claim. Two different persons lift it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.UUIDField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.UUIDField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="hold_lifted_by_two",
                condition=Q(lifted_at=None, lifted_by=None)
                | (Q(lifted_at__isnull=False, lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))),
            ),
        ]


class ShredProposal(Row):
    """Somebody proposed to shred a case; somebody else decides. `why` is sealed and goes with the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shred_proposals")
    at = models.DateTimeField()
    by = models.UUIDField()
    why = models.BinaryField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    agreed = models.BooleanField(default=False)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="one_open_proposal_for_each_case"
            ),
            models.CheckConstraint(
                name="shredding_agreed_by_another",
                condition=Q(agreed=False) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("by"))),
            ),
        ]


class ShredCertificate(Row):
    """What is left of a shredded case: dates, rule and the two persons, no text of it. Never changed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="certificate")
    rule = models.CharField(max_length=60)
    cited = models.CharField(max_length=300)
    raised_on = models.DateField()
    closed_on = models.DateField()
    keys = models.PositiveIntegerField()
    proposed_by = models.UUIDField()
    agreed_by = models.UUIDField()
    at = models.DateTimeField()
