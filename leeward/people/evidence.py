"""The live checks by which this room proves promises."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.people.models import PostHolding
from leeward.people.queries import holders_of
from leeward.people.rules import Post


def dsl_and_deputy(unit: str, now: datetime) -> Finding:
    """The post of DSL is filled and has a deputy today: two of two."""
    today = timezone.localdate(now)
    holdings = holders_of(Post.DSL, today)
    filled = any(not holding.deputy for holding in holdings)
    deputised = any(holding.deputy for holding in holdings)
    records = tuple(f"post-holding:{holding.id}" for holding in holdings)
    good = filled + deputised
    if good == 2:
        return Finding(State.TRUE, detail=_("Filled, with a deputy."), good=2, total=2, records=records)
    if not PostHolding.objects.filter(post=Post.DSL).exists():
        detail = _("Nobody has ever been given the post.")
    elif filled:
        detail = _("Filled, but there is no deputy.")
    elif deputised:
        detail = _("Nobody holds the post; a deputy stands in.")
    else:
        detail = _("Nobody holds the post, and there is no deputy.")
    return Finding(State.SLIPPED, detail=detail, good=good, total=2, records=records)


CHECKS = (
    Check(
        key="people.dsl-and-deputy",
        sentence="The post of DSL is filled and has a deputy",
        room="people",
        look=dsl_and_deputy,
    ),
)
