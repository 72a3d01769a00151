"""Rows of the directory. The database keeps the promises: triggers keep spans from overlapping (migration `spans`)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from leeward.people.rules import OWN, PersonClass, Post


class Company(models.Model):
    """One company of the group, from a day until a day; renamed and closed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="company_opened_closed",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of a company where people work and learn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="site_name_once_in_company"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="site_opened_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody the organisation knows. What they are, and which posts they hold, is dated and kept apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    known_as = models.CharField(max_length=80, blank=True)
    born = models.DateField(null=True, blank=True)
    email = models.EmailField(max_length=254, null=True, blank=True)
    reference = models.CharField(max_length=40, null=True, blank=True)
    # What the next five say today; what they said on any day, and were known to say, is in DatedFact.
    employer = models.CharField(max_length=120, blank=True, db_index=True)
    programme = models.CharField(max_length=120, blank=True)
    cohort = models.CharField(max_length=60, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    tutor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="tutees")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    # Folded names: what searches and the finding of names in texts compare. Written by actions only.
    search_name = models.CharField(max_length=260)
    family_key = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once_in_any_case"),
            models.UniqueConstraint(Lower("reference"), name="person_reference_once_in_any_case"),
            models.CheckConstraint(condition=~Q(given_name="") & ~Q(family_name=""), name="person_has_a_name"),
            models.CheckConstraint(condition=~Q(email="") & ~Q(reference=""), name="person_nothing_is_null"),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(email__isnull=False), name="person_with_account_has_email"
            ),
            models.CheckConstraint(condition=~Q(tutor=F("id")), name="person_is_not_own_tutor"),
        ]
        indexes = [models.Index(fields=["family_name", "given_name", "id"], name="person_in_order")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def name(self) -> str:
        """What somebody is called on a page."""
        return f"{self.known_as or self.given_name} {self.family_name}"


class ClassOfPerson(models.Model):
    """That somebody is staff, a learner, a parent … from a day until a day (both count). Several at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="classes")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in PersonClass])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PersonClass]), name="class_is_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="class_since_until"
            ),
        ]
        # The second is what the trigger against overlaps looks by: with the first alone each new class read them all.
        indexes = [
            models.Index(fields=["kind", "since"], name="class_by_kind"),
            models.Index(fields=["person", "kind", "since"], name="class_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PostHolding(models.Model):
    """That somebody holds a post, or is its deputy, from a day until a day (both count).

    For the whole group, or for one company or site alone. With an absence it is cover: a deputy for those days only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.CharField(max_length=40)
    deputy = models.BooleanField(default=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    absence = models.ForeignKey(
        "people.Absence", on_delete=models.CASCADE, null=True, blank=True, related_name="covering"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__in=[post.value for post in Post]) | Q(post__startswith=OWN),
                name="holding_post_is_known",
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(company__isnull=False), name="holding_site_has_company"
            ),
            models.CheckConstraint(
                condition=Q(absence__isnull=True) | Q(deputy=True, until__isnull=False), name="holding_cover_ends"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="holding_since_until"
            ),
        ]
        indexes = [models.Index(fields=["post", "since"], name="holding_by_post")]

    def __str__(self) -> str:
        return f"{self.post} {self.pk}"


class Hold(models.Model):
    """Somebody's sign-in was reset by another: sensitive records stay shut until a second person says so."""

    class Why(models.TextChoices):
        RESET = "reset", "sign-in reset"
        ADDRESS = "address", "e-mail address changed"
        OWNER = "owner", "closed by its owner"
        LINK = "link", "linked to an identity provider"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=10, choices=Why)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at__isnull=True), name="hold_one_at_a_time"),
            models.CheckConstraint(condition=~Q(lifted_by=F("person")), name="hold_not_lifted_by_oneself"),
            models.CheckConstraint(condition=~Q(lifted_by=F("set_by")), name="hold_lifted_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
