"""What those who keep the systems safe were asked to do, and who they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.people import queries as people
from leeward.safeguarding.models import SecurityHalf

SEE = "operations.see"
"""Held by those who run the systems and those who keep them safe."""


def keepers(now: datetime) -> list[UUID]:
    """Everybody who can see the queue today, in any post that opens it."""
    day, seeing = timezone.localdate(now), people.permissions_by_post()
    posts = [post for post, may in seeing.items() if SEE in may]
    return sorted({holding.person for post in posts for holding in people.holders_of(post, on=day)})


def halves(actor: Actor, *, done: bool = False) -> Sequence[SecurityHalf]:
    """The requests, the oldest first; nothing for an actor who may not see them."""
    if not actor.may(SEE):
        return []
    return list(SecurityHalf.objects.filter(done_at__isnull=not done).order_by("noticed", "id")[:200])


def half_to_do(actor: Actor, half: UUID) -> SecurityHalf | None:
    """One that is not done, or None."""
    return SecurityHalf.objects.filter(pk=half, done_at=None).first() if actor.may(SEE) else None
