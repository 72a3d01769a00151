"""Lists, groups, rules, exceptions, requests, snapshots, edges, and what the edges decided."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leeward.engine.load.lists import ListFormat
from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.rules import new_reference

VERDICTS = [(Verdict.ALLOW.value, _("Allowed")), (Verdict.WARN.value, _("Warned")), (Verdict.BLOCK.value, _("Blocked"))]
REASONS = [
    (Reason.SAFEGUARDING.value, _("Safeguarding")),
    (Reason.SECURITY.value, _("Security")),
    (Reason.PRODUCTIVITY.value, _("Productivity")),
]


class ListSource(models.Model):
    """One imported list. Its addresses lie in a folder under LEEWARD_HOME/lists; here is where they came from."""

    name = models.SlugField(max_length=40, unique=True)
    format = models.CharField(max_length=10, choices=[(form.value, form.value) for form in ListFormat])
    category = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=500)
    licence = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=80)
    imported_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    lines = models.PositiveBigIntegerField(default=0)
    bad = models.PositiveBigIntegerField(default=0)
    bad_lines = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A kind of web page, with the reason it is blocked where it is. Every category carries one."""

    name = models.SlugField(max_length=60, primary_key=True)
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=15, choices=REASONS)
    locked = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=[r.value for r in Reason]), name="category_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class FilterGroup(models.Model):
    """People and addresses that share a policy. Exactly one is the default, for whoever cannot be placed."""

    name = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_group"),
        ]

    def __str__(self) -> str:
        return self.title


class GroupUser(models.Model):
    """A member by the name the proxy knows them by. A name is in one group only."""

    group = models.ForeignKey(FilterGroup, on_delete=models.CASCADE, related_name="users")
    user = models.CharField(max_length=150, unique=True)

    def __str__(self) -> str:
        return f"member {self.pk}"


class GroupRange(models.Model):
    """Members by address: a network in CIDR form. A network is in one group only; the narrowest counts."""

    group = models.ForeignKey(FilterGroup, on_delete=models.CASCADE, related_name="ranges")
    network = models.CharField(max_length=50, unique=True)

    def __str__(self) -> str:
        return self.network


class CategoryRule(models.Model):
    """What a group may do with a category. Absent means allowed."""

    group = models.ForeignKey(FilterGroup, on_delete=models.CASCADE, related_name="rules")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="rules")
    verdict = models.CharField(max_length=5, choices=VERDICTS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "category"], name="one_rule_for_group_and_category"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.category_id}"


class UnblockRequest(models.Model):
    """Somebody asks that a blocked site be opened. Why, and the decision, are kept by the approvals engine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    approval = models.UUIDField(unique=True)
    requester = models.UUIDField()
    host = models.CharField(max_length=255)
    category = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=15, choices=REASONS, blank=True)
    group = models.ForeignKey(FilterGroup, on_delete=models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField()
    wanted_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # decided, lapsed or withdrawn

    def __str__(self) -> str:
        return self.reference


class WebException(models.Model):
    """One site opened or closed for some groups (none: everyone) between two times."""

    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    host = models.CharField(max_length=255)
    path = models.CharField(max_length=500, default="/")
    groups = models.ManyToManyField(FilterGroup, related_name="exceptions", blank=True)
    verdict = models.CharField(max_length=5, choices=VERDICTS)
    reason = models.CharField(max_length=15, choices=REASONS, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    request = models.OneToOneField(UnblockRequest, null=True, on_delete=models.PROTECT, related_name="exception")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.BLOCK.value) | Q(ends__isnull=False), name="what_opens_has_an_end"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="exception_has_a_why"),
            models.CheckConstraint(condition=~Q(verdict=Verdict.WARN.value), name="exception_opens_or_closes"),
        ]
        indexes = [models.Index(fields=["ends"], name="exception_by_end")]

    def __str__(self) -> str:
        return self.reference


class PolicyChange(models.Model):
    """Who changed what, in words fit for the page. The audit trail holds the same act in its chain."""

    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at"], name="policy_change_by_time")]

    def __str__(self) -> str:
        return f"change {self.pk}"


class PolicyState(models.Model):
    """One row, locked while a snapshot is made: the index and the version in force."""

    version = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    lists = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_policy_state")]

    def __str__(self) -> str:
        return f"snapshot {self.version}"


class SnapshotVersion(models.Model):
    """One signed snapshot: the manifest as edges fetch it."""

    version = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    why = models.CharField(max_length=120)
    manifest = models.BinaryField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"snapshot {self.version}"


class Edge(models.Model):
    """A filter at a site. `key_hash`: SHA-256 of the key it was given; `version`: the snapshot it last said it has."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    key_hash = models.BinaryField(max_length=32, unique=True)
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    accepted_through = models.BigIntegerField(default=0)
    unreadable = models.PositiveBigIntegerField(default=0)  # records it sent that could not be taken

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class EdgeCode(models.Model):
    """A one-time code by which an edge enrols; only its hash is kept."""

    code_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code {self.pk}"


class EdgeDecision(models.Model):
    """One decision at an edge. `person` is a pseudonym; kept for as long as the setting says, then deleted."""

    edge = models.ForeignKey(Edge, on_delete=models.PROTECT, related_name="decisions")
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    host = models.CharField(max_length=255)
    path = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=5, choices=VERDICTS)
    category = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=15, blank=True)
    rule = models.CharField(max_length=120, blank=True)
    list = models.CharField(max_length=60, blank=True)
    group = models.CharField(max_length=40, blank=True)
    person = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edge", "sequence"], name="edge_decision_once")]
        indexes = [models.Index(fields=["at"], name="edge_decision_by_time")]

    def __str__(self) -> str:
        return f"decision {self.pk}"
