"""What goes into the assessment of a text and what comes out."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The sixteen kinds of worry a text can raise. The names are part of the outside interface."""

    BULLYING = "bullying"
    HATE = "hate"
    VIOLENCE = "violence"
    SEXUAL = "sexual"
    GROOMING = "grooming"
    NUDES = "nudes"
    SELF_HARM = "self-harm"
    EXTREMISM = "extremism"
    DRUGS = "drugs"
    GAMBLING = "gambling"
    SCAM = "scam"
    SPYWARE = "spyware"
    PIRACY = "piracy"
    SPAM = "spam"
    PII = "pii"
    BYPASS = "bypass"


class Source(StrEnum):
    """Where a text was written or read."""

    CHAT = "chat"
    MAIL = "mail"
    SEARCH = "search"
    PAGE = "page"


class Direction(StrEnum):
    """Who speaks to whom. SELF is a search or a note: nobody is addressed."""

    STAFF_TO_LEARNER = "staff-to-learner"
    LEARNER_TO_STAFF = "learner-to-staff"
    LEARNER_TO_LEARNER = "learner-to-learner"
    STAFF_TO_STAFF = "staff-to-staff"
    EXTERNAL_TO_LEARNER = "external-to-learner"
    LEARNER_TO_EXTERNAL = "learner-to-external"
    SELF = "self"
    UNKNOWN = "unknown"


SEVEREST = 5
"""Severity runs from 0 nothing, 1 counted only, 2 trend, 3 weekly digest, 4 same day to 5 immediate."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to assess. `text` may be of any length and shape; offsets in the answer count its characters."""

    text: str
    source: Source = Source.CHAT
    direction: Direction = Direction.UNKNOWN


@dataclass(frozen=True, slots=True)
class MarkedWord:
    """A stretch of the original text that caused a finding: `text[start:end]`, and how much it weighed (0–1)."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule saw. `lowered_by` names the context that made it count for less; None where nothing did."""

    category: Category
    severity: int
    score: float
    words: tuple[MarkedWord, ...]
    rule: str
    lowered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings, severest first; `concern` and every category's score lie between 0 and 1."""

    concern: float
    severity: int
    findings: tuple[Finding, ...]
    categories: dict[Category, float]

    def as_json(self) -> dict[str, object]:
        """The shape that `leeward assess --jsonl` promises, ready for `json.dumps`."""
        return {
            "concern": self.concern,
            "severity": self.severity,
            "findings": [
                {
                    "category": finding.category.value,
                    "severity": finding.severity,
                    "score": finding.score,
                    "words": [[word.start, word.end, word.weight] for word in finding.words],
                    "rule": finding.rule,
                    "lowered_by": finding.lowered_by,
                }
                for finding in self.findings
            ],
            "categories": {category.value: score for category, score in self.categories.items()},
        }
