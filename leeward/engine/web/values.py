"""What goes into a web decision and what comes out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What is done with a request. WARN stops it with a softer notice; going on unasked is not offered."""

    ALLOW = "allow"
    WARN = "warn"
    BLOCK = "block"


class Reason(StrEnum):
    """Why a category is blocked by default; every default block carries one (capability C-068)."""

    SAFEGUARDING = "safeguarding"
    SECURITY = "security"
    PRODUCTIVITY = "productivity"


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One request: `url` absolute, or `host:port` for CONNECT; `at` is aware; `group` as the policy names it."""

    url: str
    at: datetime
    group: str = ""
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with what caused it. `rule` and `list` are names a person can look up; empty where none applied.

    `matched` is the listed entry (`example.com`, `example.com/forum`) that caused it, so that "why?" has an answer.
    """

    verdict: Verdict
    category: str = ""
    reason: Reason | None = None
    rule: str = ""
    list: str = ""
    matched: str = ""


NEVER_RECORDED = "never-recorded"
"""The rule named by a decision about the concern form or a helpline: always allowed, and no trace of it is kept."""

UNREADABLE = "unreadable-address"
"""The rule named when an address cannot be read as a browser would: it is blocked, never guessed at."""
