"""Metrics for Prometheus, in its text format: https://prometheus.io/docs/instrumenting/exposition_formats/ (0.0.4).

Closed to strangers: open to a token with the scope `metrics:read`, and to the networks of LEEWARD_METRICS_FROM.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from leeward import __version__
from leeward.foundation.evidence.findings import State
from leeward.frontdoor.figures import Figures
from leeward.frontdoor.traffic import CLASSES, LIMITS, RouteTraffic

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Labels = dict[str, str]
Sample = tuple[Labels, float]


def comes_from_a_scraper(request: HttpRequest) -> bool:
    """Does the request come straight from one of the networks? One that passed a proxy does not: it could be anyone."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.LEEWARD_METRICS_FROM)


def exposition(found: Figures, traffic: Sequence[RouteTraffic], now: datetime) -> str:
    """Everything as text."""
    return "".join((*_running(found), *_proof(found), *_filter(found, now), *_requests(traffic)))


def _running(found: Figures) -> Iterator[str]:
    outbox = found.outbox
    yield _metric("leeward_build_info", "gauge", "The version that answers.", [({"version": __version__}, 1)])
    yield _one("leeward_outbox_due", "Pieces of work that should have been done by now.", outbox.due)
    yield _one("leeward_outbox_oldest_due_seconds", "How late the oldest of them is.", outbox.oldest_seconds)
    yield _one("leeward_outbox_dead", "Pieces of work that gave up and wait for somebody.", outbox.dead)
    yield _one("leeward_letters_failing", "Letters that failed and are being tried again.", outbox.letters_failing)
    yield _one("leeward_letters_dead", "Letters that were given up.", outbox.letters_dead)


def _proof(found: Figures) -> Iterator[str]:
    if found.audit_verified_at is not None:
        at = found.audit_verified_at.timestamp()
        yield _one("leeward_audit_verified_timestamp_seconds", "When every audit chain was last walked.", at)
        yield _one("leeward_audit_whole", "1 where nothing was amiss then.", int(bool(found.audit_whole)))
    if found.digest_made_at is not None:
        at = found.digest_made_at.timestamp()
        yield _one("leeward_audit_digest_timestamp_seconds", "When the last signed digest was made.", at)
    samples = [
        ({"check": check.key, "state": state.value}, int(check.state is state))
        for check in found.checks
        for state in State
    ]
    yield _metric("leeward_check", "gauge", "How each check was observed last; 1 for its state.", samples)


def _filter(found: Figures, now: datetime) -> Iterator[str]:
    if found.snapshot_made_at is not None:
        age = (now - found.snapshot_made_at).total_seconds()
        yield _one("leeward_snapshot_version", "The filter policy in force.", found.snapshot_version)
        yield _one("leeward_snapshot_age_seconds", "How long ago it was made.", age)
    edges = found.edges
    answering = [({"edge": edge.name}, int(edge.answering)) for edge in edges]
    yield _metric("leeward_edge_answering", "gauge", "1 where a filter asked for its policy lately.", answering)
    current = [({"edge": edge.name}, int(edge.current)) for edge in edges]
    yield _metric("leeward_edge_current", "gauge", "1 where a filter has the policy in force.", current)
    seen = [({"edge": edge.name}, edge.seen_seconds) for edge in edges if edge.seen_seconds is not None]
    yield _metric("leeward_edge_seen_seconds", "gauge", "How long ago a filter was heard of.", seen)
    bad = [({"edge": edge.name}, edge.unreadable) for edge in edges]
    yield _metric("leeward_edge_unreadable_records_total", "counter", "Records a filter sent in vain.", bad)


def _requests(traffic: Sequence[RouteTraffic]) -> Iterator[str]:
    counts = [
        ({"route": one.route, "status": kind}, count)
        for one in traffic
        for kind, count in zip(CLASSES, one.by_class, strict=True)
        if count
    ]
    yield _metric("leeward_http_requests_total", "counter", "Requests by route, on this machine.", counts)
    name = "leeward_http_request_seconds"
    lines = [f"# HELP {name} How long they took.\n# TYPE {name} histogram\n"]
    for one in traffic:
        below = 0
        for limit, count in zip((*map(str, LIMITS), "+Inf"), one.buckets, strict=True):
            below += count
            lines.append(_line(f"{name}_bucket", {"route": one.route, "le": limit}, below))
        lines.append(_line(f"{name}_sum", {"route": one.route}, one.seconds))
        lines.append(_line(f"{name}_count", {"route": one.route}, below))
    if traffic:
        yield "".join(lines)


def _one(name: str, words: str, value: float) -> str:
    return _metric(name, "gauge", words, [({}, value)])


def _metric(name: str, kind: str, words: str, samples: Iterable[Sample]) -> str:
    lines = [_line(name, labels, value) for labels, value in samples]
    return f"# HELP {name} {words}\n# TYPE {name} {kind}\n{''.join(lines)}" if lines else ""


def _line(name: str, labels: Labels, value: float) -> str:
    inner = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inner}}} {value:.10g}\n" if inner else f"{name} {value:.17g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
