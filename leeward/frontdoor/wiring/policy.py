"""What the first page and the menu say of policies and promises."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leeward.foundation.access import Actor
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.policy import wiring as policy
from leeward.policy.queries.duties import my_duties
from leeward.policy.queries.pages import to_acknowledge, to_sign


def policies_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """A card for each policy this person is asked to acknowledge, and for each text waiting for their approval."""
    for line in to_acknowledge(actor, now=now):
        title = _("Read “%(title)s” and say that you will keep to it") % {"title": line.title}
        yield Card(title, reverse("policy:acknowledge", args=[line.slug]), weight=Weight.DUE)
    for waiting in to_sign(actor, now=now):
        title = _("“%(title)s” waits for your approval") % {"title": waiting.title}
        yield Card(title, reverse("policy:version", args=[waiting.id]), weight=Weight.DUE)


def duties_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """One card for all of somebody's duties: what they are to say, and what is not kept."""
    duties = my_duties(actor, now=now)
    to_state, to_mend = len(duties.to_state), len(duties.to_mend)
    if not duties.mine:
        return
    words = []
    if to_state:
        words.append(
            ngettext("%(count)d asks for your word.", "%(count)d ask for your word.", to_state) % {"count": to_state}
        )
    if to_mend:
        words.append(ngettext("%(count)d is not kept.", "%(count)d are not kept.", to_mend) % {"count": to_mend})
    weight = Weight.DUE if words else Weight.QUIET
    yield Card(_("My duties"), reverse("policy:duties"), " ".join(words), str(len(duties.mine)), weight)


def wire() -> None:
    """Called by `wiring`."""
    policy.wire()
    add_home_cards(policies_waiting)
    add_home_cards(duties_waiting)
    add_to_navigation(Item(gettext_lazy("Policies"), "policy:policies", 60))
    add_to_navigation(Item(gettext_lazy("Promises"), "policy:promises", 61))
