"""The signed face of a snapshot: version, time, the index by its digest, and the policy layer, under Ed25519.

Pure: bytes in, bytes out. Where keys lie and files go is the business of `leeward.engine.load` and of the rooms.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from leeward.engine.web.layer import Layer, LayerUnreadable, canonical, parse_layer


class SnapshotRefused(ValueError):
    """A snapshot that must not be used; the message says why, for whoever runs the edge."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. `digest` is SHA-256 in hexadecimal, `size` in bytes, `made` aware."""

    version: int
    made: datetime
    digest: str
    size: int
    layer: Layer


def write_manifest(version: int, made: datetime, digest: str, size: int, layer: Mapping[str, object]) -> bytes:
    """The bytes to sign. Raises LayerUnreadable if `layer` is not one that an edge could read."""
    parse_layer(dict(layer))
    return canonical(
        {"version": version, "made": made.isoformat(), "index": {"digest": digest, "size": size}, "layer": layer}
    )


def sign(manifest: bytes, private_key: bytes) -> bytes:
    """The Ed25519 signature (64 bytes) under a raw private key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(manifest)


def read_manifest(manifest: bytes, signature: bytes, signing_key: bytes) -> Manifest:
    """What a manifest says, once its signature holds. `signing_key`: raw public key, 32 bytes.

    Raises SnapshotRefused.
    """
    try:
        Ed25519PublicKey.from_public_bytes(signing_key).verify(signature, manifest)
    except (InvalidSignature, ValueError, TypeError):
        raise SnapshotRefused("the signature is not by this server's signing key") from None
    try:
        data = json.loads(manifest)
        made = datetime.fromisoformat(data["made"])
        version, digest, size = int(data["version"]), str(data["index"]["digest"]), int(data["index"]["size"])
        layer = parse_layer(data["layer"])
    except LayerUnreadable as error:
        raise SnapshotRefused(str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotRefused("the manifest does not say what it must") from error
    if made.tzinfo is None or version < 1 or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise SnapshotRefused("the manifest does not say what it must")
    return Manifest(version, made, digest, size, layer)
