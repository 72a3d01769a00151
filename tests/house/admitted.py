"""Who may enter each route, as written by hand: one file per room in `access/`, one row per route.

A row is the route's name = the demo posts admitted. "everyone" is every post and the stranger, "signed-in" every post,
"machine" other systems with a key of their own. Written by hand on purpose: when access changes in the code, somebody
has to change it here too.
"""

import tomllib
from pathlib import Path

from tests.house.demo import POSTS

WHO = ("stranger", *POSTS)


def _read() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for file in sorted((Path(__file__).parent / "access").glob("*.toml")):
        rows = tomllib.loads(file.read_text())
        twice = table.keys() & rows.keys()
        if twice:
            raise ValueError(f"{file.name}: written in another file too: {', '.join(sorted(twice))}")
        table |= rows
    return table


TABLE = _read()


def admitted(name: str) -> frozenset[str]:
    """The posts a row admits, groups written out."""
    groups = {"everyone": WHO, "machine": WHO, "signed-in": POSTS}
    return frozenset(post for word in TABLE[name] for post in groups.get(word, (word,)))
