"""The whole chronology of a case: its lines with what comes from decisions, actions, duties, plans and messages."""

from collections.abc import Iterator

from leeward.safeguarding.actions.closed import SecondLine
from leeward.safeguarding.actions.opening import CaseFile
from leeward.safeguarding.rules.chronology import From, Moment, in_order


def woven(file: CaseFile) -> tuple[Moment, ...]:
    """Everything that happened in a case that somebody has opened, in one order."""
    return in_order([*_told(file), *_worked(file), *_states(file), *_supported(file)])


def _told(file: CaseFile) -> Iterator[Moment]:
    for concern in file.concerns:
        told = concern.telling
        yield Moment(
            From.CONCERN, concern.raised_at, concern.raised_at, "raised", told.happened, "", voice=told.exact_words
        )
        for message in concern.messages or ():
            title = "from-reporter" if message.from_reporter else "from-us"
            yield Moment(From.MESSAGE, message.at, message.at, title, message.text, "")
    for entry in file.entries:
        yield Moment(
            From.ENTRY,
            entry.event_at,
            entry.recorded_at,
            "corrects" if entry.corrects else "",
            entry.text,
            entry.author,
            entry.precision,
            entry.voice,
            entry.kind,
        )


def _worked(file: CaseFile) -> Iterator[Moment]:
    for decision in file.decisions:
        yield Moment(From.DECISION, decision.at, decision.at, decision.chosen, decision.reason, decision.by)
    for task in file.tasks:
        if task.done_at:
            yield Moment(From.ACTION, task.done_at, task.done_at, task.what, task.result, task.done_by)
        else:
            yield Moment(From.ACTION, task.due, task.due, task.what, "", task.owner, kind="to-do")
    for duty in file.duties:
        if duty.ended_at:
            done = duty.done_at or duty.ended_at
            yield Moment(From.DUTY, done, duty.ended_at, duty.title, duty.result, duty.ended_by)
        else:
            yield Moment(From.DUTY, duty.due, duty.due, duty.title, "", "", kind="to-do")


def _states(file: CaseFile) -> Iterator[Moment]:
    if file.acknowledged_at:
        yield Moment(From.STATE, file.acknowledged_at, file.acknowledged_at, "acknowledged", "", "")
    if file.triage:
        yield Moment(From.STATE, file.triage.at, file.triage.at, "triaged", file.triage.text.safe_now, "")
    for closure in file.closures:
        yield Moment(From.STATE, closure.at, closure.at, "closing", closure.closing.reason, closure.by)
        if closure.second:
            yield _second(closure.second)


def _second(second: SecondLine) -> Moment:
    return Moment(
        From.STATE, second.at, second.at, "agreed" if second.agreed else "sent-back", second.reason, second.by
    )


def _supported(file: CaseFile) -> Iterator[Moment]:
    for plan in file.plans:
        yield Moment(From.PLAN, plan.made_at, plan.made_at, "begun", plan.needs, plan.made_by)
        for review in plan.reviews:
            yield Moment(From.PLAN, review.at, review.at, str(review.verdict), review.text, review.by)
    for check_in in file.check_ins:
        if check_in.done_at:
            yield Moment(
                From.CHECK_IN, check_in.done_at, check_in.done_at, check_in.who, check_in.why, check_in.done_by,
                voice=check_in.result,
            )  # fmt: skip
