"""Cases that belong together, and concerns that were put into another case. Only added to."""

from django.db import models

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case, Concern


class CaseLink(Row):
    """Two cases have to do with each other. Shown only to who may see both; nothing else follows from it."""

    one = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="two_cases_linked_once")]


class ConcernMove(Row):
    """A concern was put into another case, or into one of its own, by whom and why."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="moves")
    came_from = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moved_out")
    went_to = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moved_in")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()
