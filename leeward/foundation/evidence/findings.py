"""What a check found, and how findings of several units make one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_DETAIL = 300


class State(StrEnum):
    """How a promise stands. UNPROVEN: nobody can say; SLIPPING: still kept, but not for long."""

    TRUE = "true"
    SLIPPING = "slipping"
    SLIPPED = "slipped"
    UNPROVEN = "unproven"
    NOT_APPLICABLE = "not-applicable"


_WORST_FIRST = [State.SLIPPED, State.UNPROVEN, State.SLIPPING, State.TRUE, State.NOT_APPLICABLE]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says about one unit at one moment.

    `since`: from when it is so; None lets the observations tell (the first day in a row it was seen so).
    `detail`: at most 300 characters for people, without names or case text: it is kept in clear.
    `good` of `total`: a figure that may be added up over units ("38 of 40 have acknowledged").
    `records`: references to what lies behind ("policy-version:…"), for those who may open them.
    `fault`: the kind of error that kept the check from answering; never its text.
    """

    state: State
    since: datetime | None = None
    detail: str = ""
    good: int = 0
    total: int = 0
    records: tuple[str, ...] = ()
    fault: str = ""

    def __post_init__(self) -> None:
        if len(self.detail) > LONGEST_DETAIL:
            raise ValueError(f"A finding's detail is at most {LONGEST_DETAIL} characters: give references instead.")
        if not 0 <= self.good <= self.total:
            raise ValueError("A finding's figure must be some of a total: 0 ≤ good ≤ total.")


def combine(findings: Iterable[Finding]) -> Finding:
    """The finding over several units: the worst state, since the earliest unit is in it, figures added up.

    Nothing at all gives not-applicable. How many units there were cannot be told from the result.
    """
    every = list(findings)
    if not every:
        return Finding(State.NOT_APPLICABLE)
    state = min((finding.state for finding in every), key=_WORST_FIRST.index)
    worst = [finding for finding in every if finding.state is state]
    return Finding(
        state,
        since=min((finding.since for finding in worst if finding.since is not None), default=None),
        detail=next((finding.detail for finding in worst if finding.detail), ""),
        good=sum(finding.good for finding in every),
        total=sum(finding.total for finding in every),
        records=tuple(dict.fromkeys(record for finding in every for record in finding.records)),
        fault=next((finding.fault for finding in worst if finding.fault), ""),
    )
