"""Keyed marks of the names that stand in a case, so that somebody who comes later is kept out before the first look."""

from django.db import models

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class CaseName(Row):
    """One mark of a pair of words from the answers that say who is involved. Points at nobody without the key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="names")
    mark = models.CharField(max_length=64)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "mark"], name="one_mark_of_a_name_for_each_case")]
        indexes = [models.Index(fields=["mark", "case"], name="case_name_by_mark")]
