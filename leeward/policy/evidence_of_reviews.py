"""The live checks about reviews, and about looks between them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State, combine
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.queries import value
from leeward.policy.choices import RECONSIDER_FOR_LEAD, RECONSIDER_FOR_RULES, REVIEW_LEAD
from leeward.policy.models import Reconsideration
from leeward.policy.queries.publications import dates_of, in_force
from leeward.policy.rules.reconsidering import reconsideration_state
from leeward.policy.rules.reviewing import review_state

REVIEWED = "policy.reviews-current"
RECONSIDERED = "policy.reconsidered-in-time"


def reviews_current(unit: str, now: datetime) -> Finding:
    """No policy in force is past the day its review is due."""
    today, lead = timezone.localdate(now), timedelta(days=value(REVIEW_LEAD, at=now))
    findings = []
    for publication in in_force(now):
        state = review_state(dates_of(publication, now).review_due, today, lead)
        findings.append(
            Finding(
                state,
                good=int(state is not State.SLIPPED),
                total=1,
                records=(f"policy-version:{publication.version_id}",),
            )
        )
    return combine(findings)


def reconsidered_in_time(unit: str, now: datetime) -> Finding:
    """Whatever set off a look at a policy in force was decided by the day it was due; those waiting count by theirs.

    Unproven while nothing would come by itself: then nobody would notice what was forgotten.
    """
    live = list(in_force(now))
    if not live:
        return Finding(State.NOT_APPLICABLE)
    if not (value(RECONSIDER_FOR_LEAD, at=now) and value(RECONSIDER_FOR_RULES, at=now)):
        return Finding(State.UNPROVEN, detail=_("An event that should set off a look is switched off."))
    today = timezone.localdate(now)
    policies = [publication.policy_id for publication in live]
    waiting = Reconsideration.objects.filter(policy__in=policies, opened_at__lte=now).exclude(outcome__at__lte=now)
    found = {policy: [State.TRUE] for policy in policies}
    for row in waiting:
        found[row.policy_id].append(reconsideration_state(row.due, today))
    findings = []
    for policy, states in found.items():
        worst = combine(Finding(state) for state in states).state
        late = worst is State.SLIPPED
        findings.append(Finding(worst, good=int(not late), total=1, records=(f"policy:{policy}",)))
    return combine(findings)


CHECKS = (
    Check(
        REVIEWED,
        gettext_noop("No policy is past its review date."),
        "policy",
        reviews_current,
        proves=("C-003",),
        mend=gettext_noop("Hold the review and keep that it was held, or import the next version."),
        mend_at="policy:reviews",
    ),
    Check(
        RECONSIDERED,
        gettext_noop("A policy is looked at again in time when something happens that may change it."),
        "policy",
        reconsidered_in_time,
        proves=("C-004",),
        mend=gettext_noop("Decide what comes of it, with the reason."),
        mend_at="policy:reviews",
    ),
)
