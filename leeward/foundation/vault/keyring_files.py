"""The key folder: key-encryption keys, and the root from which single-purpose keys are derived. No Django."""

import base64
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_KEK = re.compile(r"kek-(\d+)\.key")


class KeysMissing(Exception):
    """The key folder is absent or damaged. The text names the folder and the fix."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`keks` maps number to 32-byte key-encryption key; the highest number seals, all of them open."""

    root: bytes
    keks: dict[int, bytes]

    @property
    def active(self) -> int:
        return max(self.keks)

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose only (HKDF-SHA-256 of the root, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"leeward {purpose}".encode()).derive(self.root)

    def mark(self, purpose: str, raw: bytes) -> str:
        """A keyed hash (64 hex characters): the same bytes always give the same, and point at nothing without keys."""
        return hmac.digest(self.derived(purpose), raw, "sha256").hex()

    def signing_key(self, purpose: str) -> Ed25519PrivateKey:
        """An Ed25519 key for one purpose only."""
        return Ed25519PrivateKey.from_private_bytes(self.derived(f"signing {purpose}"))


def _read(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_text().strip(), validate=True)
    except (OSError, ValueError) as error:
        raise KeysMissing(f"Cannot read the key {path.name} in LEEWARD_KEYS ({path.parent}): restore it.") from error
    if len(key) != KEY_BYTES:
        raise KeysMissing(f"The key {path.name} in LEEWARD_KEYS ({path.parent}) is damaged: restore it from the sheet.")
    return key


def load(folder: Path) -> Keyring:
    """Reads the folder. Raises KeysMissing, whose text says what to do."""
    if not (folder / "root.key").exists():
        raise KeysMissing(f"No keys in LEEWARD_KEYS ({folder}). Run `leeward init` or restore them from the sheet.")
    numbered = {int(match[1]): path for path in folder.iterdir() if (match := _KEK.fullmatch(path.name))}
    if not numbered:
        raise KeysMissing(f"No key-encryption key in LEEWARD_KEYS ({folder}). Restore it from the recovery sheet.")
    return Keyring(_read(folder / "root.key"), {number: _read(path) for number, path in sorted(numbered.items())})


def write_key(path: Path, key: bytes | None = None) -> None:
    """Writes a key (a new one where none is given), readable by its owner only; never replaces one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(key or secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())


def make(folder: Path) -> bool:
    """Makes the first keys where there are none. True when it made them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = False
    for name in ("root.key", "kek-1.key"):
        if name == "kek-1.key" and any(_KEK.fullmatch(path.name) for path in folder.iterdir()):
            continue
        if not (folder / name).exists():
            write_key(folder / name)
            made = True
    return made


def derived_secret(folder: Path, purpose: str) -> str:
    """A text secret for one purpose, or an empty one where there are no keys yet (nothing that needs it starts)."""
    try:
        return load(folder).derived(purpose).hex()
    except KeysMissing:
        return ""
