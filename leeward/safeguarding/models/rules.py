"""Who compared a rule of the pack with the published text, and when."""

from django.db import models

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.rules.pack import Verdict


class RuleCheck(Row):
    """One comparison by a named person. Never changed: a later check is another row."""

    rule = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=choices_of(Verdict))
    against = models.CharField(max_length=300)
    note = models.CharField(max_length=1000, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["rule", "at"], name="rule_check_by_rule")]
