"""The edge's key file: who this edge is, its bearer key, and the server's signing key. Readable by its owner only."""

import base64
import binascii
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


class NotEnrolled(RuntimeError):
    """There is no usable key file; the message says what to do."""


@dataclass(frozen=True, slots=True)
class EdgeKey:
    """What enrolment gave. `signing_key`: raw Ed25519 public key, 32 bytes."""

    edge: str
    key: str
    signing_key: bytes


def load_key(folder: Path) -> EdgeKey:
    """The key in `folder`/key.json. Raises NotEnrolled."""
    path = folder / "key.json"
    try:
        data = json.loads(path.read_text("utf-8"))
        return EdgeKey(str(data["edge"]), str(data["key"]), decode_signing_key(str(data["signing_key"])))
    except FileNotFoundError:
        raise NotEnrolled(
            "This edge is not enrolled. Run `leeward snapshot enrolment-code` on the server, "
            "then `leeward edge enrol CODE` here."
        ) from None
    except PermissionError:
        raise NotEnrolled(f"{path} cannot be read. Run this as the user that enrolled the edge.") from None
    except (ValueError, KeyError, TypeError):
        raise NotEnrolled(f"{path} is damaged. Move it away and enrol again with a new code.") from None


def save_key(folder: Path, key: EdgeKey) -> None:
    """Write the key file with mode 0600, whole or not at all."""
    text = json.dumps(
        {"edge": key.edge, "key": key.key, "signing_key": base64.b64encode(key.signing_key).decode()}, indent=1
    )
    write_whole(folder / "key.json", text.encode())


def decode_signing_key(text: str) -> bytes:
    """The 32 raw bytes of a base64 Ed25519 public key. Raises ValueError."""
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("the signing key is not base64") from None
    if len(raw) != 32:
        raise ValueError("the signing key is not 32 bytes long")
    return raw


def write_whole(path: Path, content: bytes) -> None:
    """Put a file (mode 0600) in place at once and durably: a kill at any moment leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
