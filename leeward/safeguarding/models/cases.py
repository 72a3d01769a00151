"""A case, what was told in it, and the persons of it."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.routing import Compartment
from leeward.safeguarding.rules.telling import Source


class Case(Row):
    """One case. `record` names its key in the vault.

    `owner` leads the work on it, `severity` is a step of the organisation's scale (1 the lowest); `version` grows with
    every change, so that a form filled in before somebody else's change is noticed.
    """

    ref = models.CharField(max_length=9, unique=True)
    record = models.UUIDField(unique=True)
    compartment = models.CharField(max_length=60, choices=choices_of(Compartment))
    state = models.CharField(max_length=20, choices=choices_of(State), default=State.RECEIVED.value)
    raised_at = models.DateTimeField()
    acknowledge_due = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    outside = models.BooleanField(default=False)
    owner = models.UUIDField(null=True, blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="case_acknowledged_when_it_says_so",
                condition=Q(state=State.RECEIVED.value, acknowledged_at=None)
                | (~Q(state=State.RECEIVED.value) & Q(acknowledged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_closed_at_a_time",
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False)
                | (~Q(state=State.CLOSED.value) & Q(closed_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["compartment", "state"], name="case_by_compartment"),
            models.Index(fields=["owner", "state"], name="case_by_owner"),
        ]


class Concern(Row):
    """What somebody told, as they told it. Triggers refuse any change to it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="concerns")
    record = models.UUIDField(unique=True)
    submission = models.UUIDField(unique=True)
    source = models.CharField(max_length=20, choices=choices_of(Source))
    raised_at = models.DateTimeField()
    learned_at = models.DateTimeField(null=True, blank=True)
    telling = models.BinaryField()


class CasePerson(Row):
    """A person in a case, with the role they have in this one. `who` is sealed; `mark` finds them again, by key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="persons")
    role = models.CharField(max_length=30)
    mark = models.CharField(max_length=64, blank=True)
    who = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True, blank=True)
