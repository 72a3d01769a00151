"""A sealed stream on disk: AES-256-GCM in chunks, so that no byte can be changed, moved, cut off or added unseen.

    LEEWARD-BACKUP 1\n · salt (16) · mark of the keys (8) · chunk · chunk · … · last chunk

Every chunk is 1 MiB sealed (the last one shorter); its nonce counts the chunks and says whether it is the last (the
STREAM construction: Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The key is derived from the installation's root key
and the salt, so that a stolen backup opens nowhere without the keys, and the head is associated data of every chunk.
"""

import os
from io import RawIOBase
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.vault.keyring_files import Keyring

MAGIC = b"LEEWARD-BACKUP 1\n"
SALT_BYTES = 16
MARK_BYTES = 8
HEAD_BYTES = len(MAGIC) + SALT_BYTES + MARK_BYTES
CHUNK = 1024 * 1024
TAG_BYTES = 16


def _mark(keys: Keyring) -> bytes:
    return bytes.fromhex(keys.mark("backup keys", b"which"))[:MARK_BYTES]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class SealedWriter(RawIOBase):
    """Takes plain bytes and writes them sealed. `finish` writes the last chunk; a file without it opens nowhere."""

    def __init__(self, file: BinaryIO, keys: Keyring) -> None:
        salt = os.urandom(SALT_BYTES)
        self.head = MAGIC + salt + _mark(keys)
        self.cipher = AESGCM(keys.derived(f"backup {salt.hex()}"))
        self.file = file
        self.waiting = bytearray()
        self.number = 0
        file.write(self.head)

    def writable(self) -> bool:
        return True

    def write(self, plain: bytes) -> int:  # type: ignore[override]  # called with bytes only
        self.waiting += plain
        while len(self.waiting) > CHUNK:
            self._chunk(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(plain)

    def finish(self) -> None:
        self._chunk(bytes(self.waiting), last=True)
        self.waiting.clear()

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        self.file.write(self.cipher.encrypt(_nonce(self.number, last), plain, self.head))
        self.number += 1


class SealedReader(RawIOBase):
    """Gives the plain bytes again, chunk by chunk. Raises BackupRefused at the first chunk that is not as written."""

    def __init__(self, file: BinaryIO, size: int, keys: Keyring) -> None:
        head = file.read(HEAD_BYTES)
        if not head.startswith(MAGIC[:15]):
            raise BackupRefused("This file is no Leeward backup. Name the file that `leeward backup` made.")
        if not head.startswith(MAGIC):
            raise BackupRefused("This backup has a form this version does not know. Upgrade Leeward, then restore it.")
        if len(head) != HEAD_BYTES or size <= HEAD_BYTES:
            raise BackupRefused("This backup is cut short in its head. Take another copy of it.")
        if head[-MARK_BYTES:] != _mark(keys):
            raise BackupRefused(
                "This backup was made with other keys than those in LEEWARD_KEYS, or its head is damaged. Put back the "
                "keys of that installation with `leeward keys restore` and its recovery sheet."
            )
        salt = head[len(MAGIC) : len(MAGIC) + SALT_BYTES]
        self.cipher = AESGCM(keys.derived(f"backup {salt.hex()}"))
        self.head = head
        self.file = file
        self.left = size - HEAD_BYTES
        self.done = 0
        self.number = 0
        self.plain = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        if not self.plain and self.left > 0:
            self._next()
        count = min(len(into), len(self.plain))
        into[:count] = self.plain[:count]
        self.plain = self.plain[count:]
        return count

    def check_end(self) -> None:
        """Raises BackupRefused where anything is left that nobody read."""
        while self.left > 0:
            self._next()

    def _next(self) -> None:
        sealed = self.file.read(min(CHUNK + TAG_BYTES, self.left))
        self.left -= len(sealed)
        self.done += len(sealed)
        last = self.left == 0
        try:
            self.plain = memoryview(self.cipher.decrypt(_nonce(self.number, last), sealed, self.head))
        except (InvalidTag, ValueError):
            raise BackupRefused(
                f"This backup is damaged, cut short or was changed: megabyte {self.number + 1} is not as it was "
                "written. Nothing of it was used. Take another copy, or an older backup."
            ) from None
        self.number += 1
