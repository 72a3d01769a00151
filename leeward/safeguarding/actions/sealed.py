"""Sealing and opening what belongs to a case. The field's name carries the row, so that rows cannot be swapped."""

import json
from collections.abc import Mapping
from uuid import UUID

from leeward.foundation.vault import store
from leeward.safeguarding.models import (
    Bar,
    Case,
    CaseAction,
    CaseDuty,
    CaseLink,
    CasePerson,
    CaseRoute,
    Certificate,
    CheckIn,
    Closure,
    ConcernMove,
    Decision,
    Entry,
    LegalHold,
    NeedsNote,
    PlanReview,
    ProcedureAnswers,
    ProcedureRun,
    RetentionPlan,
    SecondReading,
    ShredProposal,
    SupportPlan,
    Triage,
)
from leeward.safeguarding.rules.facts import Facts

Texts = dict[str, str]


def seal(record: UUID, field: str, texts: Mapping[str, str]) -> bytes:
    """Seals a few named texts as one field."""
    return store.seal_text(record, field, json.dumps(dict(texts), ensure_ascii=False))


def unseal(record: UUID, field: str, sealed: bytes | memoryview) -> Texts:
    """The named texts again. Raises CannotOpen for a value that was changed or moved."""
    opened = json.loads(store.open_text(record, field, sealed))
    return {str(name): str(text) for name, text in opened.items()}


def bar_field(bar: Bar) -> str:
    return f"bar {bar.pk}"


def person_field(person: CasePerson) -> str:
    return f"person {person.pk}"


def entry_field(entry: Entry) -> str:
    return f"entry {entry.pk}"


def decision_field(decision: Decision) -> str:
    return f"decision {decision.pk}"


def closure_field(closure: Closure) -> str:
    return f"closure {closure.pk}"


def action_field(action: CaseAction, name: str) -> str:
    return f"action {action.pk} {name}"


def run_field(run: ProcedureRun) -> str:
    return f"procedure {run.pk}"


def answers_field(answers: ProcedureAnswers) -> str:
    return f"answers {answers.pk}"


def duty_field(duty: CaseDuty, name: str) -> str:
    return f"duty {duty.pk} {name}"


def triage_field(triage: Triage) -> str:
    return f"triage {triage.pk}"


def needs_field(needs: NeedsNote) -> str:
    return f"needs {needs.pk}"


def reading_field(reading: SecondReading) -> str:
    return f"second reading {reading.pk}"


def plan_field(plan: SupportPlan) -> str:
    return f"plan {plan.pk}"


def review_field(review: PlanReview) -> str:
    return f"review {review.pk}"


def check_in_field(check_in: CheckIn, name: str) -> str:
    return f"check-in {check_in.pk} {name}"


def link_field(link: CaseLink) -> str:
    return f"link {link.pk}"


def move_field(move: ConcernMove) -> str:
    return f"move {move.pk}"


def route_field(route: CaseRoute) -> str:
    return f"route {route.pk}"


def certificate_field(certificate: Certificate) -> str:
    return f"certificate {certificate.pk}"


def route_facts_of(case: Case) -> Facts:
    """What is known of a case for the routes, as it was set last."""
    row = CaseRoute.objects.filter(case=case).order_by("-at", "-id").first()
    return Facts() if row is None else Facts(**unseal(case.record, route_field(row), row.facts))


def barred_person(case: Case, bar: Bar) -> UUID:
    """Whom a bar is about."""
    return UUID(unseal(case.record, bar_field(bar), bar.who)["person"])


def retention_field(plan: RetentionPlan) -> str:
    return f"retention {plan.pk}"


def hold_field(hold: LegalHold) -> str:
    return f"hold {hold.pk}"


def proposal_field(proposal: ShredProposal) -> str:
    return f"shred {proposal.pk}"
