"""Dated facts about somebody, kept as they were said: a correction replaces a row and never overwrites it."""

import uuid

from django.db import models
from django.db.models import F, Q

from leeward.people.models.directory import Person, Site


class DatedFact(models.Model):
    """Site, tutor, employer, programme or cohort of somebody from a day until a day (both count).

    Two kinds of time: `since` and `until` say when it holds, `recorded_at` and `replaced_at` when it was known here.
    """

    class Kind(models.TextChoices):
        SITE = "site"
        TUTOR = "tutor"
        EMPLOYER = "employer"
        PROGRAMME = "programme"
        COHORT = "cohort"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    tutor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="fact_since_until"),
            # An end that is open is one value for the database too: one open row of a kind at a time.
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until__isnull=True, replaced_at__isnull=True),
                name="fact_one_open",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "since"], condition=Q(replaced_at__isnull=True), name="fact_since_once"
            ),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(replaced_at__isnull=True), name="fact_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SignInChange(models.Model):
    """That somebody's sign-in was opened or shut at a moment."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_in_changes")
    open = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="sign_in_change_by_time")]

    def __str__(self) -> str:
        return f"sign-in of {self.person_id}"


class PersonWord(models.Model):
    """One word somebody is searched by, folded: part of a name, an address or a reference. Written by actions only."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=254, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "word"], name="word_once")]

    def __str__(self) -> str:
        return f"word of {self.person_id}"


class NamePart(models.Model):
    """Three letters inside a word of somebody's name: by them a search looks inside words without reading them all.

    One row for each word and part, whoever bears the name. Written by actions only.
    """

    part = models.CharField(max_length=3)
    word = models.CharField(max_length=254, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "word"], name="name_part_once")]

    def __str__(self) -> str:
        return f"part {self.pk}"
