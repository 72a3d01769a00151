"""Keys of other systems that a leaver has seen: whoever has them opens what they open, so they end with the sign-in."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.api.tokens import end_tokens_made_by
from leeward.foundation.mail import write_to
from leeward.people.models import ConnectionToken
from leeward.people.queries import holders_of
from leeward.people.rules import Post


def end_keys_of(person: UUID, *, now: datetime) -> None:
    """Ends the tokens of the API and of connections that somebody made, and tells IT. In the caller's act."""
    connected = ConnectionToken.objects.filter(made_by_id=person, revoked_at=None, expires_at__gt=now)
    for ended, path in (
        (connected.update(revoked_at=now), "/people/connections"),
        (end_tokens_made_by(person, now=now), "/api-tokens"),
    ):
        if not ended:
            continue
        for one in holders_of(Post.IT_MANAGER, timezone.localdate(now)):
            if one.person != person:
                key = f"{person} {path} {now.isoformat()}"
                write_to(one.person, "people.key-ended", path=path, key=key, now=now)
