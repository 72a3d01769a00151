"""Records on their way to another setting, and records that came from one."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class Transfer(Row):
    """A sealed copy made for another setting. For whom, why and the words are sealed in `what`.

    `receipt_mark` finds it by the token of its receipt page, by key. The file lies beside the database until it has
    arrived, is withdrawn, or is too old.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    what = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    receipt_mark = models.CharField(max_length=64, unique=True)
    receipt_due = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    receipt = models.BinaryField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="transfer_received_with_a_receipt",
                condition=Q(received_at=None, receipt=None) | Q(received_at__isnull=False, receipt__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "received_at"], name="transfer_by_case")]


class Arrival(Row):
    """A record as another setting sent it: from whom, and the whole pack, sealed. Never changed.

    `mark` finds the same pack again, by key; it says nothing to whoever holds only the database.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="arrival")
    mark = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.UUIDField()
    what = models.BinaryField()
    pack = models.BinaryField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["mark"], name="arrival_by_mark")]
