"""Rows of help outside: the organisation's own entries, and when somebody looked whether an entry still holds."""

from django.db import models

from leeward.foundation.rows import Row


class Signpost(Row):
    """An entry of the organisation's own: a local service, a council's front door. Public, so nothing is sealed."""

    name = models.CharField(max_length=80)
    what_for = models.CharField(max_length=200)
    topic = models.CharField(max_length=30)
    phone = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    ages = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)


class SignpostLook(Row):
    """That an entry was looked at. `person` is None for the test of links. Never changed afterwards."""

    entry = models.CharField(max_length=60)
    person = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    good = models.BooleanField()
    said = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["entry", "at"], name="look_latest")]
