"""Assesses one message against the rule library: pure, deterministic, and able to explain itself word by word."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leeward.engine.text.library import Combination, Library, Rule
from leeward.engine.text.phrases import Match
from leeward.engine.text.values import (
    SEVEREST,
    Assessment,
    Category,
    Direction,
    Finding,
    MarkedWord,
    Message,
)
from leeward.engine.text.words import Word, read_words

SCORES = (0.02, 0.15, 0.35, 0.6, 0.82, 0.95)
"""The score of a finding of severity 0 to 5. Chosen, not learned: they order findings, they are no probability."""

DISGUISED = "disguised"
UNKNOWN_DIRECTION = "direction-unknown"
CONTEXT_REACH = 40
"""How many words away a context still lowers a match: about two sentences on either side."""
UNLESS_REACH = 6
MOST_MARKED = 60
"""At most so many words are marked per finding: enough to judge it, and the answer stays small for any text."""
_LIGHT = frozenset(
    [
        "a", "am", "an", "and", "are", "at", "be", "can", "do", "does", "for", "from", "he", "i", "if", "im", "in",
        "is", "it", "just", "me", "my", "no", "not", "of", "on", "or", "she", "so", "that", "the", "they", "this", "to",
        "us", "was", "we", "will", "with", "you", "your",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Hit:
    """One match of one rule, after direction, disguise and context were weighed."""

    path: tuple[int, ...]
    severity: int
    lowered_by: str | None


def assess(message: Message, library: Library) -> Assessment:
    """What the rules say about one message. Never raises for any text; time grows with the number of words."""
    words = read_words(message.text, library.vocabulary)
    by_rule, around = _sort_matches(library, library.index.matches(words))
    findings: list[Finding] = []
    signals: dict[str, list[_Hit]] = {}
    for rule in library.rules:
        matches = by_rule.get(rule.id)
        if not matches or not _applies(rule, message):
            continue
        hits = [hit for match in matches if (hit := _weigh(rule, match, message.direction, words, around)) is not None]
        if not hits:
            continue
        findings.append(_finding(rule.id, rule.category, hits, words))
        if rule.signal:
            signals.setdefault(rule.signal, []).extend(hit for hit in hits if hit.lowered_by in _STILL_SIGNALS)
    for combination in library.combinations:
        hit = _combined(combination, signals, message.direction)
        if hit is not None:
            findings.append(_finding(combination.id, combination.category, [hit], words))
    findings.sort(key=lambda finding: (-finding.severity, -finding.score, finding.rule))
    return _assessment(findings)


_STILL_SIGNALS = (None, UNKNOWN_DIRECTION)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Where `unless` phrases and contexts stand (indexes of words, ascending), and how much each context takes off."""

    unless: Mapping[str, Sequence[int]]
    contexts: Mapping[str, Sequence[int]]
    steps: Mapping[str, int]


def _sort_matches(library: Library, matches: Iterable[Match]) -> tuple[dict[str, list[Match]], _Surroundings]:
    """Matches of rules by the rule's id, and what surrounds them."""
    by_rule: dict[str, list[Match]] = {}
    unless: dict[str, list[int]] = {}
    contexts: dict[str, list[int]] = {}
    for match in matches:
        kind, name = library.owners[match.owner]
        if kind == "rule":
            by_rule.setdefault(name, []).append(match)
        else:
            shelf = unless if kind == "unless" else contexts
            shelf.setdefault(name, []).extend((match.path[0], match.path[-1]))
    for found in (*unless.values(), *contexts.values()):
        found.sort()
    return by_rule, _Surroundings(unless, contexts, {context.name: context.by for context in library.contexts})


def _near(found: Sequence[int] | None, first: int, last: int, reach: int) -> bool:
    """Whether one of the ascending places lies at most `reach` words before `first` or after `last`."""
    if not found:
        return False
    at = bisect_left(found, first - reach)
    return at < len(found) and found[at] <= last + reach


def _applies(rule: Rule, message: Message) -> bool:
    if rule.sources and message.source not in rule.sources:
        return False
    return not rule.directions or message.direction in rule.directions or message.direction is Direction.UNKNOWN


def _weigh(
    rule: Rule,
    match: Match,
    direction: Direction,
    words: Sequence[Word],
    around: _Surroundings,
) -> _Hit | None:
    """The severity of one match in its surroundings, or None where an `unless` takes it away."""
    first, last = match.path[0], match.path[-1]
    if _near(around.unless.get(rule.id), first, last, UNLESS_REACH):
        return None
    severity = rule.severity_when.get(direction, rule.severity)
    lowered_by: str | None = None
    if rule.directions and direction is Direction.UNKNOWN:
        severity -= 1
        lowered_by = UNKNOWN_DIRECTION
    if severity >= 3 and any(_is_disguised(words[index]) for index in match.path):
        severity = min(severity + 1, SEVEREST)
    strongest = 0
    for name in rule.lowered_by:
        by = around.steps[name]
        if by > strongest and _near(around.contexts.get(name), first, last, CONTEXT_REACH):
            strongest = by
            lowered_by = name
    return _Hit(match.path, max(severity - strongest, 0), lowered_by)


def _is_disguised(word: Word) -> bool:
    return word.disguised and word.readings[0] not in _LIGHT


def _combined(combination: Combination, signals: Mapping[str, list[_Hit]], direction: Direction) -> _Hit | None:
    """The first place where enough different signals stand close to one of them, as one hit."""
    if combination.directions and direction not in combination.directions and direction is not Direction.UNKNOWN:
        return None
    found = {name: sorted(signals[name], key=lambda hit: hit.path) for name in combination.signals if name in signals}
    if len(found) < combination.at_least or not all(name in found for name in combination.must):
        return None
    starts = {name: [hit.path[0] for hit in hits] for name, hits in found.items()}
    for anchor in found[combination.must[0]] if combination.must else [hit for hits in found.values() for hit in hits]:
        near: dict[str, _Hit] = {}
        for name, hits in found.items():
            at = bisect_left(starts[name], anchor.path[0] - combination.within)
            if at < len(hits) and hits[at].path[0] <= anchor.path[-1] + combination.within:
                near[name] = hits[at]
        if len(near) >= combination.at_least and all(name in near for name in combination.must):
            unknown = bool(combination.directions) and direction is Direction.UNKNOWN
            path = tuple(sorted({index for hit in near.values() for index in hit.path}))
            return _Hit(path, combination.severity - int(unknown), UNKNOWN_DIRECTION if unknown else None)
    return None


def _finding(rule: str, category: Category, hits: Sequence[_Hit], words: Sequence[Word]) -> Finding:
    """One finding per rule: as severe as its severest match, a little surer when it matched often."""
    strongest = max(hits, key=lambda hit: hit.severity)
    base = SCORES[strongest.severity]
    repeats = sum(1 for hit in hits if hit.severity == strongest.severity) - 1
    score = round(min(base + 0.01 * min(repeats, 3), 1.0), 4)
    weights: dict[int, float] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.severity, hit.path)):
        for index in hit.path:
            if len(weights) >= MOST_MARKED:
                break
            share = 0.25 if words[index].readings[0] in _LIGHT else 1.0
            weights.setdefault(index, round(share * SCORES[hit.severity], 4))
    marked = tuple(MarkedWord(words[index].start, words[index].end, weights[index]) for index in sorted(weights))
    return Finding(category, strongest.severity, score, marked, rule, strongest.lowered_by)


def _assessment(findings: Sequence[Finding]) -> Assessment:
    """Put findings together. Within a category, and over categories, each further score closes part of the gap to 1."""
    categories = {
        category: _together([finding.score for finding in findings if finding.category is category])
        for category in Category
    }
    return Assessment(
        concern=_together(list(categories.values())),
        severity=max((finding.severity for finding in findings), default=0),
        findings=tuple(findings),
        categories=categories,
    )


def _together(scores: Sequence[float]) -> float:
    """The largest score, plus a falling share of the others: 1 - (1 - a)(1 - 0.3 b)(1 - 0.15 c) …, never above 1."""
    left = 1.0
    share = 1.0
    for score in sorted(scores, reverse=True):
        left *= 1.0 - share * score
        share = share * 0.3 if share == 1.0 else share / 2
    return round(1.0 - left, 4)
