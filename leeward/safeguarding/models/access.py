"""Who is let into a case, and who must never learn of it."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.models.cases import Case
from leeward.safeguarding.rules.routing import Why


class Bar(Row):
    """Somebody who must not learn of a case. It beats every grant and every post."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bars")
    mark = models.CharField(max_length=64)
    who = models.BinaryField()
    why = models.CharField(max_length=30, choices=choices_of(Why))
    certain = models.BooleanField()
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "mark"], condition=Q(lifted_at=None), name="one_live_bar_for_each_person"
            ),
        ]
        indexes = [models.Index(fields=["mark", "case"], name="bar_by_mark")]


class Grant(Row):
    """Lets one person into one case. With a `post` it counts only while they hold that post."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    person = models.UUIDField()
    post = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=30)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "post"], condition=Q(ended_at=None), name="one_live_grant_for_each_person"
            ),
        ]
        indexes = [models.Index(fields=["person", "case"], name="grant_by_person")]
