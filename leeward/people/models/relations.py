"""Who belongs to a learner at home, and what makes a learner vulnerable. The words of both are sealed."""

import uuid

from django.db import models
from django.db.models import F, Q

from leeward.people.models.directory import Person


class Relation(models.Model):
    """That somebody is the parent, carer or other close person of a learner, from a day until a day."""

    class Responsibility(models.TextChoices):
        """Parental responsibility in law (Children Act 1989, section 3)."""

        YES = "yes"
        NO = "no"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="close_people")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="close_to")
    kind = models.CharField(max_length=20)
    responsibility = models.CharField(max_length=7, choices=Responsibility, default=Responsibility.UNKNOWN)
    may_contact = models.BooleanField(default=False)
    # How to reach them safely may say much about a home: sealed under the relation's own key.
    record = models.UUIDField(unique=True)
    note_sealed = models.BinaryField(null=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(learner=F("other")), name="relation_of_two_people"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="relation_since_until"
            ),
            models.UniqueConstraint(
                fields=["learner", "other"], condition=Q(until__isnull=True), name="relation_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"


class Marker(models.Model):
    """One thing that makes somebody vulnerable. Whose, what and who said so is sealed or keyed: see `marks`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.CharField(max_length=64, db_index=True)
    record = models.UUIDField(unique=True)
    said_sealed = models.BinaryField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="marker_since_until"
            )
        ]

    def __str__(self) -> str:
        return f"marker {self.pk}"
