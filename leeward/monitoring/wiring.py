"""What this room plugs in: called once by `frontdoor`."""

from datetime import time

from leeward.foundation import schedule
from leeward.foundation.approvals import kinds
from leeward.foundation.backup import registry as backups
from leeward.foundation.evidence import registry
from leeward.foundation.open_ends import registry as open_ends
from leeward.foundation.outbox.messages import listen
from leeward.monitoring import open_ends as left_open
from leeward.monitoring.actions import BASIS_KIND, MessageReceived, assess_received, tidy
from leeward.monitoring.actions.restored import put_right, sealed_words
from leeward.monitoring.evidence import LAWFUL


def wire() -> None:
    """Makes the room's requests, checks and handlers known."""
    kinds.declare(BASIS_KIND)
    registry.declare(LAWFUL)
    listen(MessageReceived, "monitoring.assess", assess_received)
    open_ends.declare("monitoring", left_open.find)
    backups.holds_sealed("monitoring", sealed_words)
    backups.after_restore("monitoring", put_right)
    schedule.daily("monitoring.tidy", time(3), tidy)
