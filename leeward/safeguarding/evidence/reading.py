"""That concerns are read in time and classed, and that the rules the team works by were checked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.safeguarding.evidence.cases import LOOKS_BACK, Counted
from leeward.safeguarding.models import Case, CaseMark, Triage
from leeward.safeguarding.queries import rule_lines
from leeward.safeguarding.rules.marks import Sort


def _recent(now: datetime) -> QuerySet[Case]:
    """Concerns of the last four weeks, and those still unread."""
    return Case.objects.filter(Q(raised_at__gt=now - LOOKS_BACK) | Q(acknowledged_at=None))


def _read_late(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    late = Q(acknowledged_at__gt=F("acknowledge_due")) | Q(acknowledged_at=None, acknowledge_due__lt=now)
    return set(Case.objects.filter(late, pk__in=keys).values_list("pk", flat=True))


READ_IN_TIME = Counted(
    _recent,
    _read_late,
    gettext_noop("No concern that you may know of in the last four weeks."),
    gettext_noop("Every concern was read in time, or there still is time."),
    gettext_noop("A concern was not read in time."),
)


def _looked_at(now: datetime) -> QuerySet[Case]:
    """Cases of the last four weeks that had their first look."""
    return Case.objects.filter(Exists(Triage.objects.filter(case=OuterRef("pk"), at__gt=now - LOOKS_BACK)))


def _not_classed(keys: Sequence[UUID], now: datetime) -> Collection[UUID]:
    kinds = CaseMark.objects.filter(case=OuterRef("pk"), sort=Sort.KIND)
    return set(Case.objects.filter(~Exists(kinds), pk__in=keys).values_list("pk", flat=True))


CLASSED = Counted(
    _looked_at,
    _not_classed,
    gettext_noop("No case that you may know of had its first look in the last four weeks."),
    gettext_noop("Each case was given one or more kinds of harm at its first look."),
    gettext_noop("A case was looked at and not given any kind."),
)


def rules_checked(unit: str, now: datetime) -> Finding:
    """How many rules of the pack a named person here found to agree with the published text."""
    lines = rule_lines(now)
    if not lines:
        return Finding(State.UNPROVEN, detail=_("There is no rule pack for your nation."))
    good = sum(line.verified for line in lines)
    state = State.TRUE if good == len(lines) else State.UNPROVEN
    detail = _("%(good)s of %(all)s rules were compared with the published text by a named person.")
    return Finding(state, detail=detail % {"good": good, "all": len(lines)}, good=good, total=len(lines))


READING = (
    READ_IN_TIME.check(
        "safeguarding.read-in-time",
        gettext_noop("Every concern is read by the close of the next working day."),
        proves=("C-045", "C-050"),
        mend=gettext_noop("Read the concerns that wait."),
        mend_at="safeguarding:cases",
    ),
    CLASSED.check(
        "safeguarding.kinds-given",
        gettext_noop("Every concern that was looked at is classed by its kinds of harm."),
        proves=("C-011",),
        mend=gettext_noop("Look at the case again and say what kinds of harm it is about."),
        mend_at="safeguarding:cases",
    ),
    Check(
        "safeguarding.rules-checked",
        gettext_noop("The rules the safeguarding team works by were compared with the guidance in force."),
        "safeguarding",
        rules_checked,
        proves=("C-010",),
        mend=gettext_noop("Compare the rules with the guidance in force."),
        mend_at="safeguarding:rules",
    ),
)
