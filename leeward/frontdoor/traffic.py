"""Counts requests by the name of their route, in every process of the web server, without a lock between them.

Each process keeps its counts in a small mapped file of its own under LEEWARD_HOME/traffic; whoever asks adds all of
them up. A file outlives its process, so that nothing is lost when one is replaced; `leeward web` begins with an empty
folder.

Only routes of COUNTED are counted. A count that moved when somebody reports, or when a case is opened, would tell
whoever reads it that there is one: those pages are counted nowhere, not even under "other".
"""

import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

COUNTED = ("api:", "filtering:", "policy:")
"""Beginnings of the names that are counted. A room is named here once somebody has asked what its counts would tell."""
COUNTED_WHOLE = ("home", "healthz", "readyz", "metrics", "account_login", "people:directory", "people:person")
LIMITS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: upper ends of the buckets; the last is open."""
CLASSES = ("2xx", "3xx", "4xx", "5xx")
FIELDS = len(CLASSES) + len(LIMITS) + 1 + 1  # a count for each class and bucket, and the seconds altogether
ROW = 8 * FIELDS


@dataclass(frozen=True, slots=True)
class RouteTraffic:
    """One route. `buckets` as many as LIMITS and one more, each by itself; `seconds`: altogether."""

    route: str
    by_class: tuple[int, ...]
    buckets: tuple[int, ...]
    seconds: float


def folder() -> Path:
    """Where the counts of this machine's web processes lie."""
    return Path(settings.LEEWARD_HOME) / "traffic"


def counted_routes() -> list[str]:
    """The routes that are counted, in the order of their rows."""
    names = set(_names(get_resolver().url_patterns, ""))
    return sorted(name for name in names if name.startswith(COUNTED) or name in COUNTED_WHOLE)


def _names(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, f"{before}{one.namespace}:" if one.namespace else before)
        elif one.name:
            yield f"{before}{one.name}"


def begin_anew() -> None:
    """Empties the folder; called once before the web server starts."""
    for path in folder().glob("*.counts"):
        path.unlink(missing_ok=True)


class Counts:
    """The counts of this process."""

    def __init__(self, routes: Sequence[str], at: Path) -> None:
        self.rows = {route: number for number, route in enumerate(routes)}
        self.lock = threading.Lock()
        at.mkdir(parents=True, exist_ok=True)
        self.path = at / f"{os.getpid()}.counts"
        size = max(ROW * len(routes), ROW)
        with self.path.open("ab") as file:
            file.truncate(max(size, file.tell()))
        with self.path.open("r+b") as file:
            self.map = mmap.mmap(file.fileno(), size)

    def add(self, route: str, status: int, seconds: float) -> None:
        """One request more."""
        row = self.rows.get(route)
        if row is None:
            return
        kind = min(max(status // 100, 2), 5) - 2
        bucket = next((place for place, limit in enumerate(LIMITS) if seconds <= limit), len(LIMITS))
        with self.lock:
            self._more(row, kind, 1.0)
            self._more(row, len(CLASSES) + bucket, 1.0)
            self._more(row, FIELDS - 1, seconds)

    def _more(self, row: int, field: int, by: float) -> None:
        place = row * ROW + field * 8
        (value,) = struct.unpack_from("<d", self.map, place)
        struct.pack_into("<d", self.map, place, value + by)


def traffic(at: Path, routes: Sequence[str]) -> list[RouteTraffic]:
    """What all processes counted, route by route; those nobody asked for are left out."""
    sums = [[0.0] * FIELDS for _ in routes]
    for path in sorted(at.glob("*.counts")):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        for number in range(min(len(routes), len(content) // ROW)):
            for field, value in enumerate(struct.unpack_from(f"<{FIELDS}d", content, number * ROW)):
                sums[number][field] += value
    return [
        RouteTraffic(
            route,
            tuple(int(value) for value in row[: len(CLASSES)]),
            tuple(int(value) for value in row[len(CLASSES) : FIELDS - 1]),
            row[FIELDS - 1],
        )
        for route, row in zip(routes, sums, strict=True)
        if any(row)
    ]


_counts: dict[int, Counts] = {}


def _own_counts() -> Counts:
    """This process's counts, made on its first request: the server forks its workers."""
    own = _counts.get(os.getpid())
    if own is None:
        own = _counts.setdefault(os.getpid(), Counts(counted_routes(), folder()))
    return own


class TrafficMiddleware:
    """Counts each request of a counted route. Outermost, so that the whole time is measured. Never fails a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.view_name:
            try:
                _own_counts().add(match.view_name, response.status_code, time.monotonic() - began)
            except OSError:  # a full disk must not keep anybody from reporting
                return response
        return response
