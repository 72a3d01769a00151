"""What an authenticator app shows (RFC 6238, SHA-1, 30 seconds), computed here to check theirs against."""

import base64
import hmac
import struct
import time


def code_of(secret: str, moment: float | None = None) -> str:
    """The six digits of a secret at a moment (seconds since 1970; now when None)."""
    counter = struct.pack(">Q", int(moment if moment is not None else time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
