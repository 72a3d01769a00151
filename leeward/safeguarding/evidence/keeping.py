"""That somebody says how long each closed case is kept, and looks at it again when its day has come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from leeward.safeguarding.evidence.cases import LOOKS_BACK, Counted
from leeward.safeguarding.models import Case, LegalHold, RetentionPlan
from leeward.safeguarding.rules.lifecycle import State


def _closed(now: datetime) -> QuerySet[Case]:
    """Closed cases with the day of their last plan, and whether something holds them."""
    plans = RetentionPlan.objects.filter(case=OuterRef("pk")).order_by("-at", "-id").values("review_on")[:1]
    held = Exists(LegalHold.objects.filter(case=OuterRef("pk"), lifted_at=None))
    return Case.objects.filter(state=State.CLOSED).annotate(review_on=Subquery(plans), held=held)


def _short(now: datetime) -> Q:
    """Nobody has said how long for four weeks, or nobody looked for four weeks after the day; a hold excuses that."""
    since = timezone.localdate(now - LOOKS_BACK)
    return Q(review_on=None, closed_at__lt=now - LOOKS_BACK) | Q(review_on__lt=since, held=False)


def _looked_at(now: datetime) -> QuerySet[Case]:
    """Cases closed, or planned, in the last eight weeks, and whatever is behind: not each of many that lie well."""
    lately = now - 2 * LOOKS_BACK
    planned = Exists(RetentionPlan.objects.filter(case=OuterRef("pk"), at__gt=lately))
    return _closed(now).filter(Q(closed_at__gt=lately) | Q(planned) | _short(now))


def _behind(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    return set(_closed(now).filter(_short(now), pk__in=keys).values_list("pk", flat=True))


PLANNED = Counted(
    _looked_at,
    _behind,
    gettext_noop("No closed case that you may know of waits for anything."),
    gettext_noop("Somebody said how long each closed case is kept, and looked at it when its day had come."),
    gettext_noop("Nobody said how long a closed case is kept, or looked at it when its day had come."),
)

KEEPING = (
    PLANNED.check(
        "safeguarding.kept-by-plan",
        gettext_noop(
            "Each closed case is kept for as long as somebody decided, with a reason, and looked at when that is over."
        ),
        proves=("C-049", "C-059"),
        mend=gettext_noop("Say how long each closed case is kept, and look at those whose day has come."),
        mend_at="safeguarding:keeping",
    ),
)
