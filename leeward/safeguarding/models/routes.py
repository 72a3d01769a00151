"""The routes an organisation chose, as whole tables, and what was chosen for one case."""

from django.db import models

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Case


class RouteTable(Row):
    """A table of routes as somebody proposed it. Never changed: a change is another table."""

    rules = models.JSONField()
    what = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()


class RouteTableInForce(Row):
    """From when a table counts, after a second person agreed. The latest one counts. Never changed."""

    table = models.OneToOneField(RouteTable, on_delete=models.PROTECT, related_name="in_force")
    at = models.DateTimeField()
    by = models.UUIDField(null=True, blank=True)


class CaseRoute(Row):
    """What the routes asked for in one case. The latest one counts; `facts` (kind, severity …) are sealed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="routes")
    also = models.JSONField()
    lead = models.CharField(max_length=40)
    site = models.CharField(max_length=80, blank=True)
    facts = models.BinaryField()
    at = models.DateTimeField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["case", "at"], name="case_route_by_case")]
