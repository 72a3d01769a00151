"""Asking clamd (ClamAV) whether a file is clean, over its INSTREAM command. No Django.

The file travels in the clear, so clamd is reached by a socket of this machine only.
"""

import re
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address

CHUNK = 64 * 1024
PATIENCE = 60.0
"""Seconds without an answer after which clamd counts as away."""
LONGEST_ANSWER = 4096


class Away(StrEnum):
    """Why nothing can be scanned now."""

    NOT_ANSWERING = "not-answering"
    NO_SIGNATURES = "no-signatures"
    OLD_SIGNATURES = "old-signatures"
    REFUSES = "refuses"


class ScannerAway(Exception):
    """Nothing was learned about the file. `why` says what is wrong with the scanner."""

    def __init__(self, why: Away) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Version:
    """What clamd says of itself. `signed_at`: when its newest signatures were made; None where it has none."""

    engine: str
    signatures: int
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found`: the name of what was found, empty for a clean file."""

    found: str
    version: Version


def _by_path(path: str) -> socket.socket:
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    opened.settimeout(PATIENCE)
    try:
        opened.connect(path)
    except OSError:
        opened.close()
        raise
    return opened


def _connect(where: str) -> socket.socket:
    try:
        if where.startswith("unix:"):
            return _by_path(where.removeprefix("unix:"))
        host, _, port = where.rpartition(":")
        if host != "localhost" and not ip_address(host.strip("[]")).is_loopback:
            raise ScannerAway(Away.REFUSES)
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ScannerAway(Away.NOT_ANSWERING) from error


def _answer(opened: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        part = opened.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0\n").decode(errors="replace")


def version(where: str) -> Version:
    """What runs at `where` (`unix:/path` or `host:port` of this machine). Raises ScannerAway."""
    with _connect(where) as opened:
        try:
            opened.sendall(b"zVERSION\0")
            said = _answer(opened)
        except OSError as error:
            raise ScannerAway(Away.NOT_ANSWERING) from error
    found = re.fullmatch(r"ClamAV ([^/]+)(?:/(\d+)/(\w{3} \w{3} +\d+ [\d:]{8} \d{4}))?", said)
    if found is None:
        raise ScannerAway(Away.NOT_ANSWERING)
    # clamd writes its own wall clock; a few hours weigh nothing against days
    made = datetime.strptime(found[3], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC) if found[3] else None
    return Version(found[1], int(found[2] or 0), made)


def scan(where: str, chunks: Iterable[bytes], *, oldest: timedelta, now: datetime) -> Verdict:
    """Scans one file. Raises ScannerAway, also for signatures that are missing or older than `oldest`.

    Without signatures clamd calls everything clean: that counts for nothing.
    """
    known = version(where)
    if known.signed_at is None:
        raise ScannerAway(Away.NO_SIGNATURES)
    if now - known.signed_at > oldest:
        raise ScannerAway(Away.OLD_SIGNATURES)
    with _connect(where) as opened:
        try:
            opened.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                for start in range(0, len(chunk), CHUNK):
                    part = chunk[start : start + CHUNK]
                    opened.sendall(struct.pack("!I", len(part)) + part)
            opened.sendall(struct.pack("!I", 0))
            said = _answer(opened)
        except OSError as error:
            raise ScannerAway(Away.NOT_ANSWERING) from error
    if said == "stream: OK":
        return Verdict("", known)
    if found := re.fullmatch(r"stream: (.{1,200}) FOUND", said):
        return Verdict(found[1], known)
    raise ScannerAway(Away.REFUSES)
