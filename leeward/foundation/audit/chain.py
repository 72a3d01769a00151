"""How one entry is bound to the one before it: pure, keyed, and the same on every database."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

Detail = str | int | bool | None
START = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the chain sees it. `previous` and `mac` are 32 bytes."""

    compartment: str
    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Detail]
    previous: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain is not whole."""

    compartment: str
    sequence: int
    fault: str


def mac_of(key: bytes, link: Link) -> bytes:
    """HMAC-SHA-256 over the previous MAC and the canonical JSON of the entry."""
    body = json.dumps(
        [
            link.compartment,
            link.sequence,
            link.at.astimezone(UTC).isoformat(timespec="microseconds"),
            link.actor,
            link.action,
            link.subject,
            dict(link.details),
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hmac.new(key, link.previous + body.encode(), hashlib.sha256).digest()


def first_break(key: bytes, links: Iterable[Link], *, head: tuple[int, bytes] | None) -> Break | None:
    """Walks one compartment's links in order of sequence and names the first fault, or None when all is whole.

    `head` is the (sequence, mac) of the last entry as kept elsewhere; a shorter chain is a cut tail.
    """
    expected, previous = 1, START
    compartment = ""
    for link in links:
        compartment = link.compartment
        if link.sequence > expected:
            return Break(link.compartment, expected, "missing")
        if link.sequence < expected:
            return Break(link.compartment, link.sequence, "inserted")
        genuine = hmac.compare_digest(mac_of(key, link), link.mac)
        if link.previous != previous:
            return Break(link.compartment, link.sequence, "reordered or replaced" if genuine else "changed")
        if not genuine:
            return Break(link.compartment, link.sequence, "changed")
        expected, previous = expected + 1, link.mac
    if head is not None and head[0] >= expected:
        return Break(compartment, expected, "tail cut")
    if head is not None and head != (expected - 1, previous):
        return Break(compartment, expected - 1, "inserted after the recorded head")
    return None
