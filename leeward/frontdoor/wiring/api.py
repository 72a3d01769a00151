"""How the machine interface is plugged in: its menu entry, its card, and the forgetting of kept answers."""

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

import leeward.foundation.api.choices  # noqa: F401  # declares the setting
from leeward.foundation import schedule
from leeward.foundation.access import Actor
from leeward.foundation.api.tokens import MAKE, forget_answers, waiting_count
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation


def wire() -> None:
    """Called by `wiring`."""
    add_to_navigation(Item(lazy("API tokens"), "api-tokens", 92, MAKE))
    add_home_cards(tokens_waiting)
    schedule.daily("api.forget-answers", time(2, 30), lambda now: forget_answers(now=now))


def tokens_waiting(actor: Actor, now: datetime) -> Iterator[Card]:
    """Tokens that wait for this person's word."""
    waiting = waiting_count(actor, now=now)
    if waiting:
        text = _("Another system asks for what only you may give.")
        yield Card(_("API tokens to confirm"), reverse("api-tokens"), text, str(waiting), Weight.DUE)
