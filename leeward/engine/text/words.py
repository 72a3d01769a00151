"""Cuts a text into words and undoes the ways people disguise them, keeping every word's place in the original.

Most text needs none of this, so a gate looks first. What is undone: letters from other alphabets that look alike,
full-width and mathematical letters, accents, invisible characters, emoji between letters, digits and signs standing
for letters, letters s p a c e d out, s.t.r.e.t.c.h.e.d with dots, masked with a star, and runs like "sooooo".
A word keeps all its readings; a rule that matches a reading other than the plain one knows the word was disguised.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leeward.engine.text.lookalikes import LOOKALIKES

_SIGNS = "@$!+|*"
_CHUNK = re.compile(r"[^\W_](?:[\w'@$!+|*]*[^\W_])?|[@$!+|*][^\W\d_][\w'@$!+|*]*")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n\s*\n|\r\n\s*\r\n|[;…]")
# Each alternative is a single character class or a fixed number of them: the gate is linear in the text.
_NEEDS_CARE = re.compile(
    r"[^\x00-\x7f]|[A-Za-z][0-9@$!+|*][A-Za-z]|[0-9@$][A-Za-z]|[A-Za-z][0-9$@]|([A-Za-z])\1\1|"
    r"(?<![A-Za-z0-9'])[A-Za-z][ .\-_*~][A-Za-z][ .\-_*~][A-Za-z](?![A-Za-z0-9'])"
)
_SPACED = re.compile(r"(?<![^\W_])(?<!')[^\W\d_]([ .\-_*~])[^\W_](?:\1[^\W_]){1,60}(?![^\W_])(?!')")
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1\1+")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
                       "+": "t", "|": "l"})  # fmt: skip
_LEET_WITH_L = str.maketrans({"1": "l", "!": "l"})
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u180e", "\u2061", "\u2062", "\u2063", "\u2064"}
_APOSTROPHES = {"’", "‘", "ʼ", "＇", "`", "´"}
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text[start:end]` in the original. `readings[0]` is the plain one, without apostrophes, lower case.

    `opens` is true where a sentence begins; `disguised` is true where even the plain reading had to be uncovered.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    opens: bool
    disguised: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words the rules know: needed to read masked words and to cut apart letters that were spaced out."""

    words: frozenset[str]
    by_shape: Mapping[tuple[str, int], tuple[str, ...]]
    short_forms: Mapping[str, str]


def vocabulary(words: Sequence[str], short_forms: Mapping[str, str]) -> Vocabulary:
    """Index `words` by first letter and length. `short_forms` maps how people type to the full word ("u": "you")."""
    shapes: dict[tuple[str, int], list[str]] = {}
    for word in sorted(set(words)):
        shapes.setdefault((word[:1], len(word)), []).append(word)
    return Vocabulary(frozenset(words), {shape: tuple(found) for shape, found in shapes.items()}, dict(short_forms))


def read_words(text: str, known: Vocabulary) -> list[Word]:
    """The words of `text` in order. Never raises, whatever the text; linear in its length."""
    openings = [end.end() for end in _SENTENCE_END.finditer(text)]
    if _NEEDS_CARE.search(text) is None:
        return _plain(text, known, openings)
    return _careful(text, known, openings)


class _Openings:
    """Tells for ascending positions whether a sentence ended since the last one asked about."""

    def __init__(self, ends: list[int]) -> None:
        self._ends = ends
        self._next = 0
        self._first = True

    def opened_by(self, start: int) -> bool:
        opened = self._first
        self._first = False
        while self._next < len(self._ends) and self._ends[self._next] <= start:
            self._next += 1
            opened = True
        return opened


def _plain(text: str, known: Vocabulary, ends: list[int]) -> list[Word]:
    openings = _Openings(ends)
    words = []
    for found in _PLAIN_WORD.finditer(text):
        start, end = found.span()
        plain = found.group().replace("'", "").lower()[:_LONGEST_WORD]
        short = known.short_forms.get(plain)
        readings = (plain,) if short is None else (plain, short)
        words.append(Word(start, end, readings, openings.opened_by(start)))
    return words


@dataclass(slots=True)
class _Letters:
    """The text after characters were folded: each kept character with the place it came from."""

    text: str
    places: list[int]
    uncovered: set[int]


def _fold(text: str) -> _Letters:
    """Undo what happens inside single characters. `uncovered` holds the places where something hid a letter."""
    kept: list[str] = []
    places: list[int] = []
    uncovered: set[int] = set()
    last = len(text) - 1
    for place, character in enumerate(text):
        if character < "\x80":
            kept.append(character)
            places.append(place)
            continue
        if character in _APOSTROPHES:
            kept.append("'")
            places.append(place)
            continue
        if character in _INVISIBLE:
            if kept and kept[-1].isalpha() and place < last and text[place + 1].isalpha():
                uncovered.add(places[-1])
            continue
        if character == "\u00ad":
            continue
        alike = LOOKALIKES.get(character)
        if alike is not None:
            neighbours = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
            if any("a" <= other.lower() <= "z" for other in neighbours) or not character.isalpha():
                uncovered.add(place)
            kept.append(alike)
            places.append(place)
            continue
        for piece in unicodedata.normalize("NFKD", character):
            if unicodedata.category(piece) in {"Mn", "Cf"}:
                continue
            kept.append(LOOKALIKES.get(piece, piece))
            places.append(place)
    return _without_emoji_inside(_Letters("".join(kept), places, uncovered))


def _without_emoji_inside(letters: _Letters) -> _Letters:
    """Drop pictures that stand between two letters; anywhere else they end a word as usual."""
    text = letters.text
    drop = {
        index
        for index in range(1, len(text) - 1)
        if text[index] > "\x7f"
        and unicodedata.category(text[index]) in {"So", "Sk", "Cn"}
        and text[index - 1].isalpha()
        and text[index + 1].isalpha()
    }
    if not drop:
        return letters
    keep = [index for index in range(len(text)) if index not in drop]
    uncovered = letters.uncovered | {letters.places[index - 1] for index in drop}
    return _Letters("".join(text[index] for index in keep), [letters.places[index] for index in keep], uncovered)


def _careful(text: str, known: Vocabulary, ends: list[int]) -> list[Word]:
    letters = _fold(text)
    openings = _Openings(ends)
    words: list[Word] = []
    seen: dict[str, tuple[str, ...]] = {}
    position = 0
    for spaced in _SPACED.finditer(letters.text):
        _add_chunks(words, letters, position, spaced.start(), known, openings, seen)
        _add_spaced(words, letters, spaced.start(), spaced.end(), known, openings, seen)
        position = spaced.end()
    _add_chunks(words, letters, position, len(letters.text), known, openings, seen)
    return words


def _add_chunks(
    words: list[Word],
    letters: _Letters,
    begin: int,
    stop: int,
    known: Vocabulary,
    openings: _Openings,
    seen: dict[str, tuple[str, ...]],
) -> None:
    for found in _CHUNK.finditer(letters.text, begin, stop):
        first, last = letters.places[found.start()], letters.places[found.end() - 1]
        chunk = found.group().replace("'", "").lower()[:_LONGEST_WORD]
        hidden = bool(letters.uncovered) and any(place in letters.uncovered for place in range(first, last + 1))
        readings = _readings(chunk, known, seen)
        words.append(Word(first, last + 1, readings, openings.opened_by(first), hidden))


def _readings(chunk: str, known: Vocabulary, seen: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The plain reading first, then the others that differ, in a fixed order."""
    readings = [chunk.strip(_SIGNS) or chunk]
    if chunk.isascii() and chunk.isalpha():
        candidates = [chunk]
    else:
        once = chunk.translate(_LEET)
        candidates = [once, chunk.translate(_LEET_WITH_L).translate(_LEET), once.rstrip(_SIGNS)]
        if "*" in readings[0]:
            if chunk not in seen:
                seen[chunk] = _unmasked(readings[0], known)
            candidates.extend(seen[chunk])
    for candidate in list(candidates):
        if _LONG_RUN.search(candidate):
            candidates.append(_LONG_RUN.sub(r"\1\1", candidate))
            candidates.append(_LONG_RUN.sub(r"\1", candidate))
            candidates.append(_RUN.sub(r"\1", candidate))
    for candidate in candidates:
        short = known.short_forms.get(candidate)
        if candidate not in readings:
            readings.append(candidate)
        if short is not None and short not in readings:
            readings.append(short)
    return tuple(readings)


def _unmasked(masked: str, known: Vocabulary) -> tuple[str, ...]:
    """Known words that fit "f*ck"-like masks of the same length, at most eight of them."""
    fitting = []
    for word in known.by_shape.get((masked[:1], len(masked)), ()):
        if all(shown in ("*", letter) for shown, letter in zip(masked, word, strict=True)):
            fitting.append(word)
            if len(fitting) == 8:
                break
    return tuple(fitting)


def _add_spaced(
    words: list[Word],
    letters: _Letters,
    begin: int,
    stop: int,
    known: Vocabulary,
    openings: _Openings,
    seen: dict[str, tuple[str, ...]],
) -> None:
    """Join letters that were spaced out; cut them where the rules' own words say so, else keep them as one word."""
    indexes = list(range(begin, stop, 2))
    joined = "".join(letters.text[index] for index in indexes).lower()
    read = joined.translate(_LEET)
    key = f"spaced {read}"
    if key not in seen:
        seen[key] = tuple(_cut(read, known.words) or [read])
    at = 0
    for piece in seen[key]:
        first = letters.places[indexes[at]]
        last = letters.places[indexes[at + len(piece) - 1]]
        words.append(Word(first, last + 1, (piece,), openings.opened_by(first), disguised=True))
        at += len(piece)


def _cut(joined: str, known: frozenset[str]) -> list[str]:
    """The fewest known words that spell `joined` exactly; empty where none do. `joined` has at most 62 letters."""
    best: list[list[str] | None] = [[]] + [None] * len(joined)
    for end in range(1, len(joined) + 1):
        for start in range(max(0, end - 16), end):
            before = best[start]
            piece = joined[start:end]
            if before is None or piece not in known:
                continue
            current = best[end]
            if current is None or len(before) + 1 < len(current):
                best[end] = [*before, piece]
    return best[len(joined)] or []
