"""Ending sessions: by their owner, one or all others; all of them when a sign-in is reset, shut or not its owner's."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.models import OpenSession


def end_session(*, actor: Actor, now: datetime, session: UUID) -> bool:
    """Ends one of the actor's own sessions at once. False where it is not theirs, or over already."""
    row = OpenSession.objects.filter(pk=session, account=actor.account).first() if actor.account else None
    if row is None:
        return False
    with act(actor, "account.session-ended", now=now, subject=f"account:{actor.account}") as entry:
        entry.details["sessions"] = _end([row])
    return True


def end_other_sessions(*, actor: Actor, now: datetime, but: UUID | None) -> int:
    """Ends all the actor's own sessions but the one in use; how many there were."""
    own = OpenSession.objects.filter(account=actor.account) if actor.account else OpenSession.objects.none()
    rows = [row for row in own if row.pk != but]
    if not rows:
        return 0
    with act(actor, "account.session-ended", now=now, subject=f"account:{actor.account}") as entry:
        entry.details["sessions"] = _end(rows)
    return len(rows)


def end_every_session(account: UUID) -> int:
    """Ends all sessions of an account, in the caller's act; how many there were."""
    return _end(list(OpenSession.objects.filter(account_id=account)))


def _end(rows: list[OpenSession]) -> int:
    # The session itself goes: its next request comes from a stranger, whatever else may be cached.
    for row in rows:
        SessionStore().delete(row.session_key)
        row.delete()
    return len(rows)


def forget_old_sessions(now: datetime) -> int:
    """Takes away what is left of sessions nobody has used for longer than a session may last; how many."""
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return OpenSession.objects.filter(seen__lt=now - longest).delete()[0]
