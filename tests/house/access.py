"""The written table of who may enter, read."""

import tomllib
from pathlib import Path

from tests.house.demo import POSTS

TABLE: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
WHO = ("stranger", *POSTS)


def admitted(name: str) -> frozenset[str]:
    """The posts a row admits, groups written out."""
    groups = {"everyone": WHO, "machine": WHO, "signed-in": POSTS}
    return frozenset(post for word in TABLE[name] for post in groups.get(word, (word,)))
