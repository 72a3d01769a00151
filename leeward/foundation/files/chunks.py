"""A file as sealed chunks on disk: no byte can be changed, moved, cut off or added unseen. No Django.

Each chunk is AES-256-GCM under the key of this file alone; its nonce counts the chunks and says whether it is the last
(the STREAM construction: Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The file's id is associated data.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leeward.foundation.vault.sealing import CannotOpen

CHUNK = 256 * 1024
TAG_BYTES = 16


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _bound(file: UUID) -> bytes:
    return b"leeward file 1 " + file.bytes


def seal(into: BinaryIO, key: bytes, file: UUID, plain: Iterable[bytes]) -> int:
    """Writes everything sealed and returns how many plain bytes there were. `key` seals this one file only."""
    cipher, waiting, number, count = AESGCM(key), bytearray(), 0, 0
    for part in plain:
        waiting += part
        count += len(part)
        while len(waiting) > CHUNK:
            into.write(cipher.encrypt(_nonce(number, False), bytes(waiting[:CHUNK]), _bound(file)))
            del waiting[:CHUNK]
            number += 1
    into.write(cipher.encrypt(_nonce(number, True), bytes(waiting), _bound(file)))
    return count


def unseal(source: BinaryIO, key: bytes, file: UUID) -> Iterator[bytes]:
    """Gives the plain bytes, chunk by chunk. Raises CannotOpen at the first chunk that is not as it was written."""
    cipher, number = AESGCM(key), 0
    sealed = source.read(CHUNK + TAG_BYTES)
    while True:
        following = source.read(CHUNK + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, not following), sealed, _bound(file))
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("a file that was changed, cut short, or sealed with another key") from error
        if not following:
            return
        sealed, number = following, number + 1
