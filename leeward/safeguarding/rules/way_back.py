"""The six words that lead a reporter back: six of 7,776 are 77 bits, and easier to write down than 23 digits."""

import re
from collections.abc import Callable, Sequence

WORDS = 6
UNKIND = frozenset({"backstab", "enslave", "grope", "hangnail", "harmful", "handgun", "hurt", "undead", "unisexual"})
"""Never drawn: nobody who writes down what was done to them should have to write these with it."""


def draw(words: Sequence[str], choose: Callable[[Sequence[str]], str]) -> str:
    """Six words with spaces between. `choose` picks one at random (`secrets.choice`)."""
    kind = [word for word in words if word not in UNKIND]
    return " ".join(choose(kind) for _ in range(WORDS))


def letters(text: str) -> str:
    """What is compared: small letters only. Spaces, hyphens, full stops and capitals do not lock anybody out."""
    return re.sub(r"[^a-z]", "", text.casefold())


def contains_words(message: str, words: str) -> bool:
    """Would sending the message give the words away to whoever reads it?"""
    return bool(letters(words)) and letters(words) in letters(message)


def nth_word(words: str, number: int) -> str:
    """The word at a place counted from 1."""
    return words.split()[number - 1]


def same_word(typed: str, word: str) -> bool:
    """Is it the word that was shown, however it is written?"""
    return letters(typed) == letters(word)
