"""Which files belong to which case. What a file is called and holds is sealed elsewhere."""

from django.db import models

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class CaseAttachment(Row):
    """One file of one case. `by_reporter`: it came with the report and was not added by a reader."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    file = models.OneToOneField("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    by_reporter = models.BooleanField(default=False)
