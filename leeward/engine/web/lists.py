"""Lists of addresses in the formats they are published in, line by line: keys of the index out, bad lines named.

Nothing is held: a list of millions of lines passes through. Formats:
  domains  one host a line (`example.com`, `.example.com`, `*.example.com`, `||example.com^`), paths allowed
  urls     one host and path a line (`example.com/forum`), as in squidGuard's `urls` files
  hosts    `0.0.0.0 example.com other.example` as in /etc/hosts
`#` begins a comment where it stands first or after a blank; `!` and `;` where they stand first.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from leeward.engine.web.address import Address, UnreadableAddress, read
from leeward.engine.web.index import key_of

LONGEST_LINE = 8_192
"""Bytes. A longer line is no address."""


class LineKind(StrEnum):
    """How the lines of one file are to be read."""

    DOMAINS = "domains"
    URLS = "urls"
    HOSTS = "hosts"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no entry. `number` counts from 1; `text` is shortened for showing."""

    number: int
    text: str
    why: str


OUR_NAMES = {
    "adult": "sexual",
    "porn": "sexual",
    "pornography": "sexual",
    "mixed_adult": "sexual",
    "agressif": "hate",
    "aggressive": "hate",
    "hacking": "bypass",
    "proxy": "bypass",
    "proxies": "bypass",
    "redirector": "bypass",
    "redirectors": "bypass",
    "strict_redirector": "bypass",
    "strong_redirector": "bypass",
    "vpn": "bypass",
    "doh": "bypass",
    "drogue": "drugs",
    "dangerous_material": "violence",
    "weapons": "violence",
    "malware": "spyware",
    "cryptojacking": "spyware",
    "stalkerware": "spyware",
    "ddos": "spyware",
    "phishing": "scam",
    "warez": "piracy",
    "social_networks": "social",
    "socialnet": "social",
    "audio-video": "streaming",
    "tricheur": "cheating",
    "tricheur_pix": "cheating",
    "bitcoin": "cryptocurrency",
    "jobsearch": "job-search",
    "publicite": "advertising",
    "publicité": "advertising",
    "ads": "advertising",
    "press": "news",
    "sect": "extremism",
}
"""What well-known lists call their categories, in our words. Names not here are kept."""

_CATEGORY = re.compile(r"[^a-z0-9]+")
_PLAIN_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z](?:[a-z0-9-]*[a-z0-9])?")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_MACHINE_NAMES = frozenset(
    """localhost localhost.localdomain local broadcasthost 0.0.0.0 ip6-localhost ip6-loopback ip6-localnet
    ip6-mcastprefix ip6-allnodes ip6-allrouters ip6-allhosts""".split()  # noqa: SIM905  # reads better than a list
)


def our_category(name: str) -> str:
    """A category's name in our words, fit for a file name; "" if nothing of it is left."""
    lowered = name.strip().lower()
    return OUR_NAMES.get(lowered) or _CATEGORY.sub("-", lowered).strip("-")[:60]


def read_lines(
    lines: Iterable[bytes], kind: LineKind, suffixes: frozenset[str] | None = None
) -> Iterator[str | BadLine]:
    """The index keys of a list, and its bad lines where they stand.

    `suffixes`: public suffixes (`co.uk`), refused because an entry covers everything under it; None to allow them and
    single labels (`xxx`). Blank lines and comments give nothing.
    """
    for number, raw in enumerate(lines, 1):
        if number == 1 and raw.startswith(b"\xef\xbb\xbf"):
            raw = raw[3:]
        if len(raw) > LONGEST_LINE:
            yield BadLine(number, _shown(raw), "longer than any address")
            continue
        try:
            line = raw.decode("utf-8").strip().lower()
        except UnicodeDecodeError:
            yield BadLine(number, _shown(raw), "not UTF-8 text")
            continue
        if not line or line[0] in "#!;":
            continue
        if "#" in line:
            line = _COMMENT.sub("", line)
        try:
            if kind is LineKind.HOSTS:
                yield from [key_of_entry(host, suffixes) for host in _hosts_of(line)]
            else:
                yield key_of_entry(line, suffixes)
        except UnreadableAddress as error:
            yield BadLine(number, _shown(raw), str(error))


def key_of_entry(entry: str, suffixes: frozenset[str] | None) -> str:
    """The index key of one entry as a list writes it (lower case). Raises UnreadableAddress, saying why."""
    host = entry[2:-1] if entry.startswith("||") and entry.endswith("^") else entry
    host = host.removeprefix("*").removeprefix(".")
    if len(host) <= 253 and _PLAIN_HOST.fullmatch(host):
        address = Address(host)
    else:
        if any(blank in host for blank in " \t"):
            raise UnreadableAddress("more than one word")
        address = read(host)
    if suffixes is not None and not address.is_ip:
        if "." not in address.host:
            raise UnreadableAddress("a single word is not a host")
        if address.host in suffixes:
            raise UnreadableAddress("this would cover every site under a public suffix")
    path = address.path.rstrip("/")
    if not path:
        return key_of(address, with_path=False)
    return key_of(Address(address.host.removeprefix("www."), path, address.is_ip), with_path=True)


def _hosts_of(line: str) -> list[str]:
    number, *names = line.split()
    try:
        ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        raise UnreadableAddress("a line of a hosts file begins with a number") from None
    if not names:
        raise UnreadableAddress("no host after the number")
    return [name for name in names if name not in _MACHINE_NAMES]


def _shown(raw: bytes) -> str:
    return raw[:80].decode("utf-8", "replace").strip()
