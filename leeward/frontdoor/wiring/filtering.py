"""How the filtering room is plugged in: its handlers, its menu entry, its cards on the first page."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from leeward.filtering import wiring as filtering
from leeward.filtering.queries import requests
from leeward.foundation.access import Actor
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation


def wire() -> None:
    """Called by `wiring`."""
    filtering.wire()
    add_to_navigation(Item(gettext_lazy("Filtering"), "filtering:overview", 50))
    add_home_cards(requests_to_decide)


def requests_to_decide(actor: Actor, now: datetime) -> Iterator[Card]:
    """How many requests wait for this actor's decision."""
    waiting = len(requests.to_decide(actor, now=now))
    if waiting:
        title = ngettext("A request to open a site waits", "Requests to open sites wait", waiting)
        yield Card(title, reverse("filtering:requests"), figure=str(waiting), weight=Weight.DUE)
