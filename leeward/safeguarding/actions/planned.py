"""Reading the plans and check-ins of a case: part of opening it, which leaves its trace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.safeguarding.actions.sealed import check_in_field, plan_field, review_field, unseal
from leeward.safeguarding.models import Case, CheckIn, PlanReview, SupportPlan
from leeward.safeguarding.rules.plans import PlanState, Verdict

Namer = Callable[[UUID | None], str]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One look at a plan."""

    at: datetime
    by: str
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A support plan with its reviews, the first first."""

    id: UUID
    person: str
    needs: str
    steps: str
    owner: str
    state: PlanState
    due: datetime
    overdue: bool
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    reviews: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """Somebody is asked how they are; `result` is empty until it is done."""

    id: UUID
    who: str
    why: str
    owner: str
    due: datetime
    overdue: bool
    made_at: datetime
    done_at: datetime | None
    done_by: str
    result: str


def plans_of(case: Case, name: Namer, now: datetime) -> tuple[PlanLine, ...]:
    """Every plan: those that run by their next review, then those that ended."""
    reviews: dict[UUID, list[PlanReview]] = {}
    for row in PlanReview.objects.filter(plan__case=case).order_by("at", "id"):
        reviews.setdefault(row.plan_id, []).append(row)
    rows = sorted(case.plans.all(), key=lambda row: (row.ended_at is not None, row.due))
    return tuple(plan_line(case, row, reviews.get(row.pk, []), name, now) for row in rows)


def plan_line(case: Case, row: SupportPlan, reviews: list[PlanReview], name: Namer, now: datetime) -> PlanLine:
    """One plan, opened."""
    body = unseal(case.record, plan_field(row), row.body)
    found = tuple(
        ReviewLine(one.at, name(one.by), Verdict(one.verdict), unseal(case.record, review_field(one), one.body)["text"])
        for one in reviews
    )
    return PlanLine(
        id=row.pk,
        person=body["person"],
        needs=body["needs"],
        steps=body["steps"],
        owner=name(row.owner),
        state=PlanState(row.state),
        due=row.due,
        overdue=row.ended_at is None and row.due < now,
        made_at=row.made_at,
        made_by=name(row.made_by),
        ended_at=row.ended_at,
        reviews=found,
    )


def check_ins_of(case: Case, name: Namer, now: datetime) -> tuple[CheckInLine, ...]:
    """Every check-in: those still to do by their time, then those done."""
    rows = sorted(case.check_ins.all(), key=lambda row: (row.done_at is not None, row.due))
    return tuple(check_in_line(case, row, name, now) for row in rows)


def check_in_line(case: Case, row: CheckIn, name: Namer, now: datetime) -> CheckInLine:
    """One check-in, opened."""
    what = unseal(case.record, check_in_field(row, "what"), row.what)
    result = unseal(case.record, check_in_field(row, "result"), row.result)["text"] if row.result else ""
    return CheckInLine(
        id=row.pk,
        who=what["who"],
        why=what["why"],
        owner=name(row.owner),
        due=row.due,
        overdue=row.done_at is None and row.due < now,
        made_at=row.made_at,
        done_at=row.done_at,
        done_by=name(row.done_by),
        result=result,
    )
