"""Tokens of other systems, and the answers kept so that a repeated request is carried out once."""

import uuid

from django.db import models
from django.db.models import F, Q


class ApiToken(models.Model):
    """One token. Of the secret only a keyed hash is kept; `prefix` is its beginning, for recognising it.

    `needs`: permissions its maker does not hold, for which somebody who does must confirm it; until then it does
    nothing (`confirmed_by` stays empty where nobody had to). `window` and `counted`: the minute of its last request
    and how many there were in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    mark = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    needs = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    window = models.BigIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_token_has_a_name"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="api_token_expires_later"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("made_by")), name="api_token_confirmed_by_another"),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered; the same request gets it again for a day."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_mark = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    location = models.CharField(max_length=300, default="")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["kept_at"], name="kept_answer_by_time")]

    def __str__(self) -> str:
        return f"kept answer {self.pk}"
