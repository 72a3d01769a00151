"""References such as K7QF-3MXD: random, so that nobody learns from a gap that something is hidden."""

import re
from collections.abc import Callable, Sequence

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U, 0 or 1: they are misread over the telephone."""

_SHAPE = re.compile(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


def make(choose: Callable[[Sequence[str]], str]) -> str:
    """A new reference. `choose` picks one letter at random (`secrets.choice`)."""
    first, second = ("".join(choose(LETTERS) for _ in range(4)) for _ in range(2))
    return f"{first}-{second}"


def is_reference(text: str) -> bool:
    return _SHAPE.fullmatch(text) is not None
