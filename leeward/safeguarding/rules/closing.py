"""What still stands in the way of closing a case: one rule over everything the case holds.

Keeping Children Safe in Education (September 2025), Part 1 and Annex C, on what a record holds; Parts 4 and 5 on staff
and on the needs of everybody touched. Where something does not apply, a decision with its reason settles it: nothing is
passed over in silence, and nobody is made to do what does not fit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from leeward.safeguarding.rules.kinds import (
    ABOUT_STAFF,
    MAY_BE_CRIME,
    UNDER_A_CODE,
    CaseKind,
    called_for,
)
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Refused, State, Step, after


class Need(StrEnum):
    """Whose needs a response looks at."""

    HARMED = "harmed"
    BYSTANDERS = "bystanders"
    ORGANISATION = "organisation"


class Settles(StrEnum):
    """What a decision about one point says. A reference is kept for the police, an outcome for a code."""

    TOLD = "told"
    NOT_TOLD = "not-told"
    LEARNER_CODE = "learner-code"
    STAFF_CODE = "staff-code"
    NOT_REFERRED = "not-referred"
    ENDED = "ended"
    NOT_NEEDED = "not-needed"


POINTS: Mapping[Missing, tuple[Settles, ...]] = {
    Missing.PROCEDURE: (Settles.NOT_NEEDED,),
    Missing.PARENTS: (Settles.TOLD, Settles.NOT_TOLD),
    Missing.EMPLOYER: (Settles.TOLD, Settles.NOT_TOLD),
    Missing.LADO: (Settles.TOLD, Settles.NOT_TOLD),
    Missing.POLICE: (Settles.TOLD, Settles.NOT_TOLD),
    Missing.CONDUCT: (Settles.LEARNER_CODE, Settles.STAFF_CODE, Settles.NOT_REFERRED),
    Missing.CONDUCT_OUTCOME: (Settles.ENDED,),
}
"""What may be settled by a decision with its reason, and what that decision may say."""

WITH_REFERENCE = frozenset({(Missing.POLICE, Settles.TOLD), (Missing.CONDUCT_OUTCOME, Settles.ENDED)})
"""Decisions that say nothing without a reference, or an outcome."""

BY_PROCEDURE: Mapping[Missing, str] = {Missing.PARENTS: "parents", Missing.EMPLOYER: "employers"}
BY_DUTY: Mapping[Missing, str] = {Missing.LADO: "lado-told", Missing.POLICE: "police-told"}
"""What is settled as well by a procedure gone through, or by a duty that was done."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about one point. `procedure` names which, for one about a procedure."""

    point: Missing
    says: Settles
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a case holds, as closing asks for it. Whatever nobody is sure of is True here: the careful way."""

    triaged: bool = False
    kinds: frozenset[CaseKind] = frozenset()
    under_18: bool = False
    apprentice: bool = False
    staff: bool = False
    unlawful: bool = False
    certainly_unlawful: bool = False
    finished: frozenset[str] = frozenset()
    duties_done: frozenset[str] = frozenset()
    decided: tuple[Decided, ...] = ()
    needs: frozenset[Need] = frozenset()
    decisions: int = 0
    open_actions: int = 0
    open_plans: int = 0
    open_check_ins: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that is missing. `procedure`: which one never came to its end. `firm`: no reason sets it aside."""

    what: Missing
    procedure: str = ""
    firm: bool = False


def points(facts: CaseFacts) -> tuple[Lacking, ...]:
    """What this case calls for beyond its own words, done or not, in the order it is best done."""
    found = [Lacking(Missing.PROCEDURE, procedure) for procedure in called_for(facts.kinds)]
    if facts.under_18:
        found.append(Lacking(Missing.PARENTS))
    if facts.apprentice:
        found.append(Lacking(Missing.EMPLOYER))
    if facts.staff or facts.kinds & ABOUT_STAFF:
        found.append(Lacking(Missing.LADO))
    if facts.unlawful or facts.kinds & MAY_BE_CRIME:
        # An adult who may have committed an offence against somebody under 18 is never left to a reason alone.
        firm = facts.certainly_unlawful and facts.under_18 and facts.staff
        found.append(Lacking(Missing.POLICE, firm=firm))
    referred = any(one.says in (Settles.LEARNER_CODE, Settles.STAFF_CODE) for one in facts.decided)
    if facts.kinds & UNDER_A_CODE or referred:
        found.append(Lacking(Missing.CONDUCT))
    if referred:
        found.append(Lacking(Missing.CONDUCT_OUTCOME))
    return tuple(found)


def settled(point: Lacking, facts: CaseFacts) -> bool:
    """Is this point done, or decided with a reason?"""
    about = [one for one in facts.decided if (one.point, one.procedure) == (point.what, point.procedure)]
    if point.firm:
        about = [one for one in about if one.says is Settles.TOLD]
    done = BY_DUTY.get(point.what, "") in facts.duties_done
    through = (point.procedure or BY_PROCEDURE.get(point.what, "")) in facts.finished
    return bool(about) or done or through


def lacking(facts: CaseFacts) -> tuple[Lacking, ...]:
    """Everything about the case itself that stands in the way of closing it; empty when nothing does."""
    found = [] if facts.triaged else [Lacking(Missing.TRIAGE)]
    found += [point for point in points(facts) if not settled(point, facts)]
    found += [
        Lacking(missing)
        for missing, need in (
            (Missing.NEEDS_HARMED, Need.HARMED),
            (Missing.NEEDS_BYSTANDERS, Need.BYSTANDERS),
            (Missing.NEEDS_ORGANISATION, Need.ORGANISATION),
        )
        if need not in facts.needs
    ]
    found += [
        Lacking(missing)
        for missing, stands in (
            (Missing.DECISION, facts.decisions < 1),
            (Missing.OPEN_ACTION, facts.open_actions > 0),
            (Missing.OPEN_PLAN, facts.open_plans > 0),
            (Missing.OPEN_CHECK_IN, facts.open_check_ins > 0),
        )
        if stands
    ]
    return tuple(found)


def check_close(state: State, closing: Closing, facts: CaseFacts, *, second_reader: bool) -> State:
    """A case closes with a comprehensive summary, how it was followed up and resolved, decisions with reasons
    (deciding not to refer included), the outcome and what was learnt; where a second reader is asked for, it waits for
    them. Raises Refused with everything that is missing at once.
    """
    following = after(state, Step.ASK_TO_CLOSE if second_reader else Step.CLOSE)
    missing = [*_words(closing), *dict.fromkeys(one.what for one in lacking(facts))]
    if missing:
        raise Refused(*missing)
    return following


def _words(closing: Closing) -> Iterable[Missing]:
    for name, text in (
        (Missing.SUMMARY, closing.summary),
        (Missing.FOLLOWED_UP, closing.followed_up),
        (Missing.OUTCOME, closing.outcome),
        (Missing.REASON, closing.reason),
        (Missing.LESSONS, closing.lessons),
    ):
        if not text.strip():
            yield name


def codes(facts: CaseFacts) -> tuple[Settles, ...]:
    """What a decision about conduct may say here: the code that fits whoever it is about."""
    return (Settles.STAFF_CODE if facts.staff else Settles.LEARNER_CODE, Settles.NOT_REFERRED)


def needs_second_reader(
    severity: int, kinds: Iterable[CaseKind], *, from_severity: int, for_kinds: Iterable[str]
) -> bool:
    """Does somebody else read the case before it is closed? From a step of the scale on (0: never), or by its kind."""
    return (0 < from_severity <= severity) or bool(set(kinds) & set(for_kinds))
