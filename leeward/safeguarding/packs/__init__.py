"""The rule packs that come with the product, one file per nation. Where a nation has none, the product says so."""

import tomllib
from functools import cache
from importlib.resources import files

from leeward.safeguarding.rules.pack import Pack, read

FILES = {"England": "england.toml"}


@cache
def pack_of(nation: str) -> Pack | None:
    """The pack of a nation, or None where the product has none. Raises BrokenPack."""
    name = FILES.get(nation)
    return read(tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))) if name else None


def every_pack() -> list[Pack]:
    """Every pack that comes with the product."""
    return [pack for pack in map(pack_of, FILES) if pack is not None]
