"""What was checked, and found, when somebody was proven unable to learn of a case. Kept with the case, sealed."""

from django.db import models

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class Certificate(Row):
    """One check. `body` (who, what, the result) is sealed; never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="certificates")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()
