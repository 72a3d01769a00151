"""Rows of outside providers: contracts, duties taken on, assurance received."""

from django.db import models
from django.db.models import F, Q

from leeward.foundation.rows import Row, choices_of
from leeward.people.providers.rules import Duty


class Provider(Row):
    """An outside provider with its contract and whom to call there."""

    name = models.CharField(max_length=120)
    contract = models.CharField(max_length=80)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    contact = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    added_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="contract_span")
        ]


class ProviderDuty(Row):
    """That a provider has taken a duty on, and within how many hours it acts."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=20, choices=choices_of(Duty))
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "duty"], name="provider_duty_once")]


class Assurance(Row):
    """What a provider showed: a dated statement, or a document whose fingerprint is kept (not the document)."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="assurances")
    what = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, blank=True)
    dated = models.DateField()
    expires = models.DateField()
    kept_by = models.UUIDField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires__gt=F("dated")), name="assurance_expires_later")]
