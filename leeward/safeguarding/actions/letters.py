"""The one letter this room sends. It says that something waits, and nothing else."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from leeward.foundation.mail import Letter, declare_letter, write_to

SOMETHING_WAITS = "safeguarding.something-waits"

declare_letter(
    SOMETHING_WAITS,
    Letter(
        subject=gettext_noop("Something waits for you in Leeward"),
        body=gettext_noop("Something waits for you in Leeward. Please sign in soon to see it:\n\n{link}\n"),
    ),
)


def tell(person: UUID, *, now: datetime) -> None:
    """Queues the letter to one person. Its key is random and its link general: neither points at a case."""
    write_to(person, SOMETHING_WAITS, path="/safeguarding", key=uuid4().hex, now=now)
