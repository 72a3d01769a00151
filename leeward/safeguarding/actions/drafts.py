"""Unsent answers, kept on the server under a key only the reporter's browser holds, for half an hour.

Nothing is kept in the browser but the cookie with that key, which dies with the browser, on leaving and at the end.
These actions write no audit entry: an entry for each screen would record that somebody hesitates.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from leeward.foundation.vault import sealing
from leeward.foundation.vault.keyring import keyring
from leeward.foundation.vault.sealing import CannotOpen
from leeward.safeguarding.models import Draft

DRAFT, VISIT = "leeward_draft", "leeward_visit"
"""The names of the cookies: one for a draft, one for a visit with the six words."""
LIFE = timedelta(minutes=30)
Value = str | bool | list[str]
Content = dict[str, Value]


def derived(token: str, purpose: str) -> bytes:
    """32 bytes for one purpose, from the cookie and the key folder together: neither alone opens a draft."""
    salt = keyring().derived("safeguarding drafts")
    return HKDF(SHA256(), 32, salt=salt, info=f"leeward draft {purpose}".encode()).derive(token.encode())


def _found_by(token: str) -> str:
    return derived(token, "find").hex()


def begin(content: Mapping[str, Value], *, now: datetime) -> str:
    """Keeps a new draft and returns what the cookie holds. Forgets every draft whose time is over."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        forget_old(now=now)
        _write(token, content, now)
    return token


def read(token: str, *, now: datetime) -> Content | None:
    """What was answered so far; None when there is no such draft, or no longer."""
    row = Draft.objects.filter(found_by=_found_by(token), expires_at__gt=now).first() if token else None
    return _open(token, row) if row else None


@contextmanager
def changing(token: str, *, now: datetime) -> Iterator[Content | None]:
    """The draft, locked, in a transaction; what is changed in it is kept at the end. None when there is none."""
    with transaction.atomic():
        rows = Draft.objects.select_for_update().filter(found_by=_found_by(token), expires_at__gt=now)
        row = rows.first() if token else None
        content = _open(token, row) if row else None
        yield content
        if content is not None:
            _write(token, content, now)


def forget(token: str) -> None:
    """Forgets a draft at once: when its reporter leaves, or has finished."""
    if token:
        Draft.objects.filter(found_by=_found_by(token)).delete()


def forget_all(cookies: Mapping[str, str]) -> None:
    """Forgets whatever a browser holds the key of: its user is leaving."""
    for name in (DRAFT, VISIT):
        forget(cookies.get(name, ""))


def forget_old(*, now: datetime) -> None:
    """Forgets every draft whose time is over. Their keys died with the cookies; this is only tidying."""
    Draft.objects.filter(expires_at__lte=now).delete()


def _write(token: str, content: Mapping[str, Value], now: datetime) -> None:
    plain = json.dumps(dict(content)).encode()
    sealed = sealing.seal(derived(token, "seal"), f"draft {_found_by(token)}", plain)
    Draft.objects.update_or_create(found_by=_found_by(token), defaults={"content": sealed, "expires_at": now + LIFE})


def _open(token: str, row: Draft) -> Content | None:
    try:
        found: Content = json.loads(sealing.unseal(derived(token, "seal"), f"draft {row.pk}", bytes(row.content)))
    except CannotOpen:
        return None
    return found
