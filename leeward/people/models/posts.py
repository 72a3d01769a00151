"""Rows about posts: what an organisation calls them, posts of its own, what each may do, who is away, who proposes."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from leeward.people.models.directory import Company, Person, PostHolding, Site
from leeward.people.rules import OWN


class State(models.TextChoices):
    """How a proposal stands. `overtaken`: approved when it could no longer be done."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class OwnPost(models.Model):
    """A post that the catalogue does not have. Its key is stored for ever; its name is an alias like any other."""

    key = models.CharField(primary_key=True, max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(key__startswith=OWN), name="own_post_key")]

    def __str__(self) -> str:
        return self.key


class PostAlias(models.Model):
    """What this organisation calls a post. The first is what pages show; several are one post all the same."""

    post = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="alias_names_one_post"),
            models.UniqueConstraint(fields=["post", "place"], name="alias_place_once"),
        ]

    def __str__(self) -> str:
        return f"alias of {self.post}"


class PostPermissions(models.Model):
    """Everything a post may do, as proposed by one person and approved by another. Never changed, only replaced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.CharField(max_length=40)
    # Permission strings with spaces between: read beside the posts of somebody in one statement (queries.actors).
    permissions = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    request = models.UUIDField(null=True, unique=True)
    decided_at = models.DateTimeField(null=True)
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(in_force=True), name="permissions_one_in_force"),
            models.UniqueConstraint(fields=["post"], condition=Q(state="waiting"), name="permissions_one_proposal"),
            models.CheckConstraint(
                condition=Q(in_force=False) | Q(state="approved", request__isnull=False),
                name="permissions_in_force_are_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"permissions of {self.post}"


class Absence(models.Model):
    """That a holder is away, from a day until a day (both count), and who covers. Why is nobody's business here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holding = models.ForeignKey(PostHolding, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    # A deputy who stands in anyway needs no holding of cover; anybody else has one for these days.
    covered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_since_until")]
        indexes = [models.Index(fields=["since", "until"], name="absence_by_day")]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class PostProposal(models.Model):
    """That somebody is to get a post that opens sensitive records, or did in an emergency: a second person decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    post = models.CharField(max_length=40)
    deputy = models.BooleanField(default=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, null=True, related_name="proposals")
    emergency = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    request = models.UUIDField(null=True, unique=True)
    decided_at = models.DateTimeField(null=True)
    holding = models.ForeignKey(PostHolding, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("person")), name="proposal_not_for_oneself"),
            models.CheckConstraint(
                condition=Q(holding__isnull=True) | Q(state="approved") | Q(emergency=True),
                name="proposal_held_once_approved",
            ),
        ]
        indexes = [models.Index(fields=["state", "post"], name="proposal_waiting")]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
