"""The live checks about who may use what: the permission matrix is agreed and current."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.queries import value
from leeward.policy.choices import REVIEW_LEAD
from leeward.policy.queries.matrix import agreement_in_force, is_as_agreed, review_due
from leeward.policy.rules.reviewing import review_state


def matrix_agreed(unit: str, now: datetime) -> Finding:
    """A matrix is in force, stands as it was agreed, and its review is not past."""
    agreement = agreement_in_force(now)
    if agreement is None:
        return Finding(State.UNPROVEN, detail=_("No permission matrix has been agreed."))
    records = (f"matrix-version:{agreement.version_id}",)
    if not is_as_agreed(agreement):
        detail = _("The matrix stored is not the one that was agreed.")
        return Finding(State.SLIPPED, detail=detail, good=0, total=1, records=records)
    due = review_due(agreement, now)
    state = review_state(due, timezone.localdate(now), timedelta(days=value(REVIEW_LEAD, at=now)))
    detail = _("%(lines)d lines are agreed.") % {"lines": len(agreement.version.cells)}
    good = int(state is not State.SLIPPED)
    return Finding(state, agreement.agreed_at, detail, good=good, total=1, records=records)


USE = (
    Check(
        "policy.matrix-agreed",
        gettext_noop("Which technology may be used by whom, when and how is agreed with IT and current."),
        "policy",
        matrix_agreed,
        proves=("C-024",),
        mend=gettext_noop("Write the permission matrix and send it to be agreed."),
        mend_at="policy:matrix-draft",
    ),
)
