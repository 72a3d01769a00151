"""How a support plan goes on: it ends only when a later look back finds that the problem has stayed solved."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from leeward.safeguarding.rules.lifecycle import Missing, Refused


class PlanState(StrEnum):
    """Where a plan is. Stored in clear."""

    RUNNING = "running"
    LOOKING_BACK = "looking-back"
    ENDED = "ended"


class Verdict(StrEnum):
    """What a review finds. Stored in clear."""

    GOES_ON = "goes-on"
    SOLVED = "solved"
    STAYED_SOLVED = "stayed-solved"
    CAME_BACK = "came-back"


FINDS: Mapping[PlanState, Mapping[Verdict, PlanState]] = {
    PlanState.RUNNING: {Verdict.GOES_ON: PlanState.RUNNING, Verdict.SOLVED: PlanState.LOOKING_BACK},
    PlanState.LOOKING_BACK: {
        Verdict.STAYED_SOLVED: PlanState.ENDED,
        Verdict.CAME_BACK: PlanState.RUNNING,
        Verdict.GOES_ON: PlanState.LOOKING_BACK,
    },
    PlanState.ENDED: {},
}
"""What a review may find in each state, and where the plan is then."""


def after_review(state: PlanState, verdict: Verdict, *, due: datetime, now: datetime) -> PlanState:
    """Where a plan is after a review. Raises Refused: for what cannot be found in this state, and for looking back
    before the time to look back has come.
    """
    if verdict not in FINDS[state]:
        raise Refused(Missing.WRONG_STATE)
    if verdict is Verdict.STAYED_SOLVED and now < due:
        raise Refused(Missing.TOO_SOON)
    return FINDS[state][verdict]
