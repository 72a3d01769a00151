"""How one promise stands: who holds it, what proves it, and in which state that leaves it. Steps in, standing out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from leeward.people.rules import PersonClass, Post
from leeward.policy.rules.likeness import Likeness


class Step(StrEnum):
    """What somebody did with a promise. Steps are only ever added."""

    CONFIRM = "confirm"
    SET_ASIDE = "set-aside"
    BIND = "bind"
    STATE = "state"
    ASK = "ask"
    UNBIND = "unbind"
    CARRY = "carry"


class Proof(StrEnum):
    """What a promise rests on. The headline counts each apart; NONE counts against."""

    LIVE = "live"
    STATEMENT = "statement"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken. `confirmed` and `set_aside` matter only for CARRY, which repeats a whole standing.

    `checks`: every check that proves it together. `every_months`: how often somebody's word is asked for.
    """

    step: Step
    at: datetime
    holder: str = ""
    frequency: str = ""
    proof: Proof = Proof.NONE
    checks: tuple[str, ...] = ()
    confirmed: bool = False
    set_aside: bool = False
    limit: str = ""
    every_months: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a promise stands after its steps. `since`: when its present proof was bound."""

    confirmed: bool = False
    set_aside: bool = False
    holder: str = ""
    frequency: str = ""
    proof: Proof = Proof.NONE
    checks: tuple[str, ...] = ()
    since: datetime | None = None
    limit: str = ""
    every_months: int = 0

    @property
    def check_key(self) -> str:
        """The first of its checks, "" where no check proves it."""
        return self.checks[0] if self.checks else ""


def standing_after(steps: Iterable[Taken]) -> Standing:
    """The standing after steps in the order they were taken."""
    now = Standing()
    for taken in steps:
        match taken.step:
            case Step.CONFIRM:
                said = replace(now, holder=taken.holder, frequency=taken.frequency, limit=taken.limit)
                now = replace(said, confirmed=True, set_aside=False)
            case Step.SET_ASIDE:
                now = replace(now, set_aside=True)
            case Step.BIND:
                now = replace(now, proof=Proof.LIVE, checks=taken.checks, since=taken.at, every_months=0)
            case Step.ASK:
                asked = replace(now, proof=Proof.STATEMENT, checks=(), every_months=taken.every_months)
                now = replace(asked, since=taken.at)
            case Step.STATE:
                since = now.since if now.proof is Proof.STATEMENT else taken.at
                now = replace(now, proof=Proof.STATEMENT, checks=(), since=since)
            case Step.UNBIND:
                now = replace(now, proof=Proof.NONE, checks=(), since=taken.at, every_months=0)
            case Step.CARRY:
                now = _carried(taken)
    return now


def _carried(taken: Taken) -> Standing:
    return Standing(
        confirmed=taken.confirmed,
        set_aside=taken.set_aside,
        holder=taken.holder,
        frequency=taken.frequency,
        proof=taken.proof,
        checks=taken.checks,
        since=taken.at,
        limit=taken.limit,
        every_months=taken.every_months,
    )


def waits_for_a_look(likeness: str, standing: Standing) -> bool:
    """Whether proof was carried over to changed words that nobody has confirmed: it proves nothing until then."""
    return likeness == Likeness.SIMILAR and not standing.confirmed


POST_PREFIX, CLASS_PREFIX = "post:", "class:"
_HOLDERS: tuple[tuple[str, str], ...] = (
    (r"designated safeguarding lead|\bdsl\b|safeguarding lead", POST_PREFIX + Post.DSL),
    (r"managing director|chief executive|\bceo\b|principal", POST_PREFIX + Post.MANAGING_DIRECTOR),
    (r"general manager", POST_PREFIX + Post.GENERAL_MANAGER),
    (r"information security", POST_PREFIX + Post.INFORMATION_SECURITY_MANAGER),
    (r"\bit (?:department|manager|team|lead)|head of digital|ict", POST_PREFIX + Post.IT_MANAGER),
    (r"quality (?:lead|manager)", POST_PREFIX + Post.QUALITY_LEAD),
    (r"\bhr\b|human resources", POST_PREFIX + Post.HR),
    (r"marketing|communications (?:team|lead)", POST_PREFIX + Post.MARKETING),
    (r"\bchair\b|\bboard\b|governor", POST_PREFIX + Post.CHAIR),
    (r"volunteer", CLASS_PREFIX + PersonClass.VOLUNTEER),
    (r"contractor", CLASS_PREFIX + PersonClass.CONTRACTOR),
    (r"associate", CLASS_PREFIX + PersonClass.ASSOCIATE),
    (r"learner|student|apprentice|pupil|trainee", CLASS_PREFIX + PersonClass.LEARNER),
    (r"parent|carer|guardian", CLASS_PREFIX + PersonClass.PARENT),
    (r"staff|employee|tutor|teacher|everyone|user", CLASS_PREFIX + PersonClass.STAFF),
)


def suggested_holder(actor: str) -> str:
    """The post or class a policy's own words name, as `post:dsl` or `class:staff`; "" where they name none."""
    for words, holder in _HOLDERS:
        if re.search(words, actor, re.IGNORECASE):
            return holder
    return ""


def holders() -> tuple[str, ...]:
    """Every holder a promise may be given: each post, then each class of person who can be held to something."""
    classes = [
        PersonClass.STAFF,
        PersonClass.ASSOCIATE,
        PersonClass.VOLUNTEER,
        PersonClass.CONTRACTOR,
        PersonClass.BOARD_MEMBER,
        PersonClass.LEARNER,
        PersonClass.PARENT,
    ]
    return (*(POST_PREFIX + post for post in Post), *(CLASS_PREFIX + kind for kind in classes))
