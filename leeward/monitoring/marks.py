"""Keyed marks: the same person or address always has the same one, and it names nobody without the keys."""

import hmac
from uuid import UUID

from leeward.foundation.vault.keyring import keyring
from leeward.monitoring.rules import alias


def mark_of(person: UUID) -> str:
    """The mark of a person, under which a bar is found again."""
    return keyring().mark("monitoring persons", person.bytes)


def alias_of(who: UUID | str) -> str:
    """The name shown for a person, or for an outside address, until a finding is opened."""
    raw = who.bytes if isinstance(who, UUID) else who.lower().encode("utf-8", errors="replace")
    return alias(hmac.digest(keyring().derived("monitoring aliases"), raw, "sha256"))


def fingerprint_of(raw: bytes) -> str:
    """Recognises the same message sent again. Says nothing about it to whoever lacks the keys."""
    return keyring().mark("monitoring fingerprints", raw)
