"""The small language in which rules are written, and its matcher.

    word            that word, in any disguise
    word*           a word that begins so
    (a b|c)         one of these
    [a|b]           one of these, or nothing
    <name>          one of a named list of phrases
    ...  ...8       up to four (or eight) words in between, within one sentence

There is no regular expression here: a phrase is matched by stepping a set of positions through it, so that time is
bounded by words times phrase length whatever the text and the phrase (no catastrophic backtracking).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leeward.engine.text.words import Word

_PIECE = re.compile(r"\.\.\.\d{0,2}|<[a-z-]+>|[()\[\]|]|[^\s()\[\]|<>]+")
_LITERAL = re.compile(r"[a-z0-9+]+\*?")
_GAP = 4
_SHORTEST_PREFIX = 3


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what is wrong with which phrase."""


@dataclass(frozen=True, slots=True)
class Literal:
    """One word, or the beginning of one."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of the same sentence."""

    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty sequence among them makes it optional."""

    options: tuple["Steps", ...]


Step = Literal | Gap | Choice
Steps = tuple[Step, ...]
Path = tuple[int, ...]
"""The indexes of the words that were matched, without those a gap skipped."""


def parse(phrase: str, lists: Mapping[str, Sequence[str]]) -> Steps:
    """Read one phrase; `lists` holds the named lists it may use.

    Raises PhraseError where it is empty, unbalanced, begins or ends with a gap, or names an unknown list.
    """
    steps = _Parser(phrase, lists).whole()
    if _first_words(steps)[1] or not steps:
        raise PhraseError(f"“{phrase}” could match nothing at all: give it at least one word that must be there")
    if isinstance(steps[-1], Gap):
        raise PhraseError(f"“{phrase}” ends with a gap: remove the dots at its end")
    return steps


class _Parser:
    def __init__(self, phrase: str, lists: Mapping[str, Sequence[str]], inside: tuple[str, ...] = ()) -> None:
        self._phrase = phrase
        self._lists = lists
        self._inside = inside
        self._pieces = _PIECE.findall(phrase.lower().replace("'", "").replace("’", ""))
        self._at = 0

    def whole(self) -> Steps:
        steps = self._sequence()
        if self._at < len(self._pieces):
            raise PhraseError(f"“{self._phrase}” has a stray “{self._pieces[self._at]}”")
        return steps

    def _sequence(self) -> Steps:
        steps: list[Step] = []
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            if piece in {"|", ")", "]"}:
                break
            self._at += 1
            if piece == "(":
                steps.append(Choice(self._options(")")))
            elif piece == "[":
                steps.append(Choice((*self._options("]"), ())))
            else:
                steps.append(self._single(piece))
        if steps and isinstance(steps[0], Gap):
            raise PhraseError(f"“{self._phrase}” has a part that begins with a gap: move the dots before the bracket")
        return tuple(steps)

    def _options(self, closing: str) -> tuple[Steps, ...]:
        options = [self._sequence()]
        while self._at < len(self._pieces) and self._pieces[self._at] == "|":
            self._at += 1
            options.append(self._sequence())
        if self._at >= len(self._pieces) or self._pieces[self._at] != closing:
            raise PhraseError(f"“{self._phrase}” lacks a closing “{closing}”")
        self._at += 1
        if not all(options):
            raise PhraseError(f"“{self._phrase}” has an empty choice: use square brackets for what may be absent")
        return tuple(options)

    def _single(self, piece: str) -> Step:
        if piece.startswith("..."):
            return Gap(int(piece[3:] or _GAP))
        if piece.startswith("<"):
            return self._named(piece[1:-1])
        if not _LITERAL.fullmatch(piece):
            raise PhraseError(
                f"“{self._phrase}”: “{piece}” is no word; write letters and digits, a star only at its end"
            )
        if piece.endswith("*"):
            if len(piece) <= _SHORTEST_PREFIX:
                raise PhraseError(f"“{self._phrase}”: “{piece}” is too short, write at least three letters and a star")
            return Literal(piece[:-1], is_prefix=True)
        return Literal(piece)

    def _named(self, name: str) -> Choice:
        if name not in self._lists:
            raise PhraseError(f"“{self._phrase}” uses the list <{name}>, which does not exist")
        if name in self._inside:
            raise PhraseError(f"the list <{name}> contains itself")
        inside = (*self._inside, name)
        return Choice(tuple(_Parser(entry, self._lists, inside).whole() for entry in self._lists[name]))


def words_of(steps: Steps) -> set[str]:
    """Every whole word a phrase could ask for."""
    words: set[str] = set()
    for step in steps:
        if isinstance(step, Literal) and not step.is_prefix:
            words.add(step.text)
        elif isinstance(step, Choice):
            for option in step.options:
                words |= words_of(option)
    return words


def _first_words(steps: Steps) -> tuple[set[Literal], bool]:
    """The literals with which a match can begin, and whether the sequence can match nothing at all."""
    firsts: set[Literal] = set()
    for step in steps:
        if isinstance(step, Literal):
            return firsts | {step}, False
        if isinstance(step, Choice):
            can_be_empty = False
            for option in step.options:
                found, empty = _first_words(option)
                firsts |= found
                can_be_empty = can_be_empty or empty
            if not can_be_empty:
                return firsts, False
    return firsts, True


def _step(step: Step, words: Sequence[Word], reached: dict[int, Path]) -> dict[int, Path]:
    after: dict[int, Path] = {}
    if isinstance(step, Literal):
        for position, path in reached.items():
            if position < len(words) and _reads(step, words[position]):
                after.setdefault(position + 1, (*path, position))
    elif isinstance(step, Gap):
        for position, path in reached.items():
            after.setdefault(position, path)
            for ahead in range(position, min(position + step.most, len(words))):
                if words[ahead].opens or (ahead + 1 < len(words) and words[ahead + 1].opens):
                    break
                after.setdefault(ahead + 1, path)
    else:
        for option in step.options:
            for position, path in _steps(option, words, reached).items():
                after.setdefault(position, path)
    return after


def _steps(steps: Steps, words: Sequence[Word], reached: dict[int, Path]) -> dict[int, Path]:
    for step in steps:
        if not reached:
            break
        reached = _step(step, words, reached)
    return reached


def _reads(literal: Literal, word: Word) -> bool:
    if literal.is_prefix:
        return any(reading.startswith(literal.text) for reading in word.readings)
    return literal.text in word.readings


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of `owner` was found at the words `path` (indexes, ascending, never empty)."""

    owner: int
    path: Path


_FREQUENT = frozenset(
    [
        "a", "about", "all", "am", "an", "and", "any", "are", "at", "be", "but", "by", "can", "cant", "do", "dont",
        "for", "from", "get", "go", "going", "got", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if",
        "ill", "im", "in", "is", "it", "its", "just", "keep", "know", "like", "make", "me", "my", "no", "not", "now",
        "of", "on", "one", "or", "our", "out", "over", "people", "say", "see", "send", "she", "so", "some", "take",
        "talk", "tell", "that", "the", "their", "them", "there", "they", "this", "to", "up", "use", "want", "was", "we",
        "were", "what", "when", "who", "will", "with", "would", "you", "your",
    ]
)  # fmt: skip
_COST_OF_FREQUENT = 25
_COST_OF_PREFIX = 3
MOST_MATCHES = 2000
"""Matches kept per owner: a text that repeats itself endlessly is no worse for it, and costs no more."""


def _guard(steps: Steps) -> tuple[int, frozenset[Literal]]:
    """Words of which at least one stands in every match, chosen to be rare; the number is how common they are."""
    best: tuple[int, frozenset[Literal]] | None = None
    for step in steps:
        if isinstance(step, Gap) or (isinstance(step, Choice) and () in step.options):
            continue
        if isinstance(step, Literal):
            cost = _COST_OF_PREFIX if step.is_prefix else _COST_OF_FREQUENT if step.text in _FREQUENT else 1
            found = (cost, frozenset({step}))
        else:
            guards = [_guard(option) for option in step.options]
            found = (sum(cost for cost, _ in guards), frozenset().union(*(literals for _, literals in guards)))
        if best is None or found[0] < best[0]:
            best = found
    assert best is not None, "parse() lets no phrase pass that could match nothing"
    return best


@dataclass(frozen=True, slots=True)
class _Entry:
    owner: int
    steps: Steps
    firsts: tuple[Literal, ...]


class PhraseIndex:
    """Many phrases, found in one pass. Owners are the caller's own numbers; several phrases may share one.

    A phrase is looked for only where one of its rarer words stands in the text at all, and then only at the words it
    can begin with.
    """

    def __init__(self, phrases: Sequence[tuple[int, Steps]]) -> None:
        self._whole: dict[str, list[_Entry]] = {}
        self._prefix: dict[str, list[_Entry]] = {}
        for owner, steps in phrases:
            entry = _Entry(owner, steps, tuple(sorted(_first_words(steps)[0], key=_order)))
            for literal in sorted(_guard(steps)[1], key=_order):
                shelf = self._prefix if literal.is_prefix else self._whole
                shelf.setdefault(_key(literal), []).append(entry)

    def matches(self, words: Sequence[Word]) -> list[Match]:
        """Every place where a phrase begins, with its shortest completion; in the order of the text."""
        found: dict[Match, None] = {}
        counts: dict[int, int] = {}
        whole, prefix = self._beginnings(words)
        if not whole and not prefix:
            return []
        for position, word in enumerate(words):
            for reading in word.readings:
                for entry in (*whole.get(reading, ()), *prefix.get(reading[:_SHORTEST_PREFIX], ())):
                    if counts.get(entry.owner, 0) >= MOST_MATCHES:
                        continue
                    reached = _steps(entry.steps, words, {position: ()})
                    if reached:
                        found[Match(entry.owner, reached[min(reached)])] = None
                        counts[entry.owner] = counts.get(entry.owner, 0) + 1
        return list(found)

    def _beginnings(self, words: Sequence[Word]) -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]]]:
        """The phrases whose guard stands in the text, by the words they can begin with."""
        present = {reading for word in words for reading in word.readings}
        awake: dict[int, _Entry] = {}
        for reading in sorted(present):
            for entry in (*self._whole.get(reading, ()), *self._prefix.get(reading[:_SHORTEST_PREFIX], ())):
                awake[id(entry)] = entry
        whole: dict[str, list[_Entry]] = {}
        prefix: dict[str, list[_Entry]] = {}
        for entry in awake.values():
            for first in entry.firsts:
                (prefix if first.is_prefix else whole).setdefault(_key(first), []).append(entry)
        return whole, prefix


def _order(literal: Literal) -> tuple[str, bool]:
    return literal.text, literal.is_prefix


def _key(literal: Literal) -> str:
    return literal.text[:_SHORTEST_PREFIX] if literal.is_prefix else literal.text
