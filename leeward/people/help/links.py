"""The test of links to help outside. Opens nothing unless the organisation has switched it on.

Each address is a job of its own, once a week. Only https on its usual port is opened, and only where every address of
the host is a public one: nobody can make this server look into its own network by entering a link.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import httpx
from django.db import transaction

from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.foundation.settings_history.queries import value
from leeward.people.actions.signposts import keep_look
from leeward.people.help.choices import CHECK_LINKS
from leeward.people.queries.help import shown_lines

SECONDS = 15
HOPS = 5
_BUSY = frozenset({401, 403, 405, 429})
"""Answers of a site that is there but does not talk to programs."""


@message("people.test-link")
@dataclass(frozen=True, slots=True)
class TestLink:
    """One entry whose address is to be opened."""

    __test__ = False  # not a test of pytest's

    key: str


def put_tests(now: datetime) -> int:
    """Daily: on Mondays puts a job for each address, while the organisation wants it. Returns how many."""
    if now.weekday() != 0 or not value(CHECK_LINKS, at=now):
        return 0
    with transaction.atomic():
        lines = [line for line in shown_lines(now) if line.website]
        return sum(put(TestLink(line.key), key=f"link {line.key} {now.date()}", now=now) for line in lines)


def test_link(told: TestLink, now: datetime) -> None:
    """Hears TestLink: opens the address and keeps what was found. A dead link is a finding, not a failure."""
    if not value(CHECK_LINKS, at=now):
        return
    line = next((line for line in shown_lines(now) if line.key == told.key and line.website), None)
    if line is not None:
        good, said = opened(line.website)
        keep_look(key=line.key, good=good, said=said, now=now)


test_link.__test__ = False  # type: ignore[attr-defined]  # keeps pytest from collecting it


def addresses_of(host: str) -> list[str]:
    """Every address a host name leads to. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)]


def opened(
    address: str,
    *,
    client: httpx.Client | None = None,
    resolve: Callable[[str], Iterable[str]] = addresses_of,
) -> tuple[bool, str]:
    """Whether an address answers, and how: `answered`, `blocks-programs`, `status-404`, `no-answer`, `not-allowed`."""
    with client or httpx.Client(timeout=SECONDS, follow_redirects=False, headers={"User-Agent": "link test"}) as using:
        for _hop in range(HOPS):
            if not _public(address, resolve):
                return False, "not-allowed"
            try:
                with using.stream("GET", address) as answer:
                    status, onward = answer.status_code, answer.headers.get("location", "")
            except (httpx.HTTPError, httpx.InvalidURL):
                return False, "no-answer"
            if 300 <= status < 400 and onward:
                address = urljoin(address, onward)
                continue
            if status < 300:
                return True, "answered"
            return (True, "blocks-programs") if status in _BUSY else (False, f"status-{status}")
    return False, "too-many-redirects"


def _public(address: str, resolve: Callable[[str], Iterable[str]]) -> bool:
    try:
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname or parts.port not in (None, 443) or parts.username:
            return False
        found = [ipaddress.ip_address(each) for each in resolve(parts.hostname)]
    except (OSError, ValueError):
        return False
    return bool(found) and all(each.is_global and not each.is_multicast for each in found)
