"""That whoever learns of a worry passes it on within the limit, where they said when they learned of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from leeward.safeguarding.evidence.cases import LOOKS_BACK, Counted
from leeward.safeguarding.models import Case, Concern
from leeward.safeguarding.queries.delays import delay_of


def _passed_on(now: datetime) -> QuerySet[Case]:
    """Cases with a concern of the last four weeks that says when somebody learned of it."""
    said = Concern.objects.filter(case=OuterRef("pk"), learned_at__isnull=False, raised_at__gt=now - LOOKS_BACK)
    return Case.objects.filter(Exists(said))


def _late(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    rows = Concern.objects.filter(case__in=keys, learned_at__isnull=False, raised_at__gt=now - LOOKS_BACK)
    told = rows.values_list("case", "learned_at", "raised_at")
    return {case for case, learned, raised in told if learned is not None and delay_of(learned, raised).over}


PASSED_ON = Counted(
    _passed_on,
    _late,
    gettext_noop("No concern that you may know of says when somebody learned of it."),
    gettext_noop("Worries were passed on at once."),
    gettext_noop("A worry was passed on late."),
)
PASSING_ON = (
    PASSED_ON.check(
        "safeguarding.passed-on-at-once",
        gettext_noop("Staff pass every worry on to the safeguarding lead at once."),
        proves=("C-045",),
        mend=gettext_noop("Tell staff again to pass a worry on at once, and ask what held them up."),
        mend_at="safeguarding:cases",
    ),
)
