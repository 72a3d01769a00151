"""Who hears whom: every handler, check and resolver is plugged in here, and nowhere else."""

from datetime import time

from leeward.foundation import mail, schedule
from leeward.foundation.approvals import endings
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.outbox.messages import listen


def wire() -> None:
    """Called once when Django has loaded the rooms."""
    _foundation()


def _foundation() -> None:
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
    listen(endings.RequestDue, "foundation.approval-due", endings.come_up)
    endings.declare_letters()
    schedule.daily("foundation.observe", time(5), lambda now: observe_all(now=now))
    schedule.daily("foundation.start-delays", time(6), endings.start_delays)
