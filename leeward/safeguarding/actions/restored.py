"""What backups ask of this room: where its sealed words lie."""

from collections.abc import Iterator

from leeward.foundation.backup.registry import Sealed
from leeward.safeguarding.actions.sealed import (
    action_field,
    answers_field,
    bar_field,
    certificate_field,
    check_in_field,
    closure_field,
    decision_field,
    duty_field,
    entry_field,
    hold_field,
    link_field,
    move_field,
    needs_field,
    person_field,
    plan_field,
    proposal_field,
    reading_field,
    retention_field,
    review_field,
    route_field,
    run_field,
    triage_field,
)
from leeward.safeguarding.models import (
    Arrival,
    Bar,
    CaseAction,
    CaseDuty,
    CaseLink,
    CasePerson,
    CaseRoute,
    Certificate,
    CheckIn,
    Closure,
    Concern,
    ConcernMove,
    Decision,
    Disclosure,
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
    Thread,
    Transfer,
    Triage,
)


def sealed_words() -> Iterator[Sealed]:
    """Every value of the room that opens without the reporter's words."""
    for concern in Concern.objects.iterator():
        yield concern.record, "telling", concern.telling
    for person in CasePerson.objects.select_related("case").iterator():
        yield person.case.record, person_field(person), person.who
    for entry in Entry.objects.select_related("case").iterator():
        yield entry.case.record, entry_field(entry), entry.body
    for decision in Decision.objects.select_related("case").iterator():
        yield decision.case.record, decision_field(decision), decision.body
    for closure in Closure.objects.select_related("case").iterator():
        yield closure.case.record, closure_field(closure), closure.body
    for action in CaseAction.objects.select_related("case").iterator():
        yield action.case.record, action_field(action, "what"), action.what
        if action.result is not None:
            yield action.case.record, action_field(action, "result"), action.result
    for bar in Bar.objects.select_related("case").iterator():
        yield bar.case.record, bar_field(bar), bar.who
    for thread in Thread.objects.select_related("concern").iterator():
        yield thread.concern.record, f"thread {thread.pk}", thread.for_case
    for triage in Triage.objects.select_related("case").iterator():
        yield triage.case.record, triage_field(triage), triage.body
    for needs in NeedsNote.objects.select_related("case").iterator():
        yield needs.case.record, needs_field(needs), needs.body
    for reading in SecondReading.objects.select_related("case").iterator():
        yield reading.case.record, reading_field(reading), reading.body
    for route in CaseRoute.objects.select_related("case").iterator():
        yield route.case.record, route_field(route), route.facts
    for certificate in Certificate.objects.select_related("case").iterator():
        yield certificate.case.record, certificate_field(certificate), certificate.body
    yield from _support()
    yield from _procedures()
    yield from _keeping()
    yield from _outside()


def _procedures() -> Iterator[Sealed]:
    """Which procedures were begun, every answer, and what is due and came of it."""
    for run in ProcedureRun.objects.select_related("case").iterator():
        yield run.case.record, run_field(run), run.which
    for answers in ProcedureAnswers.objects.select_related("run__case").iterator():
        yield answers.run.case.record, answers_field(answers), answers.body
    for duty in CaseDuty.objects.select_related("case").iterator():
        yield duty.case.record, duty_field(duty, "what"), duty.what
        if duty.result is not None:
            yield duty.case.record, duty_field(duty, "result"), duty.result


def _support() -> Iterator[Sealed]:
    """Plans and their reviews, check-ins, and why cases and concerns were put together."""
    for plan in SupportPlan.objects.select_related("case").iterator():
        yield plan.case.record, plan_field(plan), plan.body
    for review in PlanReview.objects.select_related("plan__case").iterator():
        yield review.plan.case.record, review_field(review), review.body
    for check_in in CheckIn.objects.select_related("case").iterator():
        yield check_in.case.record, check_in_field(check_in, "what"), check_in.what
        if check_in.result is not None:
            yield check_in.case.record, check_in_field(check_in, "result"), check_in.result
    for link in CaseLink.objects.iterator():
        yield link.pk, link_field(link), link.body
    for move in ConcernMove.objects.select_related("concern").iterator():
        yield move.concern.record, move_field(move), move.body


def _outside() -> Iterator[Sealed]:
    """Records that came, records that were sent, and requests for them."""
    for arrival in Arrival.objects.select_related("case").iterator():
        yield arrival.case.record, f"arrival {arrival.pk} what", arrival.what
        yield arrival.case.record, f"arrival {arrival.pk} pack", arrival.pack
    for sent in Transfer.objects.select_related("case").iterator():
        yield sent.case.record, f"transfer {sent.pk} what", sent.what
        if sent.receipt is not None:
            yield sent.case.record, f"transfer {sent.pk} receipt", sent.receipt
    for asked in Disclosure.objects.select_related("case").iterator():
        for name in ("what", "record", "plan", "words"):
            if (sealed := getattr(asked, name)) is not None:
                yield asked.case.record, f"disclosure {asked.pk} {name}", sealed


def _keeping() -> Iterator[Sealed]:
    """How long cases are kept and why, what holds them, and why somebody wants them shredded."""
    for plan in RetentionPlan.objects.select_related("case").iterator():
        yield plan.case.record, retention_field(plan), plan.body
    for hold in LegalHold.objects.select_related("case").iterator():
        yield hold.case.record, hold_field(hold), hold.body
    for proposal in ShredProposal.objects.select_related("case").iterator():
        yield proposal.case.record, proposal_field(proposal), proposal.why
