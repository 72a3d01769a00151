"""The permission matrix: one draft that is worked on, and versions that are only ever added once somebody agreed."""

from django.db import models

from leeward.foundation.rows import Row


class MatrixDraft(Row):
    """The matrix as it is being written. There is at most one; `cells` and `hours` as `rules.matrix_text` puts them."""

    only = models.BooleanField(default=True, unique=True)
    cells = models.JSONField(default=list)
    hours = models.JSONField(default=list)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()


class MatrixVersion(Row):
    """A whole matrix, never changed. `text_hash`: what an agreement is bound to."""

    number = models.PositiveIntegerField(unique=True)
    cells = models.JSONField()
    hours = models.JSONField()
    text_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    talked_with = models.CharField(max_length=500, blank=True)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()


class MatrixAgreement(Row):
    """The agreement of a named person, in a post, to exactly one version; from then on it is in force."""

    version = models.OneToOneField(MatrixVersion, on_delete=models.PROTECT, related_name="agreement")
    text_hash = models.CharField(max_length=64)
    person = models.UUIDField()
    post = models.CharField(max_length=60)
    agreed_at = models.DateTimeField()
    request = models.UUIDField(unique=True)
