"""A file that was checked and waits to be confirmed: encrypted, for a quarter of an hour, for one account."""

import os
import zlib
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache
from django.utils.crypto import get_random_string

from leeward.foundation.vault.keyring import keyring

WAITS = 15 * 60
"""Seconds."""


def _key(token: str) -> str:
    return f"people-import:{token}"


def keep(content: bytes, account: UUID) -> str:
    """Puts a file aside; returns the token by which the same account takes it up."""
    token = get_random_string(32)
    nonce = os.urandom(12)
    sealed = AESGCM(keyring().derived("waiting import")).encrypt(nonce, zlib.compress(content), account.bytes)
    cache.set(_key(token), nonce + sealed, WAITS)
    return token


def take(token: str, account: UUID) -> bytes | None:
    """The file again, once; None when it has waited too long or belongs to another account."""
    sealed = cache.get(_key(token[:64])) if token.isascii() and token.isalnum() else None
    if not isinstance(sealed, bytes):
        return None
    try:
        content = zlib.decompress(
            AESGCM(keyring().derived("waiting import")).decrypt(sealed[:12], sealed[12:], account.bytes)
        )
    except InvalidTag:
        return None
    cache.delete(_key(token))
    return content
