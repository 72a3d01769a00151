"""Support plans and check-ins: begun, reviewed until the problem has stayed solved, asked and written down."""

from datetime import datetime
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.safeguarding.actions.casework import on_case
from leeward.safeguarding.actions.clocks import Work, watch
from leeward.safeguarding.actions.sealed import check_in_field, plan_field, review_field, seal
from leeward.safeguarding.models import Case, CheckIn, PlanReview, SupportPlan
from leeward.safeguarding.queries.clocks import due as runs_out
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.rules.lifecycle import WORKED_ON, Missing, Refused
from leeward.safeguarding.rules.limits import CHECK_IN, LOOK_BACK, PLAN_REVIEW
from leeward.safeguarding.rules.plans import PlanState, Verdict, after_review


def begin_plan(
    *,
    actor: Actor,
    ref: str,
    person: str,
    needs: str,
    steps: str,
    owner: UUID | None = None,
    review: datetime | None = None,
    seen: int | None = None,
    now: datetime,
) -> UUID:
    """Begins a support plan: for whom, what they need, what is done by whom, and when it is looked at again.

    Raises NoSuchCase; Refused for what is missing, an owner who may not read the case, or a case nobody works on.
    """
    with on_case(actor, "begin-plan", ref, now, seen=seen) as (case, by, _entry):
        if case.state not in WORKED_ON:
            raise Refused(Missing.WRONG_STATE)
        texts = {"person": person.strip(), "needs": needs.strip(), "steps": steps.strip()}
        missing = [name for name, key in ((Missing.NEEDS, "needs"), (Missing.STEPS, "steps")) if not texts[key]]
        if missing:
            raise Refused(*missing)
        row = SupportPlan(case=case, owner=_owner(case, owner, by, now), made_at=now, made_by=by)
        row.due = review or runs_out(PLAN_REVIEW, now)
        row.body = seal(case.record, plan_field(row), texts)
        row.save(force_insert=True)
        watch(Work.PLAN, row, now)
        return row.pk


def review_plan(
    *,
    actor: Actor,
    ref: str,
    plan: UUID,
    verdict: Verdict,
    text: str,
    review: datetime | None = None,
    seen: int | None = None,
    now: datetime,
) -> None:
    """A look at a plan. Once it is solved the next look is the look back; only that one can end the plan.

    Raises NoSuchCase; Refused without words, too soon, or for what cannot be found now; LookupError for no such plan.
    """
    with on_case(actor, "review-plan", ref, now, seen=seen) as (case, by, entry):
        row = case.plans.select_for_update().filter(pk=plan).first()
        if row is None:
            raise LookupError("There is no such plan in this case.")
        if not text.strip():
            raise Refused(Missing.WHAT_CAME)
        state = after_review(PlanState(row.state), verdict, due=row.due, now=now)
        kept = PlanReview(plan=row, at=now, by=by, verdict=verdict)
        kept.body = seal(case.record, review_field(kept), {"text": text.strip()})
        kept.save(force_insert=True)
        if verdict is Verdict.SOLVED:
            row.due = runs_out(LOOK_BACK, now)
        elif state is not PlanState.ENDED:
            row.due = review or runs_out(PLAN_REVIEW, now)
        row.state, row.ended_at = state, now if state is PlanState.ENDED else None
        row.save(update_fields=["state", "due", "ended_at"])
        if state is not PlanState.ENDED:
            watch(Work.PLAN, row, now)
        entry.details["state"] = str(state)


def plan_check_in(
    *,
    actor: Actor,
    ref: str,
    who: str,
    why: str,
    owner: UUID | None = None,
    due: datetime | None = None,
    now: datetime,
) -> UUID:
    """Somebody will be asked how they are. Raises NoSuchCase; Refused without a reason, or where nobody works on it."""
    with on_case(actor, "plan-check-in", ref, now) as (case, by, _entry):
        if case.state not in WORKED_ON:
            raise Refused(Missing.WRONG_STATE)
        if not why.strip():
            raise Refused(Missing.REASON)
        row = CheckIn(case=case, owner=_owner(case, owner, by, now), made_at=now, made_by=by)
        row.due = due or runs_out(CHECK_IN, now)
        row.what = seal(case.record, check_in_field(row, "what"), {"who": who.strip(), "why": why.strip()})
        row.save(force_insert=True)
        watch(Work.CHECK_IN, row, now)
        return row.pk


def record_check_in(*, actor: Actor, ref: str, check_in: UUID, result: str, now: datetime) -> None:
    """They were asked; `result` holds what they said, in their words. Twice is once.

    Raises NoSuchCase; Refused without words; LookupError for no such check-in.
    """
    with on_case(actor, "record-check-in", ref, now) as (case, by, _entry):
        row = case.check_ins.select_for_update().filter(pk=check_in).first()
        if row is None:
            raise LookupError("There is no such check-in in this case.")
        if not result.strip():
            raise Refused(Missing.WHAT_CAME)
        if row.done_at is not None:
            return
        row.done_at, row.done_by = now, by
        row.result = seal(case.record, check_in_field(row, "result"), {"text": result.strip()})
        row.save(update_fields=["done_at", "done_by", "result"])


def _owner(case: Case, owner: UUID | None, by: UUID, now: datetime) -> UUID:
    chosen = owner or by
    if chosen not in {one.holder.person for one in admitted(case, now)}:
        raise Refused(Missing.OWNER)
    return chosen
