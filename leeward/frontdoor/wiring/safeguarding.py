"""What the first page and the menu say of concerns: counted only through what this person may know of."""

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from leeward.foundation import schedule
from leeward.foundation.access import Actor
from leeward.foundation.backup import registry as backups
from leeward.foundation.outbox.messages import listen
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.people.told import PersonLeft
from leeward.safeguarding import actions, evidence
from leeward.safeguarding.actions.leaving import hand_over
from leeward.safeguarding.actions.restored import sealed_words
from leeward.safeguarding.queries import concerns_waiting


def concerns(actor: Actor, now: datetime) -> Iterable[Card]:
    """Unread concerns first, then what is overdue, then the open cases."""
    if not actor.may("safeguarding.receive"):
        return
    waiting = concerns_waiting(actor, now)
    address = reverse("safeguarding:cases")
    if waiting.unacknowledged:
        text = ngettext(
            "A concern has not been read and acknowledged.",
            "Concerns have not been read and acknowledged.",
            waiting.unacknowledged,
        )
        yield Card(_("Concerns to read"), address, text, str(waiting.unacknowledged), Weight.URGENT)
    if waiting.overdue:
        yield Card(_("Past their time"), address, _("Cases with something overdue."), str(waiting.overdue), Weight.DUE)
    if waiting.open:
        yield Card(_("Open cases"), address, _("Cases you are working on or may need."), str(waiting.open))


def wire() -> None:
    """Called by `wiring`."""
    listen(actions.ConcernWaits, "safeguarding.escalate", actions.escalate)
    listen(actions.DutyWaits, "safeguarding.duty-due", actions.duty_due)
    listen(PersonLeft, "safeguarding.hand-over", hand_over)
    schedule.daily("safeguarding.forget-drafts", time(2), lambda now: actions.forget_old_drafts(now=now))
    backups.holds_sealed("safeguarding", sealed_words)
    evidence.declare()
    add_home_cards(concerns)
    add_to_navigation(Item(lazy("Safeguarding"), "safeguarding:cases", 10))
    add_to_navigation(Item(lazy("Report a concern"), "safeguarding:report-staff", 20, "safeguarding.report"))
