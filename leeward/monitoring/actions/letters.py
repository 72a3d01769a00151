"""The letters of this room. They say that something waits, and nothing else."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from leeward.foundation.mail import Letter, declare_letter, write_to

SOMETHING_WAITS = "monitoring.something-waits"

declare_letter(
    SOMETHING_WAITS,
    Letter(
        subject=gettext_noop("Something waits for you in Leeward"),
        body=gettext_noop("Something waits for you in Leeward. Please sign in soon to see it:\n\n{link}\n"),
    ),
)


def tell(person: UUID, *, now: datetime) -> None:
    """Queues the letter to one person. Its key is random and its link general: neither points at a finding."""
    write_to(person, SOMETHING_WAITS, path="/monitoring", key=uuid4().hex, now=now)
