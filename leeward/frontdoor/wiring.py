"""Who hears whom: every handler, check and resolver is plugged in here, and nowhere else."""

from leeward.foundation import mail
from leeward.foundation.outbox.messages import listen


def wire() -> None:
    """Called once when Django has loaded the rooms."""
    _foundation()


def _foundation() -> None:
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
