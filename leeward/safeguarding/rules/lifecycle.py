"""What may follow what in the life of a case; what it must hold before it may be closed stands in `closing`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Stored in clear: the states and dates of a case are not secret to whoever holds the database."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    OPEN = "open"
    MONITORING = "monitoring"
    SECOND_READER = "second-reader"
    CLOSED = "closed"


WORKED_ON = frozenset({State.ACKNOWLEDGED, State.TRIAGED, State.OPEN, State.MONITORING})
"""Where work goes on: actions, procedures, plans and decisions may begin."""


class Step(StrEnum):
    """What a person does with a case."""

    ACKNOWLEDGE = "acknowledge"
    TRIAGE = "triage"
    TAKE_ON = "take-on"
    NOT_SAFEGUARDING = "not-safeguarding"
    WATCH = "watch"
    WORK_AGAIN = "work-again"
    CLOSE = "close"
    ASK_TO_CLOSE = "ask-to-close"
    AGREE = "agree"
    SEND_BACK = "send-back"
    REOPEN = "reopen"


STEPS: Mapping[tuple[State, Step], State] = {
    (State.RECEIVED, Step.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Step.TRIAGE): State.TRIAGED,
    (State.ACKNOWLEDGED, Step.NOT_SAFEGUARDING): State.CLOSED,
    (State.TRIAGED, Step.TRIAGE): State.TRIAGED,
    (State.TRIAGED, Step.TAKE_ON): State.OPEN,
    (State.TRIAGED, Step.NOT_SAFEGUARDING): State.CLOSED,
    (State.OPEN, Step.TRIAGE): State.OPEN,
    (State.OPEN, Step.NOT_SAFEGUARDING): State.CLOSED,
    (State.OPEN, Step.WATCH): State.MONITORING,
    (State.OPEN, Step.CLOSE): State.CLOSED,
    (State.OPEN, Step.ASK_TO_CLOSE): State.SECOND_READER,
    (State.MONITORING, Step.TRIAGE): State.MONITORING,
    (State.MONITORING, Step.WORK_AGAIN): State.OPEN,
    (State.MONITORING, Step.CLOSE): State.CLOSED,
    (State.MONITORING, Step.ASK_TO_CLOSE): State.SECOND_READER,
    (State.SECOND_READER, Step.AGREE): State.CLOSED,
    (State.SECOND_READER, Step.SEND_BACK): State.OPEN,
    (State.CLOSED, Step.REOPEN): State.OPEN,
}


class Missing(StrEnum):
    """What stands in the way of a step."""

    WRONG_STATE = "wrong-state"
    NOT_READ = "not-read"
    REASON = "reason"
    SUMMARY = "summary"
    FOLLOWED_UP = "followed-up"
    OUTCOME = "outcome"
    DECISION = "decision"
    OPEN_ACTION = "open-action"
    LESSONS = "lessons"
    STALE = "stale"
    SAFE_NOW = "safe-now"
    SEVERITY = "severity"
    KINDS = "kinds"
    OWNER = "owner"
    TRIAGE = "triage"
    PROCEDURE = "procedure"
    PARENTS = "parents"
    EMPLOYER = "employer"
    LADO = "lado"
    POLICE = "police"
    CONDUCT = "conduct"
    CONDUCT_OUTCOME = "conduct-outcome"
    NEEDS_HARMED = "needs-harmed"
    NEEDS_BYSTANDERS = "needs-bystanders"
    NEEDS_ORGANISATION = "needs-organisation"
    OPEN_PLAN = "open-plan"
    OPEN_CHECK_IN = "open-check-in"
    NOTHING_DATED = "nothing-dated"
    SAME_PERSON = "same-person"
    REFERENCE = "reference"
    TOO_SOON = "too-soon"
    NEEDS = "needs"
    STEPS = "steps"
    WHAT_CAME = "what-came"
    OTHER_CASE = "other-case"
    ONLY_CONCERN = "only-concern"


class Outcome(StrEnum):
    """How a case ended. Sealed with the rest of its text."""

    RESOLVED = "resolved"
    SUPPORT_CONTINUES = "support-continues"
    REFERRED = "referred"
    NO_FURTHER_ACTION = "no-further-action"
    NOT_SAFEGUARDING = "not-safeguarding"
    JOINED = "joined"


class Refused(Exception):
    """A step that may not be taken now. `missing` says what to do first."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing needs: a summary, how it was followed up and resolved, the outcome, the reasons, and lessons."""

    summary: str
    followed_up: str
    outcome: str
    reason: str
    lessons: str = ""


def after(state: State, step: Step) -> State:
    """The state a step leads to. Raises Refused(WRONG_STATE)."""
    if (state, step) not in STEPS:
        raise Refused(Missing.WRONG_STATE)
    return STEPS[state, step]


def check_acknowledge(state: State, *, read_by_this_person: bool) -> State:
    """Acknowledging says "I have read it", so it must have been opened by whoever says so."""
    following = after(state, Step.ACKNOWLEDGE)
    if not read_by_this_person:
        raise Refused(Missing.NOT_READ)
    return following


def check_reason(state: State, step: Step, reason: str) -> State:
    """For steps that need nothing but a reason: taking on, "not safeguarding", opening again."""
    following = after(state, step)
    if not reason.strip():
        raise Refused(Missing.REASON)
    return following


class Progress(StrEnum):
    """What a reporter is told, and no more."""

    RECEIVED = "received"
    READ = "read"
    WORKED_ON = "worked-on"
    CLOSED = "closed"


def progress(state: State, *, read: bool) -> Progress:
    """How far a case is, in the four words a reporter sees."""
    if state is State.CLOSED:
        return Progress.CLOSED
    if state in (State.OPEN, State.MONITORING, State.SECOND_READER):
        return Progress.WORKED_ON
    return Progress.READ if read else Progress.RECEIVED
