"""AES-256-GCM with what it belongs to as associated data: pure, no database.

A sealed value is: version (1 byte) · nonce (12 bytes) · ciphertext with tag. The associated data names record and
field, so that a value moved to another row or column does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


class CannotOpen(Exception):
    """The value does not open here: changed, moved, truncated, or sealed with another key. Carries no content."""


def seal(key: bytes, belongs_to: str, plain: bytes) -> bytes:
    """Seals bytes under a 32-byte key, bound to `belongs_to`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + belongs_to.encode())


def unseal(key: bytes, belongs_to: str, sealed: bytes) -> bytes:
    """Opens what `seal` made. Raises CannotOpen; never returns something else in its place."""
    if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES or sealed[:1] != VERSION:
        raise CannotOpen("not a sealed value")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, VERSION + belongs_to.encode())
    except InvalidTag as error:
        raise CannotOpen("changed, moved, or sealed with another key") from error
