"""What the first page and the menu say of groups and meetings: counts and dates, never what they are about."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leeward.foundation.access import Actor
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.people.queries.groups import KEEP, missing_groups
from leeward.people.queries.meetings import coming_meetings, overdue_of


def meetings_waiting(actor: Actor, now: datetime) -> Iterable[Card]:
    """Own actions that are overdue, own meetings to come, and groups that are missing for whoever keeps groups."""
    if actor.person is None:
        return
    address = reverse("people:meetings")
    if late := overdue_of(actor, now):
        text = ngettext("Something a meeting gave to you.", "Things meetings gave to you.", late)
        yield Card(_("Overdue from meetings"), address, text, str(late), Weight.DUE)
    coming = [
        row for row in coming_meetings(actor.person, now) if row.state == row.State.CALLED and row.starts_at > now
    ]
    if coming:
        when = date_format(timezone.localtime(coming[0].starts_at), "j F, H:i")
        yield Card(_("Your next meeting"), address, when, weight=Weight.QUIET)
    if actor.may(KEEP) and (missing := missing_groups(now)):
        text = ngettext("A group that must exist does not.", "Groups that must exist do not.", len(missing))
        yield Card(_("Missing groups"), address, text, str(len(missing)), Weight.WAITING)


def wire() -> None:
    """Called by `wiring`."""
    add_home_cards(meetings_waiting)
    add_to_navigation(Item(gettext_lazy("Outside IT"), "people:providers", 70, permission="providers.keep"))
    add_to_navigation(Item(gettext_lazy("Meetings"), "people:meetings", 36, permission="safeguarding.report"))
