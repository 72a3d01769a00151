"""Every route of the product, walked through all includes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from leeward.foundation.access import Entry

ENDS_THE_SESSION = frozenset({"exit", "signed-out"})
"""Routes that sign out whoever opens them: a walk that went on afterwards would be a stranger's."""


@dataclass(frozen=True)
class Route:
    """One address: its full name (`room:name`), its pattern as written, the view behind it and its arguments."""

    name: str
    pattern: str
    view: Callable[..., Any]  # Any: views take whatever their address carries
    arguments: tuple[str, ...]

    @property
    def entry(self) -> Entry | None:
        found = getattr(self.view, "entry", None)
        return found if isinstance(found, Entry) else None


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for one in patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, text, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            named = f"{space}{one.name}" if one.name else text
            yield Route(named, text, one.callback, tuple(re.findall(r"<(?:\w+:)?(\w+)>", text)))


def routes() -> list[Route]:
    """Every route, in the order they are tried."""
    return list(_walk(get_resolver().url_patterns, "/", ""))
