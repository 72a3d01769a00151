"""A rule pack: what law and guidance ask of safeguarding in one nation, dated, shown as unverified until checked.

A pack is read-only. Amounts of time in it are defaults of settings; whoever decides something in a case freezes the
words of the rule as they stood that day.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leeward.foundation.clocks.limits import Limit, Unit


class Kind(StrEnum):
    """What the product does about a rule."""

    ENFORCED = "enforced"
    PROMPTED = "prompted"
    FORBIDDEN = "forbidden"


class Topic(StrEnum):
    """Which work a rule belongs to. Procedures ask for the rules of their topic."""

    TELLING = "telling"
    RECORDS = "records"
    REFERRAL = "referral"
    STAFF = "staff"
    NUDES = "nudes"
    SEXUAL_HARM = "sexual-harm"
    BULLYING = "bullying"
    PREVENT = "prevent"
    ADULTS = "adults"
    DUTY = "duty"
    SHARING = "sharing"
    RETENTION = "retention"


class Verdict(StrEnum):
    """What somebody found who compared a rule with the published text."""

    AGREES = "agrees"
    DIFFERS = "differs"


class BrokenPack(ValueError):
    """A pack cannot be read; the text says which row and what is wrong."""


@dataclass(frozen=True, slots=True)
class LimitOfRule:
    """A limit with the words for its setting."""

    limit: Limit
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in plain words, with the publication it comes from."""

    id: str
    title: str
    text: str
    kinds: tuple[Kind, ...]
    topic: Topic
    source: str
    edition: str
    year: int
    limits: tuple[LimitOfRule, ...] = ()

    @property
    def cited(self) -> str:
        """The source with its edition, as printed under the rule."""
        return f"{self.source} ({self.edition or self.year})"

    @property
    def fingerprint(self) -> str:
        """Changes when a word or a number of the rule changes: a check made of another wording does not count."""
        numbers = [f"{one.limit.key} {one.limit.amount} {one.limit.unit}" for one in self.limits]
        parts = "\n".join((self.id, self.text, self.source, self.edition, str(self.year), *numbers))
        return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one nation in one edition."""

    nation: str
    edition: date
    note: str
    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        return f"{self.nation}, {self.edition.isoformat()}"

    def rule(self, rule_id: str) -> Rule:
        """Raises LookupError for one that is not in the pack."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise LookupError(f"There is no rule {rule_id!r} in the pack {self.name}.")

    def frozen(self, rule_id: str) -> str:
        """The words of a rule with its source and the pack's edition, as kept with a decision. Raises LookupError."""
        rule = self.rule(rule_id)
        return f"{rule.title}. {rule.text}\n{rule.cited}\n{self.name}"

    def about(self, topic: Topic) -> tuple[Rule, ...]:
        """The rules of one topic, in the order of the pack."""
        return tuple(rule for rule in self.rules if rule.topic is topic)


def read(raw: Mapping[str, object]) -> Pack:
    """A pack from its parsed file. Raises BrokenPack naming the row."""
    edition, rows = raw.get("edition"), raw.get("rule")
    if not isinstance(edition, date) or not isinstance(rows, Sequence):
        raise BrokenPack("A pack needs an edition (a date) and at least one [[rule]].")
    rules = tuple(_rule(row) for row in rows)
    _once("rule", [rule.id for rule in rules])
    _once("limit", [one.limit.key for rule in rules for one in rule.limits])
    return Pack(str(raw.get("nation", "")), edition, str(raw.get("note", "")), rules)


def _once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BrokenPack(f"The {what} {name!r} is in the pack twice.")
        seen.add(name)


def _rule(row: object) -> Rule:
    if not isinstance(row, Mapping):
        raise BrokenPack("A rule is a table.")
    name = str(row.get("id", ""))
    try:
        return Rule(
            id=name,
            title=row["title"],
            text=row["text"],
            kinds=tuple(Kind(kind) for kind in row["kind"]),
            topic=Topic(row["topic"]),
            source=row["source"],
            edition=row["edition"],
            year=int(row["year"]),
            limits=tuple(_limit(one, row) for one in row.get("limits", ())),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise BrokenPack(f"The rule {name!r} cannot be read: {problem}.") from problem


def _limit(row: Mapping[str, object], rule: Mapping[str, object]) -> LimitOfRule:
    limit = Limit(
        key=str(row["key"]),
        amount=int(str(row["amount"])),
        unit=Unit(str(row["unit"])),
        source=str(rule["source"]),
        edition=str(rule["edition"]),
        year=int(str(rule["year"])),
    )
    return LimitOfRule(limit, str(row["label"]))
