"""The main menu. A room adds its entry in `wiring/`; people see only what they may enter."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, resolve, reverse
from django.utils.functional import Promise

from leeward.foundation.access import Actor, Entry

Condition = Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: its words, the name of its route, and its place (lower is further left).

    Who sees it follows from the `@allow` of the view it leads to, so menu and access cannot drift apart. `permission`
    narrows it further, for pages anyone may open but few need in their menu.
    """

    label: str | Promise
    url_name: str
    place: int = 100
    permission: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one person sees it on one page. `current` is `page`, `true` (inside that part) or empty."""

    label: str
    address: str
    current: str


_items: list[Item] = []


def add_to_navigation(item: Item) -> None:
    """Adds an entry once. Called by the rooms' functions in `wiring/`."""
    if item.url_name not in {known.url_name for known in _items}:
        _items.append(item)


def navigation_for(actor: Actor, path: str) -> list[Shown]:
    """The entries this actor may open, in order, with the one of `path` marked."""
    open_to = []
    for item in sorted(_items, key=lambda known: known.place):
        address = _address(item)
        if address is not None and _may(actor, item, address):
            open_to.append((str(item.label), address))
    around = [address for _label, address in open_to if f"{path}/".startswith(f"{address.rstrip('/')}/")]
    nearest = max(around, key=len, default=None)
    mark = "page" if path == nearest else "true"
    return [Shown(label, address, mark if address == nearest else "") for label, address in open_to]


def _address(item: Item) -> str | None:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None


def _may(actor: Actor, item: Item, address: str) -> bool:
    if not actor.signed_in or (item.permission is not None and not actor.may(item.permission)):
        return False
    entry = _entry(get_urlconf() or settings.ROOT_URLCONF, address)
    return entry is not None and entry.admits(actor)


@cache
def _entry(urlconf: str, address: str) -> Entry | None:
    """Who may enter there. Kept: every page asks it for each entry of the menu."""
    entry = getattr(resolve(address, urlconf).func, "entry", None)
    return entry if isinstance(entry, Entry) else None
