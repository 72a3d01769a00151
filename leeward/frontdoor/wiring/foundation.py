"""How the foundation is plugged in: letters, requests that come due, the digest, the daily look at every check."""

from datetime import time

from django.utils.translation import gettext_lazy as lazy

import leeward.foundation.clocks.organisation  # noqa: F401  # declares the settings of the calendar
from leeward.foundation import mail, schedule
from leeward.foundation.approvals import endings
from leeward.foundation.audit.digest import make_digest
from leeward.foundation.audit.evidence import AUDIT_WHOLE
from leeward.foundation.backup import registry as backups
from leeward.foundation.backup.evidence import BACKUP_MADE, BACKUP_RESTORED
from leeward.foundation.backup.sealed_words import sealed_requests
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.registry import declare
from leeward.foundation.outbox.messages import listen
from leeward.foundation.vault import shred_list
from leeward.frontdoor.navigation import Item, add_to_navigation


def wire() -> None:
    """Called by `wiring`."""
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
    listen(endings.RequestDue, "foundation.approval-due", endings.come_up)
    endings.declare_letters()
    declare(AUDIT_WHOLE)
    declare(BACKUP_MADE)
    declare(BACKUP_RESTORED)
    backups.holds_sealed("requests", sealed_requests)
    add_to_navigation(Item(lazy("Audit trail"), "audit", 80))
    add_to_navigation(Item(lazy("Running"), "running", 90))
    schedule.daily("foundation.audit-digest", time(23, 30), make_digest)
    schedule.daily("foundation.observe", time(5), lambda now: observe_all(now=now))
    schedule.daily("foundation.list-shredded", time(4), lambda now: shred_list.complete())
    schedule.daily("foundation.start-delays", time(6), endings.start_delays)
