"""Snapshots for tests, made in memory from a few words."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from leeward.engine.web import Snapshot
from leeward.engine.web.address import read
from leeward.engine.web.index import Entries, Index, build_index, key_of
from leeward.engine.web.layer import parse_layer
from leeward.engine.web.manifest import sign, write_manifest

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PRIVATE = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw()

LISTED = {
    "gambling": ["casino.example", "shared.example/bets"],
    "sexual": ["adult.example", "both.example"],
    "bypass": ["proxy.example", "198.51.100.7", "2001:db8::7"],
    "games": ["play.example", "both.example"],
    "social": ["friends.example"],
    "illegal": ["illegal.example"],
    "press": ["news.example"],
}

Json = dict[str, Any]  # parsed JSON, of any shape


def layer(**changes: Any) -> Json:  # any part of a layer may be replaced by any JSON
    return {
        "format": 1,
        "categories": {
            "sexual": {"title": "Pornography", "reason": "safeguarding"},
            "gambling": {"title": "Gambling", "reason": "safeguarding"},
            "illegal": {"title": "Unlawful", "reason": "safeguarding", "locked": True},
            "bypass": {"title": "Proxies", "reason": "security"},
            "games": {"title": "Games", "reason": "productivity"},
            "social": {"title": "Social media", "reason": "productivity"},
        },
        "groups": [
            {
                "name": "learners",
                "users": ["Sam.Reed"],
                "addresses": ["10.1.0.0/16"],
                "blocked": ["sexual", "gambling", "bypass", "games"],
                "warned": ["social"],
            },
            {"name": "staff", "users": ["kim.hale"], "addresses": ["10.1.9.0/24"], "blocked": ["sexual"]},
        ],
        "default_group": "learners",
        "exceptions": [],
        "never_blocked": ["helpline.example", "trust.example/report"],
        "own_hosts": ["leeward.trust.example"],
        "block_page": "https://leeward.trust.example/blocked",
    } | changes


def keys(entries: list[str]) -> list[str]:
    return [key_of(read(entry), with_path="/" in entry) for entry in entries]


def index_bytes(listed: Mapping[str, list[str]] = LISTED, name: str = "ours") -> bytes:
    return build_index([Entries(category, name, lambda e=entries: keys(e)) for category, entries in listed.items()])


def snapshot(listed: Mapping[str, list[str]] = LISTED, **changes: Any) -> Snapshot:
    return Snapshot(1, NOON, parse_layer(layer(**changes)), Index(index_bytes(listed)))


def signed(version: int, index: bytes, policy: Json) -> tuple[bytes, bytes]:
    """Manifest and signature."""
    manifest = write_manifest(version, NOON, hashlib.sha256(index).hexdigest(), len(index), policy)
    return manifest, sign(manifest, PRIVATE)
