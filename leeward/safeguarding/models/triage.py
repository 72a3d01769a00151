"""How a case was looked at first, by what it is found again, whose needs were looked at, and who read it a second time.

Nothing here is changed once written, but the marks: they follow the last triage.
"""

from django.db import models

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.models.cases import Case
from leeward.safeguarding.models.work import Closure
from leeward.safeguarding.rules.marks import Sort


class Triage(Row):
    """One look: what made it safe, how grave it is, of which kinds, who leads. Sealed as one; the last one counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="triages")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()


class CaseMark(Row):
    """A kind, place, handle or employer of a case as a keyed mark: it can be found again, but not read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="marks")
    sort = models.CharField(max_length=10, choices=choices_of(Sort))
    mark = models.CharField(max_length=64)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "sort", "mark"], name="each_mark_once_for_a_case")]
        indexes = [models.Index(fields=["mark", "case"], name="case_by_mark")]


class NeedsNote(Row):
    """The needs of whoever was harmed, of bystanders and of the organisation. Sealed as one; the last one counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="needs")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()


class SecondReading(Row):
    """Somebody else read a case before it was closed, and agreed or sent it back. No `by`: nobody else was left."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="second_readings")
    closure = models.OneToOneField(Closure, on_delete=models.PROTECT, related_name="second_reading")
    at = models.DateTimeField()
    by = models.UUIDField(null=True, blank=True)
    agreed = models.BooleanField()
    body = models.BinaryField()
