"""Policies, their versions with text and promises, signatures, publications, acknowledgements.

Everything but a publication's end is only ever added: triggers in the database refuse to change or delete the rest.
Policies are public documents, so their text is not sealed.
"""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row
from leeward.policy.rules.standing import Proof, Step


class Policy(Row):
    """One policy through all its versions; `slug` is its address and never changes."""

    slug = models.SlugField(max_length=80, unique=True)
    made_at = models.DateTimeField()


class PolicyVersion(Row):
    """One text, never changed. `found` keeps what the reader saw in the document: its own versions, owners, problems.

    `review_months`: the cycle the text promises, 0 where it promises none.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    text_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    author = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    source_name = models.CharField(max_length=200, blank=True)
    source_hash = models.CharField(max_length=64)
    review_months = models.PositiveSmallIntegerField(default=0)
    found = models.JSONField(default=dict)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="version_has_a_reason"),
        ]


class Section(Row):
    """One heading of a version and what stands under it, as blocks."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField()
    heading = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    path = models.JSONField(default=list)
    blocks = models.JSONField(default=list)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="section_position_once"),
        ]


class Promise(Row):
    """A sentence of a version that carries a duty, as it stands, with what the reader made of it."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="promises")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="promises")
    position = models.PositiveIntegerField()
    sentence = models.TextField()
    stem = models.TextField(blank=True)
    sentence_hash = models.CharField(max_length=64)
    actor = models.CharField(max_length=300, blank=True)
    modality = models.CharField(max_length=20)
    action = models.TextField(blank=True)
    frequency = models.CharField(max_length=300, blank=True)
    limit = models.CharField(max_length=300, blank=True)
    missing = models.JSONField(default=list)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="promise_position_once"),
        ]
        indexes = [models.Index(fields=["sentence_hash"], name="promise_by_sentence")]


class PromiseStep(Row):
    """What somebody did with a promise: confirmed it, set it aside, bound a proof to it. Only ever added.

    `order` counts a promise's steps, so that two in the same moment have an order.
    """

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveIntegerField()
    step = models.CharField(max_length=10, choices=[(step.value, step.value) for step in Step])
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    holder = models.CharField(max_length=60, blank=True)
    frequency = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=10, choices=[(proof.value, proof.value) for proof in Proof], default=Proof.NONE)
    check_key = models.CharField(max_length=120, blank=True)
    confirmed = models.BooleanField(default=False)
    set_aside = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["promise", "order"], name="promise_step_once"),
            models.CheckConstraint(
                condition=~Q(step=Step.SET_ASIDE) | ~Q(reason=""), name="promise_set_aside_with_reason"
            ),
            models.CheckConstraint(condition=~Q(step=Step.BIND) | ~Q(check_key=""), name="promise_bound_to_something"),
        ]


class PromiseStatement(Row):
    """A named person's dated word that a promise is kept. It lapses by itself and is never edited, only made again."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="statements")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="statements")
    sentence_hash = models.CharField(max_length=64)
    person = models.UUIDField()
    words = models.TextField()
    said_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("said_at")), name="promise_statement_lapses_later"
            ),
        ]
        indexes = [models.Index(fields=["policy", "sentence_hash", "said_at"], name="promise_statement_latest")]


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
