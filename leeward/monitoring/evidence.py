"""How this room proves that monitoring is done lawfully or not at all."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.monitoring.models import Source
from leeward.monitoring.queries import may_be_read

SOON = timedelta(days=30)


def lawful(unit: str, now: datetime) -> Finding:
    """Every source that is on has a purpose, a notice, a basis approved by a second person, and a review ahead."""
    today = timezone.localdate(now)
    sources = list(Source.objects.filter(on=True).select_related("basis"))
    if not sources:
        return Finding(State.NOT_APPLICABLE, detail=_("Nothing is monitored."))
    good = [
        source
        for source in sources
        if may_be_read(source, today) and source.basis is not None and source.basis.review_on >= today
    ]
    soon = [source for source in good if source.basis is not None and source.basis.review_on <= today + SOON]
    records = tuple(f"basis:{source.basis_id}" for source in sources)
    if len(good) < len(sources):
        overdue = len(sources) - len(good)
        detail = _("%(count)d of the channels must be reviewed or switched off.") % {"count": overdue}
        return Finding(State.SLIPPED, detail=detail, good=len(good), total=len(sources), records=records)
    state = State.SLIPPING if soon else State.TRUE
    detail = _("A review is due within 30 days.") if soon else ""
    return Finding(state, detail=detail, good=len(good), total=len(sources), records=records)


LAWFUL = Check(
    "monitoring.lawful",
    gettext_noop("What is monitored has a recorded purpose, notice to users and lawful basis."),
    "monitoring",
    lawful,
    proves=("C-075",),
    mend=gettext_noop("Record purpose, notice and lawful basis."),
    mend_at="monitoring:basis",
)
"""Declared when the room is wired."""
