"""The promises of a version, what was done with each, and the words given about them. Only ever added."""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row
from leeward.policy.models.text import Policy, PolicyVersion, Section
from leeward.policy.rules.likeness import Likeness
from leeward.policy.rules.standing import Proof, Step


class Promise(Row):
    """A sentence of a version that carries a duty, as it stands, with what the reader made of it.

    `before`: the promise of the version before that it carries on, and how alike the words are.
    """

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
    condition = models.CharField(max_length=300, blank=True)
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="after")
    likeness = models.CharField(max_length=10, choices=[(how.value, how.value) for how in Likeness], blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="promise_position_once"),
        ]
        indexes = [models.Index(fields=["sentence_hash"], name="promise_by_sentence")]


class PromiseStep(Row):
    """What somebody did with a promise: confirmed it, set it aside, bound a proof to it. Only ever added.

    `order` counts a promise's steps, so that two in the same moment have an order. `checks`: every check that proves
    it, the first in `check_key` too. `every_months`: how often somebody's word is asked for, 0 where it is not.
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
    limit = models.CharField(max_length=300, blank=True)
    checks = models.JSONField(default=list)
    every_months = models.PositiveSmallIntegerField(default=0)

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
    evidence = models.CharField(max_length=500, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("said_at")), name="promise_statement_lapses_later"
            ),
        ]
        indexes = [models.Index(fields=["policy", "sentence_hash", "said_at"], name="promise_statement_latest")]
