"""Addresses as browsers read them: whatever way one is spelt, it becomes one host and one path.

Python's own `urllib` disagrees with browsers about `0x7f.1`, full-width letters, backslashes and percent-encoded
hosts, and every disagreement is a way round a filter. So the parsing is the WHATWG one (the library can_ada), and
what is left to do here is only what comes before it (bare hosts, CONNECT) and after it (one spelling for look-ups).
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote

import can_ada

LONGEST = 65_536
"""An address longer than this (characters) is unreadable; browsers and Squid both give up well before."""

_IGNORED = str.maketrans("", "", "\t\n\r")
_UNSTORED = str.maketrans("", "", "\0\n\r")
_EDGES = "".join(map(chr, range(0x21)))
_WEB_SCHEME = re.compile(r"(?:https?|wss?|ftp):", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:[/\\]{2}", re.IGNORECASE)
_BARE_IPV6 = re.compile(r"[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^:/?#]*://([^/?#]*)")
_SLASHES = re.compile(r"/{2,}")
_PLAIN_PATH = re.compile(r"(?:/[a-z0-9_.~!$&'()*+,;=:@-]+)*/?(?:\?[a-z0-9_.~!$&'()*+,;=:@/?-]*)?")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """One address in the one spelling everything is compared in.

    `host` is lower case, without a final dot, in punycode; an IPv4 address is dotted decimal, an IPv6 address stands
    in brackets. `path` starts with `/`, is decoded once and in lower case, with its query after `?` where there is one
    (many servers ignore case, and a list entry that could be escaped by a capital would be worth little).
    """

    host: str
    path: str = "/"
    is_ip: bool = False


class UnreadableAddress(ValueError):
    """The text is not an address that a browser would open over the web."""


def read(text: str) -> Address:
    """The address a browser would open for `text`: a URL, `host:port` as in CONNECT, or what a person types.

    Raises UnreadableAddress.
    """
    cleaned = text.strip(_EDGES).translate(_IGNORED)
    if not cleaned or len(cleaned) > LONGEST:
        raise UnreadableAddress("empty or too long")
    if not _WEB_SCHEME.match(cleaned):
        if _OTHER_SCHEME.match(cleaned):
            raise UnreadableAddress("not a web address")
        if _BARE_IPV6.fullmatch(cleaned):
            cleaned = f"[{cleaned}]"
        cleaned = "http://" + cleaned.lstrip("/\\")
    return _parse(cleaned)


def readings(text: str) -> tuple[Address, ...]:
    """Every address `text` may be taken for: what a browser reads first, then what an older parser would read.

    They differ only where a backslash stands before the path (`http://good.example\\@bad.example/`): browsers take it
    for a slash and never send one, so only a hand-made request carries it, and the proxy may connect to the other host.

    Raises UnreadableAddress.
    """
    first = read(text)
    if "\\" not in text:
        return (first,)
    authority = _AUTHORITY.match(text.strip(_EDGES).translate(_IGNORED))
    if authority is None or "@" not in authority[1]:
        return (first,)
    try:
        second = _parse("http://" + authority[1].rpartition("@")[2] + "/")
    except UnreadableAddress:
        return (first,)
    return (first,) if second.host == first.host else (first, second)


def host_of(text: str) -> str:
    """The host a person or a list means by `text`. Raises UnreadableAddress."""
    return read(text).host


def tidy_path(path: str) -> str:
    """A path and query in the spelling look-ups use: decoded once, lower case, no doubled slashes."""
    lowered = path.lower()
    if _PLAIN_PATH.fullmatch(lowered):
        return lowered or "/"
    decoded = unquote(lowered, errors="replace").lower()
    # what was encoded may hold anything, a zero byte or half a character included; the index takes text only
    decoded = decoded.encode("utf-8", "replace").decode("utf-8").translate(_UNSTORED)
    before, mark, query = decoded.partition("?")
    return (_SLASHES.sub("/", before) or "/") + mark + query


def _parse(url: str) -> Address:
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError, UnicodeError) as error:  # TypeError: half a surrogate pair
        raise UnreadableAddress("not an address") from error
    host = parsed.hostname.rstrip(".").lower()
    path = tidy_path(parsed.pathname + parsed.search)
    if not host or ".." in host or host.startswith("."):
        raise UnreadableAddress("no host")
    if host[0] == "[":
        return _of_ipv6(host, path)
    is_ip = host[-1].isdigit() and _is_ipv4(host)
    return Address(host, path, is_ip)


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _of_ipv6(host: str, path: str) -> Address:
    """IPv6, or the IPv4 address it stands for: a mapped or translated address reaches the same machine."""
    try:
        number = ipaddress.IPv6Address(host[1:-1])
    except ValueError as error:
        raise UnreadableAddress("not an address") from error
    mapped = number.ipv4_mapped
    if mapped is None and number in _NAT64:
        mapped = ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF)
    return Address(str(mapped) if mapped else f"[{number.compressed}]", path, is_ip=True)
