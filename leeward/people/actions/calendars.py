"""The key with which somebody's own calendar reads when their meetings are."""

import secrets
from datetime import datetime

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.vault.keyring import keyring
from leeward.people.models import CalendarFeed
from leeward.people.refusals import Refused


def mark_of(key: str) -> str:
    """What is kept of a key: it cannot be made into the key again."""
    return keyring().mark("calendar feed", key.encode())


def make_feed(*, actor: Actor, now: datetime) -> str:
    """A new key, shown once; one in use before no longer works. Raises Refused for somebody who is no person."""
    if actor.person is None:
        raise Refused("")
    key = secrets.token_urlsafe(32)
    with act(actor, "meetings.make-feed", now=now, subject=f"person:{actor.person}"):
        _revoke(actor, now)
        CalendarFeed.objects.create(person_id=actor.person, mark=mark_of(key), made_at=now)
    return key


def revoke_feed(*, actor: Actor, now: datetime) -> None:
    """The key in use works no longer."""
    with act(actor, "meetings.revoke-feed", now=now, subject=f"person:{actor.person}"):
        _revoke(actor, now)


def _revoke(actor: Actor, now: datetime) -> None:
    if actor.person is None:
        return
    CalendarFeed.objects.filter(person_id=actor.person, revoked_at__isnull=True).update(revoked_at=now)
