"""Policies and their versions: public documents, whose text is not sealed. Only ever added."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row


class Policy(Row):
    """One policy through all its versions; `slug` is its address and never changes."""

    slug = models.SlugField(max_length=80, unique=True)
    made_at = models.DateTimeField()


class PolicyVersion(Row):
    """One text, never changed. `found` keeps what the reader saw in the document: its own versions, owners, problems.

    `review_months`: the cycle the text promises, 0 where it promises none.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    text_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    author = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    source_name = models.CharField(max_length=200, blank=True)
    source_hash = models.CharField(max_length=64)
    review_months = models.PositiveSmallIntegerField(default=0)
    found = models.JSONField(default=dict)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="version_has_a_reason"),
        ]


class Section(Row):
    """One heading of a version and what stands under it, as blocks."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField()
    heading = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    path = models.JSONField(default=list)
    blocks = models.JSONField(default=list)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="section_position_once"),
        ]
