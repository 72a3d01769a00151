"""What sets off a look at a policy between its reviews, and what may come of it. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from leeward.foundation.evidence.findings import State

SOON = timedelta(days=7)


class Trigger(StrEnum):
    """What happened. The first five are told by a person, the last two come by themselves."""

    INCIDENT = "incident"
    LAW = "law"
    TECHNOLOGY = "technology"
    FINDING = "finding"
    COMPANY = "company"
    LEAD_CHANGED = "lead-changed"
    RULES_CHANGED = "rules-changed"


TOLD = (Trigger.INCIDENT, Trigger.LAW, Trigger.TECHNOLOGY, Trigger.FINDING, Trigger.COMPANY)
BY_ITSELF = (Trigger.LEAD_CHANGED, Trigger.RULES_CHANGED)


class Decision(StrEnum):
    """What came of it."""

    STANDS = "stands"
    NEW_VERSION = "new-version"


def reconsideration_state(due: date, today: date) -> State:
    """Of one that waits for a decision: SLIPPED from the day after it was due, SLIPPING in the last week before."""
    if today > due:
        return State.SLIPPED
    return State.SLIPPING if today >= due - SOON else State.TRUE
