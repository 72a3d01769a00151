"""That what a case asks for is done by its time: reviews of support plans, duties to outside bodies, disclosures."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from leeward.safeguarding.evidence.cases import LOOKS_BACK, Counted
from leeward.safeguarding.models import Case, CaseDuty, CheckIn, Disclosure, SupportPlan, Transfer
from leeward.safeguarding.rules.disclosures import Stage
from leeward.safeguarding.rules.lifecycle import State


def _with(now: datetime, *dated: tuple[type[Model], str]) -> QuerySet[Case]:
    """Cases with something of these that is open, or that ended in the last four weeks."""
    wanted = Q()
    for model, ended in dated:
        counts = Q(**{ended: None}) | Q(**{f"{ended}__gt": now - LOOKS_BACK})
        wanted |= Q(Exists(model._default_manager.filter(counts, case=OuterRef("pk"))))
    return Case.objects.filter(wanted)


def _late(keys: Sequence[UUID], now: datetime, *dated: tuple[type[Model], str]) -> Collection[UUID]:
    """Of these cases, those with something open past its time, or ended after it in the last four weeks."""
    late: set[UUID] = set()
    for model, ended in dated:
        wrong = Q(due__lt=now, **{ended: None}) | Q(**{f"{ended}__gt": F("due")}, **{f"{ended}__gte": now - LOOKS_BACK})
        late |= set(model._default_manager.filter(wrong, case__in=keys).values_list("case", flat=True))
    return late


_CARE: tuple[tuple[type[Model], str], ...] = ((SupportPlan, "ended_at"), (CheckIn, "done_at"))
_OWED: tuple[tuple[type[Model], str], ...] = ((CaseDuty, "ended_at"),)


def _plans_late(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    # A plan's own end comes after its last review was due: only what is open can be late.
    open_plans = SupportPlan.objects.filter(case__in=keys, ended_at=None, due__lt=now)
    closed = SupportPlan.objects.filter(case__in=keys, ended_at=None, case__state=State.CLOSED)
    late = {*open_plans.values_list("case", flat=True), *closed.values_list("case", flat=True)}
    return late | set(_late(keys, now, (CheckIn, "done_at")))


PLANS = Counted(
    lambda now: _with(now, *_CARE),
    _plans_late,
    gettext_noop("No support plan or check-in that you may know of."),
    gettext_noop("No review or check-in is overdue."),
    gettext_noop("A review of a support plan, or a check-in, was not done in time."),
)

DUTIES = Counted(
    lambda now: _with(now, *_OWED),
    lambda keys, now: _late(keys, now, *_OWED),
    gettext_noop("No case that you may know of owes anything to the law or to another agency."),
    gettext_noop("What was owed was done in time, or there still is time."),
    gettext_noop("Something owed to the law or to another agency was not done in time."),
)


def _sent(now: datetime) -> QuerySet[Case]:
    """Cases sent to another setting whose receipt is awaited, or came in the last four weeks."""
    rows = Transfer.objects.filter(Q(received_at=None) | Q(received_at__gt=now - LOOKS_BACK), withdrawn_at=None)
    return Case.objects.filter(Exists(rows.filter(case=OuterRef("pk"))))


def _no_receipt(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    rows = Transfer.objects.filter(case__in=keys, withdrawn_at=None, received_at=None, receipt_due__lt=now)
    return set(rows.values_list("case", flat=True))


SENT = Counted(
    _sent,
    _no_receipt,
    gettext_noop("No record that you may know of was sent to another setting lately."),
    gettext_noop("Each record sent was received, or its receipt is not yet due."),
    gettext_noop("The receipt for a record that was sent is overdue."),
)


def _asked(now: datetime) -> QuerySet[Case]:
    """Cases somebody asked for, open or answered in the last four weeks."""
    rows = Disclosure.objects.filter(Q(released_at=None) | Q(released_at__gt=now - LOOKS_BACK))
    return Case.objects.filter(Exists(rows.exclude(stage=Stage.REFUSED).filter(case=OuterRef("pk"))))


def _answered_late(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    late = Q(released_at=None, due__lt=now) | Q(released_at__gt=F("due"), released_at__gte=now - LOOKS_BACK)
    rows = Disclosure.objects.filter(late, case__in=keys).exclude(stage=Stage.REFUSED)
    return set(rows.values_list("case", flat=True))


ASKED = Counted(
    _asked,
    _answered_late,
    gettext_noop("No request for a record that you may know of in the last four weeks."),
    gettext_noop("Each request was answered in time, or there still is time."),
    gettext_noop("A request for a record was not answered in time."),
)

WORK = (
    PLANS.check(
        "safeguarding.plans-reviewed",
        gettext_noop("Support plans are reviewed by their time until the problem has stayed solved."),
        proves=("C-060",),
        mend=gettext_noop("Review the support plans and do the check-ins that are due."),
        mend_at="safeguarding:brief",
    ),
    DUTIES.check(
        "safeguarding.duties-in-time",
        gettext_noop("What a case owes to the law and to other agencies is done by its time."),
        proves=("C-061",),
        mend=gettext_noop("Do what is overdue, or say with the reason why it does not apply."),
        mend_at="safeguarding:brief",
    ),
    SENT.check(
        "safeguarding.records-received",
        gettext_noop("A record sent on to another setting is confirmed as received."),
        proves=("C-061",),
        mend=gettext_noop("Ring the setting that has not confirmed the record."),
        mend_at="safeguarding:cases",
    ),
    ASKED.check(
        "safeguarding.disclosures-answered",
        gettext_noop("Requests by authorities for what is in a record are answered in time."),
        proves=("C-067",),
        mend=gettext_noop("Prepare the answer and ask a second person to approve it."),
        mend_at="safeguarding:requests",
    ),
)
