"""What a case may be found again by, and how a written name becomes the same word each time."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum


class Sort(StrEnum):
    """What a mark stands for."""

    KIND = "kind"
    PLACE = "place"
    HANDLE = "handle"
    EMPLOYER = "employer"


_APART = re.compile(r"[,;\n]")
_NOISE = re.compile(r"[^\w]+")


def names_in(text: str) -> Iterator[str]:
    """Names separated by commas or lines, each in one form: case, accents, spaces and a leading @ do not matter."""
    for part in _APART.split(text):
        plain = unicodedata.normalize("NFKD", part).casefold()
        word = _NOISE.sub(" ", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip()
        if word:
            yield word
