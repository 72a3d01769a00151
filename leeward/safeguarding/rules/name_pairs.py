"""The pairs of words a full name may hide in, so that a name can be looked for without opening what was told. Pure."""

from collections.abc import Iterable

from leeward.people.naming import fold

GAP = 2
"""Words that may stand between given and family name, as where names are matched in the open text."""
MOST = 6_000


def pairs_in(text: str) -> frozenset[str]:
    """Every two words that stand close together, in alphabetical order within the pair: at most MOST of them."""
    words = fold(text)
    found: set[str] = set()
    for start, first in enumerate(words):
        for second in words[start + 1 : start + 2 + GAP]:
            if first != second:
                found.add(_pair(first, second))
            if len(found) >= MOST:
                return frozenset(found)
    return frozenset(found)


def pairs_of(givens: Iterable[str], family: str) -> frozenset[str]:
    """The pairs by which somebody is found: each name they are called by, with the (last part of the) family name."""
    last = fold(family)[-1:]
    return frozenset(_pair(word, last[0]) for given in givens for word in fold(given)[:1] if last and word != last[0])


def _pair(first: str, second: str) -> str:
    return " ".join(sorted((first, second)))
