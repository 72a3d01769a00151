"""What the first page and the menu say of people."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leeward.foundation.access import WITHHELD_PAGE, Actor
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.people import wiring as people
from leeward.people.queries import comings, vacancies
from leeward.people.queries.connections import connections


def people_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """What keeps this person's own pages shut, and posts that must be filled, for those who can see to it."""
    if actor.withheld:
        text = _("Some pages of your posts are closed until you do one more thing.")
        yield Card(_("Open the pages of your posts"), WITHHELD_PAGE, text=text, weight=Weight.URGENT)
    if not any(actor.may(name) for name in ("people.change", "people.lift_hold")):
        return
    for gap in vacancies(timezone.localdate(now)):
        words = _("%(post)s: there is no deputy") if gap.deputy else _("%(post)s: nobody holds this post")
        yield Card(words % {"post": gap.called}, reverse("people:posts"), weight=Weight.URGENT)


def tasks_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """What this person is to do for people who join, move or leave; the late ones make the card urgent."""
    waiting, late = comings.counts(actor, now)
    if waiting:
        text = ngettext("%(late)d is overdue.", "%(late)d are overdue.", late) % {"late": late} if late else ""
        weight = Weight.DUE if late else Weight.WAITING
        title = _("Tasks for who joins, moves or leaves")
        yield Card(title, reverse("people:tasks"), text=text, figure=str(waiting), weight=weight)


def users_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """How many users of identity providers wait for a person's word."""
    waiting = sum(line.waiting for line in connections()) if actor.may("people.change") else 0
    if waiting:
        text = _("An identity provider has users of whom a person must say who they are.")
        yield Card(_("Who is this?"), reverse("people:connections"), text, str(waiting), Weight.WAITING)


def wire() -> None:
    """Called by `wiring`."""
    people.wire()
    add_home_cards(people_waiting)
    add_home_cards(tasks_waiting)
    add_home_cards(users_waiting)
    add_to_navigation(Item(gettext_lazy("People"), "people:directory", 30))
    add_to_navigation(Item(gettext_lazy("Who to turn to"), "people:posts", 35, permission="safeguarding.report"))
