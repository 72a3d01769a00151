"""How the foundation is plugged in: letters, requests that come due, the digest, the daily look at every check."""

from datetime import time

from django.utils.translation import gettext_lazy as lazy

import leeward.foundation.clocks.organisation  # noqa: F401  # declares the settings of the calendar
from leeward.foundation import mail, schedule
from leeward.foundation.approvals import endings
from leeward.foundation.approvals import open_ends as requests_left
from leeward.foundation.approvals.evidence import DECIDED_BY_ANOTHER
from leeward.foundation.audit.digest import make_digest
from leeward.foundation.audit.evidence import AUDIT_WHOLE
from leeward.foundation.backup import registry as backups
from leeward.foundation.backup.evidence import BACKUP_MADE, BACKUP_RESTORED
from leeward.foundation.backup.sealed_words import sealed_requests
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.registry import declare
from leeward.foundation.files import keeping, restored, scanning
from leeward.foundation.open_ends import registry as open_ends
from leeward.foundation.outbox.messages import listen
from leeward.foundation.settings_history.evidence import CHOICES_KEPT
from leeward.foundation.vault import shred_list
from leeward.frontdoor.navigation import Item, add_to_navigation


def wire() -> None:
    """Called by `wiring`."""
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
    listen(endings.RequestDue, "foundation.approval-due", endings.come_up)
    endings.declare_letters()
    open_ends.declare("approvals", requests_left.find)
    declare(AUDIT_WHOLE)
    declare(BACKUP_MADE)
    declare(BACKUP_RESTORED)
    declare(DECIDED_BY_ANOTHER)
    declare(CHOICES_KEPT)
    backups.holds_sealed("requests", sealed_requests)
    backups.holds_sealed("files", keeping.sealed_fields)
    backups.holds_files("files", restored.files_hold)
    backups.after_restore("files", restored.after_restore)
    listen(keeping.FileWaits, "foundation.scan-file", scanning.scan_waiting, alone=True)
    schedule.daily("foundation.sweep-files", time(3), keeping.sweep)
    add_to_navigation(Item(lazy("Audit trail"), "audit", 80))
    add_to_navigation(Item(lazy("Running"), "running", 90))
    schedule.daily("foundation.audit-digest", time(23, 30), make_digest)
    schedule.daily("foundation.observe", time(5), lambda now: observe_all(now=now))
    schedule.daily("foundation.list-shredded", time(4), lambda now: shred_list.complete())
    schedule.daily("foundation.start-delays", time(6), endings.start_delays)
