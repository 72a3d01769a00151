"""How the monitoring room is plugged in: its handlers, its menu entry, its card on the first page."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.foundation.access import Actor
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.monitoring import queries, wiring


def wire() -> None:
    """Called by `wiring`."""
    wiring.wire()
    add_to_navigation(Item(gettext_lazy("Monitoring"), "monitoring:home", 45))
    add_home_cards(findings_waiting)


def findings_waiting(actor: Actor, now: datetime) -> Iterator[Card]:
    """How many findings wait for this actor's decision."""
    waiting, same_day = queries.waiting_counts(actor, now)
    if waiting:
        text = _("Messages the rules point at. A person decides about each.")
        weight = Weight.URGENT if same_day else Weight.WAITING
        yield Card(_("Findings of monitoring"), reverse("monitoring:home"), text, str(waiting), weight)
