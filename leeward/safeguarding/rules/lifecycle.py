"""What may follow what in the life of a case, and what a case must hold before it may be closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Stored in clear: the states and dates of a case are not secret to whoever holds the database."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    OPEN = "open"
    CLOSED = "closed"


class Step(StrEnum):
    """What a person does with a case."""

    ACKNOWLEDGE = "acknowledge"
    TAKE_ON = "take-on"
    NOT_SAFEGUARDING = "not-safeguarding"
    CLOSE = "close"
    REOPEN = "reopen"


STEPS: Mapping[tuple[State, Step], State] = {
    (State.RECEIVED, Step.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Step.TAKE_ON): State.OPEN,
    (State.ACKNOWLEDGED, Step.NOT_SAFEGUARDING): State.CLOSED,
    (State.OPEN, Step.NOT_SAFEGUARDING): State.CLOSED,
    (State.OPEN, Step.CLOSE): State.CLOSED,
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


class Outcome(StrEnum):
    """How a case ended. Sealed with the rest of its text."""

    RESOLVED = "resolved"
    SUPPORT_CONTINUES = "support-continues"
    REFERRED = "referred"
    NO_FURTHER_ACTION = "no-further-action"
    NOT_SAFEGUARDING = "not-safeguarding"


class Refused(Exception):
    """A step that may not be taken now. `missing` says what to do first."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing needs: a summary, how it was followed up and resolved, the outcome, and the reasons."""

    summary: str
    followed_up: str
    outcome: str
    reason: str


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


def check_close(state: State, closing: Closing, *, decisions: int, open_actions: int) -> State:
    """A case closes with a comprehensive summary, how it was followed up and resolved, decisions with reasons
    (deciding not to refer included) and the outcome: Keeping Children Safe in Education 2025, Part 1, on records.

    Raises Refused with everything that is missing at once.
    """
    following = after(state, Step.CLOSE)
    missing = [
        name
        for name, text in (
            (Missing.SUMMARY, closing.summary),
            (Missing.FOLLOWED_UP, closing.followed_up),
            (Missing.OUTCOME, closing.outcome),
            (Missing.REASON, closing.reason),
        )
        if not text.strip()
    ]
    if decisions < 1:
        missing.append(Missing.DECISION)
    if open_actions > 0:
        missing.append(Missing.OPEN_ACTION)
    if missing:
        raise Refused(*missing)
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
    if state is State.OPEN:
        return Progress.WORKED_ON
    return Progress.READ if read else Progress.RECEIVED
