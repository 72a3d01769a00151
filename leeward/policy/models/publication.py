"""Signatures, publications and acknowledgements of versions. All but a publication's end is only ever added."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row
from leeward.policy.models.text import Policy, PolicyVersion


class Signature(Row):
    """The approval of one exact text: `text_hash` is what was signed, by whom and in which post."""

    version = models.OneToOneField(PolicyVersion, on_delete=models.PROTECT, related_name="signature")
    text_hash = models.CharField(max_length=64)
    person = models.UUIDField()
    post = models.CharField(max_length=60)
    signed_at = models.DateTimeField()
    request = models.UUIDField(unique=True)


class Publication(Row):
    """A version while it is the one in force. `audience`: the classes of person asked to acknowledge it."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    audience = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["policy"], condition=Q(ended_at__isnull=True), name="one_version_in_force_per_policy"
            ),
        ]


class Acknowledgement(Row):
    """A person's agreement to one version: the words agreed to, the text they were about, and when."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.UUIDField()
    words = models.TextField()
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="acknowledged_once_per_version"),
        ]


class StatesShown(Row):
    """Whether the published page of a policy marks how each sentence stands. The latest row holds; only ever added."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="states_shown")
    shown = models.BooleanField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
