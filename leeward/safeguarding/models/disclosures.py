"""Requests for what is in a case: by an authority, a court, the person themselves, or for a version without names."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.models.cases import Case
from leeward.safeguarding.rules.disclosures import Asker, Stage


class Disclosure(Row):
    """One request and what goes out for it. Who asks, the frozen record and the plan of what is left out are sealed.

    The plan does not change once somebody else has been asked to approve it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    asker = models.CharField(max_length=20, choices=choices_of(Asker))
    stage = models.CharField(max_length=20, choices=choices_of(Stage), default=Stage.DRAFT.value)
    asked_on = models.DateField()
    due = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    what = models.BinaryField()
    record = models.BinaryField()
    plan = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.UUIDField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    words = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="disclosure_released_with_its_hash",
                condition=Q(released_at=None, released_by=None, sha256="")
                | Q(released_at__isnull=False, released_by__isnull=False, confirmed_at__isnull=False) & ~Q(sha256=""),
            ),
        ]
        indexes = [models.Index(fields=["case", "stage"], name="disclosure_by_case")]
