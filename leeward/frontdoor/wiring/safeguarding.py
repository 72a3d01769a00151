"""What the first page and the menu say of concerns: counted only through what this person may know of."""

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from leeward.foundation import schedule
from leeward.foundation.access import Actor
from leeward.foundation.approvals import kinds as approvals
from leeward.foundation.backup import registry as backups
from leeward.foundation.files.keeping import FileScanned
from leeward.foundation.outbox.messages import listen
from leeward.frontdoor.as_somebody import Pages
from leeward.frontdoor.home_cards import Card, Weight, add_home_cards
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.people.told import PersonLeft, PostChanged
from leeward.safeguarding import actions, evidence
from leeward.safeguarding.actions import disclosing, pack_files, shredding, transferring
from leeward.safeguarding.actions.file_release import RELEASE_KIND
from leeward.safeguarding.actions.leaving import hand_over
from leeward.safeguarding.actions.proof import look_with
from leeward.safeguarding.actions.restored import sealed_words
from leeward.safeguarding.actions.retention import remind_of_reviews
from leeward.safeguarding.queries import concerns_waiting
from leeward.safeguarding.queries.security_half import halves


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


def security_halves(actor: Actor, now: datetime) -> Iterable[Card]:
    """What those who keep the systems safe are asked to do."""
    waiting = halves(actor)
    if waiting:
        address, text = reverse("safeguarding:security-halves"), _("The safeguarding team needs something of you.")
        yield Card(_("Systems to make safe"), address, text, str(len(waiting)), Weight.URGENT)


def wire() -> None:
    """Called by `wiring`."""
    listen(actions.ConcernWaits, "safeguarding.escalate", actions.escalate)
    listen(actions.SecondReaderWaits, "safeguarding.second-reader-due", actions.second_reader_due)
    listen(actions.DutyWaits, "safeguarding.duty-due", actions.duty_due)
    approvals.declare(RELEASE_KIND)
    listen(FileScanned, "safeguarding.file-scanned", actions.tell_of_scan)
    approvals.declare(disclosing.DISCLOSE)
    listen(transferring.TransferWaits, "safeguarding.chase-receipt", transferring.transfer_due)
    schedule.daily("safeguarding.remove-old-packs", time(2, 20), lambda now: pack_files.remove_old(now=now))
    listen(actions.WorkWaits, "safeguarding.work-due", actions.work_due)
    listen(PostChanged, "safeguarding.newcomers", actions.post_changed)
    listen(actions.SecurityHalfOfConcern, "safeguarding.keep-security-half", actions.keep_half)
    approvals.declare(actions.ROUTES_KIND)
    schedule.daily("safeguarding.newcomers", time(0, 5), actions.newcomers)
    schedule.daily("safeguarding.look-at-names", time(1, 30), actions.look_at_names)
    listen(PersonLeft, "safeguarding.hand-over", hand_over)
    schedule.daily("safeguarding.forget-drafts", time(2), lambda now: actions.forget_old_drafts(now=now))
    schedule.daily("safeguarding.retention", time(7), remind_of_reviews)
    backups.holds_sealed("safeguarding", sealed_words)
    look_with(Pages())
    backups.after_restore("safeguarding", shredding.after_restore)
    evidence.declare()
    add_home_cards(concerns)
    add_to_navigation(Item(lazy("Safeguarding"), "safeguarding:cases", 10))
    add_home_cards(security_halves)
    add_to_navigation(Item(lazy("Report a concern"), "safeguarding:report-staff", 20, "safeguarding.report"))
