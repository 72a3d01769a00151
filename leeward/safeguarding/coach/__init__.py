"""The word list of the record coach as it comes with the product: what to look for, a better way, and its source."""

import tomllib
from functools import cache
from importlib.resources import files

from leeward.safeguarding.rules.coach import Words, read


@cache
def words() -> Words:
    """The list. Raises BrokenWords naming the row."""
    return read(tomllib.loads(files(__package__).joinpath("english.toml").read_text("utf-8")))
