"""Sources, the lawful basis on which they may be read, messages on their short way through, and findings.

Who wrote what to whom is sealed in the vault. States, dates, severities and the keys of rules are not.
"""

from django.db import models
from django.db.models import Q

from leeward.engine.text.values import Category, Direction
from leeward.foundation.rows import Row, choices_of
from leeward.monitoring.journal import Form
from leeward.monitoring.rules import Compartment, State


class Source(Row):
    """A channel that may be monitored. It is off until a basis is in force, and the database holds it to that."""

    class Kind(models.TextChoices):
        MAIL_JOURNAL = "mail-journal"

    kind = models.CharField(max_length=20, choices=Kind)
    address = models.CharField(max_length=254, unique=True)
    form = models.CharField(max_length=10, choices=choices_of(Form), default=Form.COPIES)
    on = models.BooleanField(default=False)
    basis = models.OneToOneField(
        "LawfulBasis", null=True, blank=True, on_delete=models.PROTECT, related_name="in_force_for"
    )

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="source_is_on_only_with_a_basis", condition=Q(on=False) | Q(basis__isnull=False)
            ),
        ]


class LawfulBasis(Row):
    """Why a source may be read: recorded by one person, approved by another, published in the notice to users."""

    class State(models.TextChoices):
        WAITING = "waiting"
        IN_FORCE = "in-force"
        REFUSED = "refused"
        ENDED = "ended"

    class Ground(models.TextChoices):
        PUBLIC_TASK = "public-task"
        LEGAL_OBLIGATION = "legal-obligation"
        LEGITIMATE_INTERESTS = "legitimate-interests"

    class Condition(models.TextChoices):
        SAFEGUARDING = "safeguarding"
        NONE = "none"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="bases")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    purpose = models.TextField()
    proportionate = models.TextField()
    ground = models.CharField(max_length=30, choices=Ground)
    condition = models.CharField(max_length=30, choices=Condition)
    notice_on = models.DateField()
    notice_where = models.TextField()
    dpia = models.CharField(max_length=200)
    dpia_on = models.DateField()
    review_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="basis_approved_by_somebody_else",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("recorded_by")),
            ),
            models.CheckConstraint(
                name="basis_in_force_was_approved", condition=~Q(state="in-force") | Q(approved_at__isnull=False)
            ),
        ]


class ReceivedMessage(Row):
    """A message on its way through. `body` is sealed and goes as soon as it is not needed; the row stays a while
    so that the same message sent twice is known. `fingerprint` is keyed: it tells nothing without the keys."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ASSESSED = "assessed"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="messages")
    fingerprint = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(db_index=True)
    size = models.PositiveIntegerField()
    attachments = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    direction = models.CharField(max_length=30, choices=choices_of(Direction), blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    body = models.BinaryField(null=True)
    shredded_at = models.DateTimeField(null=True, blank=True)


class Finding(Row):
    """What the rules pointed out in one message, for a person to decide about. `record` names its key in the vault."""

    ref = models.CharField(max_length=9, unique=True)
    record = models.UUIDField(unique=True)
    compartment = models.CharField(max_length=60, choices=choices_of(Compartment))
    message = models.OneToOneField(ReceivedMessage, null=True, on_delete=models.SET_NULL, related_name="finding")
    found_at = models.DateTimeField()
    category = models.CharField(max_length=20, choices=choices_of(Category))
    severity = models.PositiveSmallIntegerField()
    rules = models.JSONField()
    library = models.CharField(max_length=80)
    direction = models.CharField(max_length=30, choices=choices_of(Direction))
    sender_alias = models.CharField(max_length=4)
    recipient_aliases = models.JSONField()
    state = models.CharField(max_length=10, choices=choices_of(State), default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    body = models.BinaryField(null=True)
    reason = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(name="finding_severity", condition=Q(severity__gte=0, severity__lte=5)),
            models.CheckConstraint(
                name="finding_decided_by_a_person",
                condition=Q(state=State.WAITING, decided_at=None, decided_by=None)
                | (~Q(state=State.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["compartment", "state"], name="finding_by_compartment")]


class FindingBar(Row):
    """Somebody who must not learn of a finding: who wrote or received the message, or whom it may be about."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="bars")
    mark = models.CharField(max_length=64)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["finding", "mark"], name="finding_bar_once")]


class FindingOpening(Row):
    """Somebody gave a reason and saw who it is about. Holds for a while, so that a page can be looked at again."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="openings")
    person = models.UUIDField()
    at = models.DateTimeField()
    reason = models.BinaryField()


class DailyCount(Row):
    """How often a category was met below the severity at which anything is kept. No content, no persons."""

    day = models.DateField()
    category = models.CharField(max_length=20, choices=choices_of(Category))
    severity = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["day", "category", "severity"], name="daily_count_once")]
