"""ICAP on the wire (RFC 3507): head lines, the Encapsulated list, chunks: bytes to values."""

import base64
import binascii
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

PHRASES: Mapping[int, str] = {
    100: "Continue",
    200: "OK",
    204: "No Modifications Needed",
    400: "Bad Request",
    404: "ICAP Service Not Found",
    405: "Method Not Allowed For Service",
    408: "Request Timeout",
    413: "Request Entity Too Large",
    500: "Server Error",
    501: "Method Not Implemented",
    503: "Service Overloaded",
    505: "ICAP Version Not Supported",
}
"""The statuses this service gives, with their phrases (RFC 3507 §4.3.3)."""

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_NUMBER = re.compile(r"[0-9]{1,15}")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")
_HTTP_REQUEST_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}) ([^\x00-\x20\x7f]+) HTTP/[0-9]\.[0-9]")
_HTTP_STATUS_LINE = re.compile(rb"HTTP/[0-9]\.[0-9] [0-9]{3}(?: [^\r\n]*)?")
_ONCE_ONLY = frozenset(
    ("encapsulated", "preview", "host", "x-client-ip", "x-client-username", "x-authenticated-user", "transfer-encoding")
)
_SECTIONS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "REQMOD": (("req-hdr",), ("req-body", "null-body")),
    "RESPMOD": (("req-hdr",), ("res-hdr",), ("res-body", "null-body")),
    "OPTIONS": (("opt-body", "null-body"),),
}


class Refused(Exception):
    """A message that cannot be taken, with the ICAP status to answer and a reason for whoever reads the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything is taken before it is refused. All in bytes."""

    head: int = 16 * 1024
    encapsulated: int = 256 * 1024
    preview: int = 64 * 1024
    chunk_line: int = 1024
    trailers: int = 16 * 1024
    kept_body: int = 8 * 1024 * 1024
    passing_body: int = 64 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """The ICAP head: method, path of the service (no query), header values by lower-case name."""

    method: str
    path: str
    headers: Mapping[str, str]

    def number(self, name: str) -> int | None:
        """The value of a header that must be a plain number; None where absent. Refused (400) otherwise."""
        text = self.headers.get(name)
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            raise Refused(400, f"{name} is not a number")
        return int(text)

    def lists(self, name: str, token: str) -> bool:
        """True where the comma-separated header holds the token, in any case."""
        return token.lower() in (part.strip().lower() for part in self.headers.get(name, "").split(","))


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the Encapsulated list. `size` is None for a body, which runs in chunks to its own end."""

    name: str
    size: int | None


def parse_fields(block: bytes) -> dict[str, str]:
    """Header lines without the blank one. Refused (400) on folding, control bytes and doubled headers that decide."""
    fields: dict[str, str] = {}
    for line in block.split(b"\r\n") if block else ():
        name, colon, value = line.partition(b":")
        if not colon or not _TOKEN.fullmatch(name):
            raise Refused(400, "a header line has no name")
        value = value.strip(b" \t")
        if b"\n" in value or b"\r" in value or b"\0" in value:
            raise Refused(400, "a header value holds a control byte")
        key = name.decode("ascii").lower()
        text = value.decode("latin-1")
        if key in fields:
            if key in _ONCE_ONLY:
                raise Refused(400, f"{key} is given twice")
            text = f"{fields[key]}, {text}"
        fields[key] = text
    return fields


def parse_head(block: bytes) -> Head:
    """The ICAP head without its blank line. Refused 400, 501 (unknown method) or 505 (other version)."""
    line, _, rest = block.partition(b"\r\n")
    parts = line.split(b" ")
    if len(parts) != 3 or not _TOKEN.fullmatch(parts[0]):
        raise Refused(400, "the first line is not an ICAP request line")
    if parts[2] != b"ICAP/1.0":
        raise Refused(505 if parts[2].startswith(b"ICAP/") else 400, "the version is not ICAP/1.0")
    try:
        method, target = parts[0].decode("ascii"), parts[1].decode("ascii")
    except UnicodeDecodeError:
        raise Refused(400, "the service address is not ASCII") from None
    if method not in _SECTIONS:
        raise Refused(501, "the method is not OPTIONS, REQMOD or RESPMOD")
    after_scheme = target.partition("://")[2] if "://" in target else target
    path = "/" + after_scheme.partition("/")[2].partition("?")[0]
    return Head(method, path, parse_fields(rest))


def parse_encapsulated(head: Head) -> tuple[Section, ...]:
    """The parts that follow the head, in order. Refused (400) where the list is absent, out of order or doubled."""
    text = head.headers.get("encapsulated")
    if text is None:
        if head.method == "OPTIONS":
            return (Section("null-body", None),)
        raise Refused(400, "Encapsulated is missing")
    return _sections(head.method, text)


@lru_cache(maxsize=4096)
def _sections(method: str, text: str) -> tuple[Section, ...]:
    """Kept, because Squid sends the same few thousand lists again and again; they hold lengths, nothing of a visit."""
    found: list[tuple[str, int]] = []
    for part in text.split(","):
        name, _, offset = part.strip().partition("=")
        if not _NUMBER.fullmatch(offset):
            raise Refused(400, "Encapsulated gives an offset that is not a number")
        found.append((name.strip().lower(), int(offset)))
    expected = iter(_SECTIONS[method])
    for name, _offset in found:
        if not any(name in choice for choice in expected):
            raise Refused(400, "Encapsulated names a part this method does not have, or in the wrong order")
    if found[-1][0] not in _SECTIONS[method][-1]:
        raise Refused(400, "Encapsulated does not end with a body or null-body")
    offsets = [offset for _name, offset in found]
    if offsets[0] != 0 or any(later <= earlier for earlier, later in itertools.pairwise(offsets)):
        raise Refused(400, "Encapsulated gives offsets that do not rise from 0")
    sizes: list[int | None] = [later - earlier for earlier, later in itertools.pairwise(offsets)]
    return tuple(Section(name, size) for (name, _), size in zip(found, [*sizes, None], strict=True))


def parse_chunk_size(line: bytes) -> tuple[int, bool]:
    """A chunk's size line: its size, and whether it carries the `ieof` extension. Refused (400) on anything else."""
    size, _, extension = line.partition(b";")
    size = size.rstrip(b" \t")
    if not _CHUNK_SIZE.fullmatch(size):
        raise Refused(400, "a chunk does not begin with its size")
    return int(size, 16), extension.strip(b" \t").lower() == b"ieof"


def parse_http_request(block: bytes) -> tuple[str, str]:
    """(method, address) of an encapsulated HTTP request head; a relative target is joined to its Host. Refused 400."""
    if not block.endswith(b"\r\n\r\n"):
        raise Refused(400, "the HTTP head does not end with a blank line")
    line, _, rest = block[:-4].partition(b"\r\n")
    match = _HTTP_REQUEST_LINE.fullmatch(line)
    if not match:
        raise Refused(400, "the HTTP request line is not one")
    method, target = match[1].decode("ascii"), match[2].decode("utf-8", "replace")
    if target.startswith("/"):
        host = parse_fields(rest).get("host", "")
        if not host:
            raise Refused(400, "the HTTP request names no host")
        target = f"http://{host}{target}"
    return method, target


def check_http_response(block: bytes) -> None:
    """Refused (400) where an encapsulated HTTP response head is not one."""
    if not block.endswith(b"\r\n\r\n") or not _HTTP_STATUS_LINE.fullmatch(block[:-4].partition(b"\r\n")[0]):
        raise Refused(400, "the HTTP response head is not one")


def parse_user(head: Head) -> str:
    """The user named by the proxy: X-Client-Username as it is, or the last part of a base64 X-Authenticated-User."""
    plain = head.headers.get("x-client-username", "")
    if plain and plain != "-":
        return plain.encode("latin-1").decode("utf-8", "replace")
    encoded = head.headers.get("x-authenticated-user", "")
    if not encoded:
        return ""
    try:
        decoded = base64.b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(400, "X-Authenticated-User is not base64") from None
    return decoded.rpartition("/")[2]
