"""The rule pack in force here, and which of its rows a named person has checked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.clocks.organisation import nation
from leeward.foundation.settings_history.declared import in_words, setting_named
from leeward.foundation.settings_history.queries import value
from leeward.people import queries as people
from leeward.safeguarding.models import RuleCheck
from leeward.safeguarding.packs import pack_of
from leeward.safeguarding.rules.pack import Pack, Rule, Topic, Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """What a named person found. `current` is False when the rule has been reworded since."""

    verdict: Verdict
    name: str
    at: datetime
    against: str
    note: str
    current: bool


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit of a rule as chosen here today."""

    key: str
    label: str
    chosen: str
    as_shipped: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with its limits and the last check of it, None where nobody has."""

    rule: Rule
    limits: tuple[LimitLine, ...]
    checked: Checked | None

    @property
    def verified(self) -> bool:
        """A named person found that these very words agree with the published text."""
        return self.checked is not None and self.checked.current and self.checked.verdict is Verdict.AGREES


def nation_now(now: datetime) -> str:
    """The nation whose rules count here."""
    return nation(at=now)


def pack_now(now: datetime) -> Pack | None:
    """The pack of the nation whose rules count here; None where the product has none for it."""
    return pack_of(nation(at=now))


def rule_lines(now: datetime) -> list[RuleLine]:
    """Every rule of the pack in its order; empty without a pack."""
    pack = pack_now(now)
    if pack is None:
        return []
    last: dict[str, RuleCheck] = {}
    for row in RuleCheck.objects.order_by("at", "id"):
        last[row.rule] = row
    names = {
        card.id: card.name for card in people.people({row.by for row in last.values()}, on=timezone.localdate(now))
    }
    return [_line(rule, last.get(rule.id), names, now) for rule in pack.rules]


def rules_verified(topics: Collection[Topic], now: datetime) -> tuple[int, int]:
    """How many rules of some topics are verified, and how many there are; without reading names or limits."""
    pack = pack_now(now)
    rules = [rule for rule in pack.rules if rule.topic in topics] if pack else []
    last: dict[str, RuleCheck] = {}
    for row in RuleCheck.objects.filter(rule__in=[rule.id for rule in rules]).order_by("at", "id"):
        last[row.rule] = row
    agreed = [
        rule
        for rule in rules
        if rule.id in last
        and last[rule.id].fingerprint == rule.fingerprint
        and last[rule.id].verdict == Verdict.AGREES.value
    ]
    return len(agreed), len(rules)


def rule_line(rule_id: str, now: datetime) -> RuleLine | None:
    """One rule, or None where the pack has none of that name."""
    return next((line for line in rule_lines(now) if line.rule.id == rule_id), None)


def frozen_rule(rule_id: str, now: datetime) -> str:
    """The words of a rule as they stand now, and whether somebody has checked them. Raises LookupError."""
    pack, line = pack_now(now), rule_line(rule_id, now)
    if pack is None or line is None:
        raise LookupError(f"There is no rule {rule_id!r} here.")
    return f"{pack.frozen(rule_id)}, {'verified' if line.verified else 'unverified'}"


def _line(rule: Rule, row: RuleCheck | None, names: dict[UUID, str], now: datetime) -> RuleLine:
    limits = []
    for one in rule.limits:
        setting = setting_named(one.limit.key)
        chosen = value(setting, at=now)
        words = in_words(setting, chosen)
        limits.append(LimitLine(one.limit.key, str(setting.label), words, chosen == one.limit.amount))
    checked = None
    if row is not None:
        current = row.fingerprint == rule.fingerprint
        checked = Checked(Verdict(row.verdict), names.get(row.by, ""), row.at, row.against, row.note, current)
    return RuleLine(rule, tuple(limits), checked)
