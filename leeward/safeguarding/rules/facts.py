"""What is known of a concern besides its words: its kind, whom it is about, how serious it seems, and where.

Reporters choose from these only if they wish; nothing is worked out from what they wrote.
"""

from dataclasses import dataclass
from enum import StrEnum

from leeward.safeguarding.rules.telling import About


class ConcernKind(StrEnum):
    """What a concern is mainly about. Stored sealed and in routes: keep the values for ever."""

    ONLINE_ABUSE = "online-abuse"
    BULLYING = "bullying"
    SEXUAL_HARM = "sexual-harm"
    NUDES = "nudes"
    EXTREMISM = "extremism"
    SELF_HARM = "self-harm"
    HOME = "home"
    STAFF_CONDUCT = "staff-conduct"
    COMPUTER_MISUSE = "computer-misuse"
    WORRYING_POST = "worrying-post"
    OTHER = "other"


class Subject(StrEnum):
    """Whom a concern is about, as far as routes tell apart."""

    LEARNER = "learner"
    UNDER_18 = "under-18"
    ADULT_AT_RISK = "adult-at-risk"
    STAFF = "staff"
    SOMEONE_ELSE = "someone-else"


class Severity(StrEnum):
    """How serious it seems to whoever passes it on. Each organisation gives the steps its own names and limits."""

    IMMEDIATE = "immediate"
    SERIOUS = "serious"
    CONCERNING = "concerning"
    LOW = "low"


_BY_ANSWER = {
    About.MYSELF.value: Subject.LEARNER,
    About.LEARNER.value: Subject.LEARNER,
    About.STAFF.value: Subject.STAFF,
    About.SOMEONE_ELSE.value: Subject.SOMEONE_ELSE,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty: not known. `site` is the key of a scope (a company or a site)."""

    kind: str = ""
    subject: str = ""
    severity: str = ""
    site: str = ""

    def with_answer(self, about: str) -> "Facts":
        """The same, with whom it is about taken from the reporter's answer where nobody said it more exactly."""
        found = self.subject or str(_BY_ANSWER.get(about, ""))
        return Facts(self.kind, found, self.severity, self.site)
