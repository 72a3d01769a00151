"""What the first page and the menu say of requests and settings."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.foundation.access import Actor
from leeward.foundation.approvals.kinds import OWN_PAGE
from leeward.foundation.approvals.queries import waiting_for
from leeward.frontdoor.home_cards import Card, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation


def requests_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """A card with the number of requests this person may decide; rooms with pages of their own count theirs."""
    waiting = [line for line in waiting_for(actor, now=now) if line.kind.page == OWN_PAGE]
    if waiting:
        text = _("Somebody asked for something that you may decide.")
        yield Card(_("Requests for your decision"), reverse("approvals"), text, str(len(waiting)))


def wire() -> None:
    """Called by `wiring`."""
    add_home_cards(requests_waiting)
    add_to_navigation(Item(gettext_lazy("Requests"), "approvals", 80))
    add_to_navigation(Item(gettext_lazy("Settings"), "settings", 95))
