"""What this room plugs in: called once by `frontdoor`."""

from datetime import time

from leeward.foundation import schedule
from leeward.foundation.approvals import kinds
from leeward.foundation.evidence import registry
from leeward.foundation.outbox.messages import listen
from leeward.monitoring.actions import BASIS_KIND, MessageReceived, assess_received, tidy
from leeward.monitoring.evidence import LAWFUL


def wire() -> None:
    """Makes the room's requests, checks and handlers known."""
    kinds.declare(BASIS_KIND)
    registry.declare(LAWFUL)
    listen(MessageReceived, "monitoring.assess", assess_received)
    schedule.daily("monitoring.tidy", time(3), tidy)
