"""Several checks behind one promise: the promise is as good as the worst of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leeward.foundation.evidence.findings import LONGEST_DETAIL, Finding, State

_WORST_FIRST = (State.SLIPPED, State.UNPROVEN, State.SLIPPING, State.TRUE, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Answered:
    """One check's answer, with the sentence it proves."""

    sentence: str
    finding: Finding


def together(answers: Sequence[Answered]) -> Finding:
    """One finding for a promise bound to several checks.

    The state is the worst: slipped, then unproven, then slipping, then true. A check that does not apply counts for
    nothing; where none applies, the promise does not apply. A kept promise is true since the last of its checks came
    true, a broken one is so since the first of its checks that broke. `good` of `total` counts checks, for figures of
    different things cannot be added up.
    """
    if not answers:
        return Finding(State.UNPROVEN)
    if len(answers) == 1:
        return answers[0].finding
    counted = [answer for answer in answers if answer.finding.state is not State.NOT_APPLICABLE]
    if not counted:
        return Finding(State.NOT_APPLICABLE)
    state = min((answer.finding.state for answer in counted), key=_WORST_FIRST.index)
    worst = [answer for answer in counted if answer.finding.state is state]
    good = sum(answer.finding.state in (State.TRUE, State.SLIPPING) for answer in counted)
    return Finding(
        state,
        since=_since(state, worst),
        detail=_detail(state, worst),
        good=good,
        total=len(counted),
        records=tuple(dict.fromkeys(record for answer in answers for record in answer.finding.records)),
        fault=next((answer.finding.fault for answer in worst if answer.finding.fault), ""),
    )


def _since(state: State, worst: Sequence[Answered]) -> datetime | None:
    days = [answer.finding.since for answer in worst if answer.finding.since is not None]
    if not days or len(days) < len(worst):
        return None
    return max(days) if state is State.TRUE else min(days)


def _detail(state: State, worst: Sequence[Answered]) -> str:
    """Which checks keep the promise from being true, and what they say."""
    if state is State.TRUE:
        return ""
    told = "; ".join(f"{answer.sentence.rstrip('.')}: {answer.finding.detail}".rstrip(": ") for answer in worst)
    return told if len(told) <= LONGEST_DETAIL else told[: LONGEST_DETAIL - 1] + "…"
