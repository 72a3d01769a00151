"""The rule library: what a rule, a context that lowers and a combination are, ready to be matched."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from leeward.engine.text.phrases import PhraseIndex, Steps
from leeward.engine.text.values import Category, Direction, Source
from leeward.engine.text.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Example:
    """A text a rule must, or must not, find. Direction and source default to one the rule applies to."""

    text: str
    direction: Direction | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as reviewed. Empty `directions` or `sources` mean all of them.

    `signal` lets combinations build on it; `severity_when` replaces the severity for a direction; a match within a few
    words of one of `unless` does not count at all; each context of `lowered_by` found near a match takes its steps off.
    """

    id: str
    category: Category
    severity: int
    phrases: tuple[Steps, ...]
    note: str
    directions: frozenset[Direction] = frozenset()
    sources: frozenset[Source] = frozenset()
    severity_when: Mapping[Direction, int] = field(default_factory=dict)
    signal: str = ""
    unless: tuple[Steps, ...] = ()
    lowered_by: tuple[str, ...] = ()
    must_match: tuple[Example, ...] = ()
    must_not_match: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Words around a match that make it harmless more often than not: `by` is the number of steps it takes off."""

    name: str
    by: int
    phrases: tuple[Steps, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Combination:
    """Signals that mean more together than apart, when they stand within `within` words of one another.

    `at_least` different ones of `signals` are needed, those in `must` among them.
    """

    id: str
    category: Category
    severity: int
    signals: tuple[str, ...]
    note: str
    at_least: int
    must: tuple[str, ...] = ()
    directions: frozenset[Direction] = frozenset()
    within: int = 80
    must_match: tuple[Example, ...] = ()
    must_not_match: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """Everything `assess` needs. `version` and `digest` say exactly which rules spoke; `review` who has read them."""

    version: str
    digest: str
    review: str
    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...]
    combinations: tuple[Combination, ...]
    vocabulary: Vocabulary
    index: PhraseIndex
    owners: tuple[tuple[str, str], ...]
    """What each owner number in `index` stands for: ("rule" | "unless" | "context", its id or name)."""
