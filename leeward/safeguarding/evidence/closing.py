"""That a closed case holds all that its own facts call for: asked again of each case closed in the last four weeks.

Everything is one answer, "complete" or "not complete". Which part it was would tell of a case what it is about.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from leeward.safeguarding.actions.facts import facts_of
from leeward.safeguarding.actions.sealed import closure_field, unseal
from leeward.safeguarding.evidence.cases import LOOKS_BACK, Counted
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.closing import lacking
from leeward.safeguarding.rules.lifecycle import Outcome, State

ENDED_OTHERWISE = frozenset({Outcome.JOINED, Outcome.NOT_SAFEGUARDING})
"""Cases that went on in another, or were none: closing asks only for the reason, which the closing itself keeps."""


def _closed(now: datetime) -> QuerySet[Case]:
    return Case.objects.filter(state=State.CLOSED, closed_at__gt=now - LOOKS_BACK)


def _not_complete(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    return {case.pk for case in Case.objects.filter(pk__in=keys) if not _complete(case)}


def _complete(case: Case) -> bool:
    last = case.closures.order_by("-at", "-id").first()
    if last is None:
        return False
    said = unseal(case.record, closure_field(last), last.body)
    if said["outcome"] in ENDED_OTHERWISE:
        return bool(said["reason"].strip())
    words = all(said[name].strip() for name in ("summary", "followed_up", "outcome", "reason", "lessons"))
    return words and not lacking(facts_of(case))


COMPLETE = Counted(
    _closed,
    _not_complete,
    gettext_noop("No case that you may know of was closed in the last four weeks."),
    gettext_noop("Each closed case holds all that it calls for."),
    gettext_noop("A closed case lacks something that it calls for."),
)

CLOSING = (
    COMPLETE.check(
        "safeguarding.closed-complete",
        gettext_noop(
            "No case is closed before its outcome, decisions, whom it was told, everybody’s needs and its lessons are "
            "recorded."
        ),
        proves=("C-056", "C-057", "C-058", "C-062", "C-063", "C-064", "C-065"),
        mend=gettext_noop("Open the case again and add what it lacks."),
        mend_at="safeguarding:cases-closed",
    ),
)
