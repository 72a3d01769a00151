"""A file that was checked and waits to be confirmed: encrypted, for a quarter of an hour, for one account."""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache
from django.utils.crypto import get_random_string

from leeward.foundation.vault.keyring import keyring

WAITS = 15 * 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file with what was chosen about it: heading → field, the system it comes from, classes it is complete for."""

    content: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    complete: tuple[str, ...] = ()


def _packed(file: Waiting) -> bytes:
    chosen = json.dumps([dict(file.columns), file.source, file.complete]).encode()
    return zlib.compress(chosen + b"\0" + file.content)


def _unpacked(packed: bytes) -> Waiting:
    chosen, _end, content = zlib.decompress(packed).partition(b"\0")
    columns, source, complete = json.loads(chosen)
    return Waiting(content, columns, source, tuple(complete))


def _key(token: str) -> str:
    return f"people-import:{token}"


def keep(file: Waiting, account: UUID) -> str:
    """Puts a file aside; returns the token by which the same account takes it up."""
    token = get_random_string(32)
    nonce = os.urandom(12)
    sealed = AESGCM(keyring().derived("waiting import")).encrypt(nonce, _packed(file), account.bytes)
    cache.set(_key(token), nonce + sealed, WAITS)
    return token


def take(token: str, account: UUID) -> Waiting | None:
    """The file again, once; None when it has waited too long or belongs to another account."""
    sealed = cache.get(_key(token[:64])) if token.isascii() and token.isalnum() else None
    if not isinstance(sealed, bytes):
        return None
    try:
        packed = AESGCM(keyring().derived("waiting import")).decrypt(sealed[:12], sealed[12:], account.bytes)
        file = _unpacked(packed)
    except (InvalidTag, ValueError):
        return None
    cache.delete(_key(token))
    return file
