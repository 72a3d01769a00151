"""Which promise of a new version carries on which of the old: the same words first, then the most alike."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

ALIKE_FROM = 0.6
"""Share of words in common, in order, from which two sentences are one promise said anew. Below it they are two."""

_NEGATION = re.compile(r"\b(?:not|never|no|cannot|without|nobody|none|n['’]t)\b", re.IGNORECASE)


class Likeness(StrEnum):
    """How a promise carries on the one before it."""

    SAME = "same"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Worded:
    """A promise as this rule sees it: its fingerprint, its words, and the section it stands in."""

    fingerprint: str
    words: str
    section: str = ""


def match(old: Sequence[Worded], new: Sequence[Worded]) -> dict[int, tuple[int, Likeness]]:
    """For each new promise that carries an old one on: (index of the old, how alike). Each old is used once.

    The same fingerprint wins, in order; what is left is paired by likeness, the most alike first.
    """
    left = list(range(len(old)))
    found: dict[int, tuple[int, Likeness]] = {}
    for index, promise in enumerate(new):
        same = next((place for place in left if old[place].fingerprint == promise.fingerprint), None)
        if same is not None:
            found[index] = (same, Likeness.SAME)
            left.remove(same)
    pairs = [
        (alike(old[place], promise), -index, -place)
        for index, promise in enumerate(new)
        if index not in found
        for place in left
    ]
    for score, index, place in sorted(pairs, reverse=True):
        if score < ALIKE_FROM:
            break
        if -index not in found and -place in left:
            found[-index] = (-place, Likeness.SIMILAR)
            left.remove(-place)
    return found


def alike(old: Worded, new: Worded) -> float:
    """0 to 1: the share of words two promises have in common, in order. A denial on one side only makes it 0."""
    first, second = _words(old.words), _words(new.words)
    if not first or not second or len(_NEGATION.findall(old.words)) % 2 != len(_NEGATION.findall(new.words)) % 2:
        return 0.0
    # A cheap bound first: the words in common whatever their order.
    common = sum((Counter(first) & Counter(second)).values())
    if 2 * common / (len(first) + len(second)) < ALIKE_FROM:
        return 0.0
    score = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return min(1.0, score + (0.02 if old.section == new.section else 0.0))


@lru_cache(maxsize=4096)
def _words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.lower())
