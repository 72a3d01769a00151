"""Keeping and shredding: plans, holds, and the destruction of a case's keys by two persons. Each leaves its trace."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.settings_history.declared import setting_named
from leeward.foundation.settings_history.queries import value
from leeward.people import queries as people
from leeward.safeguarding.actions.casework import on_case
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.routes import grant, live_bars
from leeward.safeguarding.actions.sealed import hold_field, proposal_field, retention_field, seal, unseal
from leeward.safeguarding.actions.shredding import shred_case
from leeward.safeguarding.models import (
    Case,
    LegalHold,
    RetentionPlan,
    ShredCertificate,
    ShredProposal,
)
from leeward.safeguarding.queries.access import whole
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.queries.retention import fingerprint, open_proposal, pack_rule, stands
from leeward.safeguarding.rules.retention import KEEPS, LOOK_AGAIN, Basis, Facts, Stands, review_on
from leeward.safeguarding.rules.routing import Compartment, next_up

SECOND_PERSON = "second-person"


class CannotShred(Exception):
    """Something stands in the way. `stands` says what; empty where another person must decide."""

    def __init__(self, *stands: Stands) -> None:
        super().__init__(", ".join(stands) or "another person must decide")
        self.stands = stands


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan, opened. `born` and `left`: the days it was counted from, where they were given."""

    basis: Basis
    born: date | None
    left: date | None
    review_on: date
    is_end: bool
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold, opened."""

    id: UUID
    why: str
    asked_by: str
    at: datetime
    by: str
    lift_asked_by: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """Everything about keeping one case, opened for somebody who may read it."""

    ref: str
    closed: bool
    plan: PlanLine | None
    holds: tuple[HoldLine, ...]
    stands: tuple[Stands, ...]
    proposed_by: str
    proposed_why: str
    mine: bool


def months_now(now: datetime) -> dict[str, int]:
    """Every amount of months a plan may use, as chosen at `now`."""
    keys = {LOOK_AGAIN} | {key for keep in KEEPS.values() for key in (keep.limit, keep.at_least) if key}
    return {key: value(setting_named(key), at=now) for key in keys}


def open_keeping(actor: Actor, ref: str, now: datetime) -> Keeping:
    """How a case is kept. Leaves a trace. Raises NoSuchCase."""
    with on_case(actor, "open-keeping", ref, now) as (case, person, _entry):
        day = timezone.localdate(now)
        row = case.retention.order_by("-at", "-id").first()
        proposal = open_proposal(case)
        holds = [_hold_line(case, hold, person, day) for hold in case.holds.filter(lifted_at=None).order_by("at")]
        return Keeping(
            ref=case.ref,
            closed=case.closed_at is not None,
            plan=_plan_line(case, row, day) if row else None,
            holds=tuple(holds),
            stands=stands(case, now),
            proposed_by=_name(proposal.by, day) if proposal else "",
            proposed_why=unseal(case.record, proposal_field(proposal), proposal.why)["why"] if proposal else "",
            mine=proposal is not None and proposal.by == person,
        )


def plan_keeping(
    *,
    actor: Actor,
    ref: str,
    basis: Basis,
    born: date | None = None,
    left: date | None = None,
    keep_until: date | None = None,
    reason: str,
    now: datetime,
) -> date:
    """Says how long a case is kept; returns the day it is looked at. `keep_until` sets a later day by hand.

    Raises NoSuchCase; ValueError without a reason, or for a day by hand before the one of the rule.
    """
    with on_case(actor, "plan-keeping", ref, now) as (case, person, entry):
        if not reason.strip():
            raise ValueError("Say why.")
        closed = timezone.localdate(case.closed_at or now)
        review, is_end = review_on(basis, Facts(closed, born, left), months_now(now))
        if keep_until is not None:
            if keep_until < review:
                raise ValueError("A day by hand may only be later than the rule's.")
            review, is_end = keep_until, True
        row = RetentionPlan(case=case, at=now, by=person, review_on=review, is_end=is_end)
        days = {name: day.isoformat() if day else "" for name, day in (("born", born), ("left", left))}
        row.body = seal(case.record, retention_field(row), {"basis": str(basis), "reason": reason, **days})
        row.save(force_insert=True)
        _withdraw(case, now)
        entry.details.update(review=review.isoformat(), end=is_end)
        return review


def hold(*, actor: Actor, ref: str, asked_by: str, why: str, now: datetime) -> None:
    """Holds a case: nothing of it may be destroyed. Raises NoSuchCase, ValueError for missing words."""
    with on_case(actor, "hold", ref, now) as (case, person, _entry):
        if not (asked_by.strip() and why.strip()):
            raise ValueError("Say who needs it and why.")
        row = LegalHold(case=case, at=now, by=person)
        row.body = seal(case.record, hold_field(row), {"asked_by": asked_by, "why": why})
        row.save(force_insert=True)
        _withdraw(case, now)


def lift_hold(*, actor: Actor, ref: str, hold_id: UUID, now: datetime) -> bool:
    """Asks that a hold be lifted, or lifts it where somebody else asked. True once it is lifted. Raises NoSuchCase."""
    with on_case(actor, "lift-hold", ref, now) as (case, person, entry):
        row = case.holds.select_for_update().filter(pk=hold_id, lifted_at=None).first()
        if row is None:
            raise ValueError("There is no such hold.")
        if row.lift_asked_by is None:
            row.lift_asked_at, row.lift_asked_by = now, person
            _let_in_a_second(case, person, now)
        elif row.lift_asked_by != person:
            row.lifted_at, row.lifted_by = now, person
        row.save(update_fields=["lift_asked_at", "lift_asked_by", "lifted_at", "lifted_by"])
        entry.details["lifted"] = row.lifted_at is not None
        return row.lifted_at is not None


def propose_shredding(*, actor: Actor, ref: str, why: str, now: datetime) -> None:
    """Proposes to shred a case whose time has come; another reader decides. Raises NoSuchCase, CannotShred, ValueError.

    Where nobody else may read the case, the next post upstairs whom nothing bars is let in to decide.
    """
    with on_case(actor, "propose-shredding", ref, now) as (case, person, _entry):
        if not why.strip():
            raise ValueError("Say why it need not be kept.")
        if blocked := stands(case, now):
            raise CannotShred(*blocked)
        if open_proposal(case) is not None:
            raise CannotShred
        row = ShredProposal(case=case, at=now, by=person)
        row.why = seal(case.record, proposal_field(row), {"why": why})
        row.save(force_insert=True)
        _let_in_a_second(case, person, now)


def decide_shredding(*, actor: Actor, ref: str, agree: bool, now: datetime) -> None:
    """The second person agrees, and the keys are destroyed at once, or refuses. Raises NoSuchCase, CannotShred."""
    with act(actor, "safeguarding.decide-shredding", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        assert actor.person is not None
        proposal = open_proposal(case)
        if proposal is None or proposal.by == actor.person:
            raise CannotShred
        if agree and (blocked := stands(case, now)):
            raise CannotShred(*blocked)
        proposal.decided_at, proposal.decided_by, proposal.agreed = now, actor.person, agree
        proposal.save(update_fields=["decided_at", "decided_by", "agreed"])
        entry.details["agreed"] = agree
        if agree:
            certificate = _shred(case, proposal, now)
            entry.details.update(rule=certificate.rule, keys=certificate.keys, certificate=fingerprint(certificate))


def remind_of_reviews(now: datetime) -> int:
    """Each Monday: the readers of closed cases whose day has come are told that something waits. Returns how many."""
    day = timezone.localdate(now)
    if day.weekday() != 0:
        return 0
    told: set[UUID] = set()
    for case in whole(Case.objects.filter(retention__review_on__lte=day, closed_at__isnull=False)).distinct():
        row = case.retention.order_by("-at", "-id").first()
        if row is not None and row.review_on <= day:
            told |= {one.holder.person for one in admitted(case, now)}
    with act(SYSTEM, "safeguarding.remind-of-reviews", now=now) as entry:
        for person in sorted(told):
            tell(person, now=now)
        entry.details["done"] = True
    return len(told)


def _shred(case: Case, proposal: ShredProposal, now: datetime) -> ShredCertificate:
    """The certificate first says by which rule: its basis can be read no more afterwards."""
    plan = case.retention.order_by("-at", "-id").first()
    assert plan is not None
    assert case.closed_at is not None
    assert proposal.decided_by is not None
    basis = Basis(unseal(case.record, retention_field(plan), plan.body)["basis"])
    return ShredCertificate.objects.create(
        case=case,
        rule=KEEPS[basis].rule,
        cited=pack_rule(KEEPS[basis].rule, now),
        raised_on=timezone.localdate(case.raised_at),
        closed_on=timezone.localdate(case.closed_at),
        keys=shred_case(case, now=now),
        proposed_by=proposal.by,
        agreed_by=proposal.decided_by,
        at=now,
    )


def _let_in_a_second(case: Case, first: UUID, now: datetime) -> None:
    """Somebody else must decide: whoever else may read the case is told, else the next post upstairs is let in."""
    others = {one.holder.person for one in admitted(case, now)} - {first}
    if not others:
        for holder in next_up(roster(now), Compartment(case.compartment), live_bars(case), {first}):
            grant(case, holder, SECOND_PERSON, now)
            others.add(holder.person)
    for person in sorted(others):
        tell(person, now=now)


def _withdraw(case: Case, now: datetime) -> None:
    """A new plan or a hold ends a proposal that waits: it was made of other facts."""
    case.shred_proposals.filter(decided_at=None).update(decided_at=now)


def _name(person: UUID | None, day: date) -> str:
    card = people.person(person, on=day) if person else None
    return card.name if card else ""


def _plan_line(case: Case, row: RetentionPlan, day: date) -> PlanLine:
    body = unseal(case.record, retention_field(row), row.body)
    born, left = (date.fromisoformat(body[name]) if body[name] else None for name in ("born", "left"))
    return PlanLine(
        Basis(body["basis"]), born, left, row.review_on, row.is_end, body["reason"], row.at, _name(row.by, day)
    )


def _hold_line(case: Case, row: LegalHold, person: UUID, day: date) -> HoldLine:
    body = unseal(case.record, hold_field(row), row.body)
    mine = row.lift_asked_by == person
    asked = _name(row.lift_asked_by, day)
    return HoldLine(row.pk, body["why"], body["asked_by"], row.at, _name(row.by, day), asked, mine)
