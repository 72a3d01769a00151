"""The decision itself: one request and one snapshot in, one verdict with its cause out. Never raises, never guesses."""

from collections.abc import Iterator

from leeward.engine.web.address import Address, UnreadableAddress, readings
from leeward.engine.web.index import Listing
from leeward.engine.web.layer import Group, WebException, path_under
from leeward.engine.web.snapshot import Snapshot
from leeward.engine.web.values import NEVER_RECORDED, UNREADABLE, Decision, Reason, Verdict, WebRequest

_STRENGTH = {reason: place for place, reason in enumerate(Reason)}
_SEVERITY = {Verdict.BLOCK: 0, Verdict.WARN: 1, Verdict.ALLOW: 2}


def decide(request: WebRequest, snapshot: Snapshot) -> Decision:
    """May `request` be opened under `snapshot`?

    In this order: the organisation's own hosts and the helplines (always, and never recorded); locked categories;
    exceptions in force, the most specific host and path first; what the group has blocked, the strongest reason first
    (safeguarding, security, productivity); what it is warned of; else allowed. An allowed address that is listed
    still names its category and list.
    """
    try:
        addresses = readings(request.url)
    except UnreadableAddress:
        return Decision(Verdict.BLOCK, reason=Reason.SECURITY, rule=UNREADABLE)
    decisions = [_decide(address, request, snapshot) for address in addresses]
    return min(decisions, key=lambda decision: _SEVERITY[decision.verdict])


def _decide(address: Address, request: WebRequest, snapshot: Snapshot) -> Decision:
    layer = snapshot.layer
    if _is_never_recorded(address, snapshot):
        return Decision(Verdict.ALLOW, rule=NEVER_RECORDED)
    group = snapshot.group(request.group)
    found = list(snapshot.index.find(address))
    locked = [listing for listing in found if (kind := layer.categories.get(listing.category)) and kind.locked]
    if locked:
        return _because(Verdict.BLOCK, locked, group, snapshot)
    exception = _exception_for(address, request, group, snapshot)
    if exception is not None:
        return _excepted(exception, found)
    for verdict, categories in ((Verdict.BLOCK, group.blocked), (Verdict.WARN, group.warned)):
        hits = [listing for listing in found if listing.category in categories]
        if hits:
            return _because(verdict, hits, group, snapshot)
    if found:
        last = found[-1]
        return Decision(Verdict.ALLOW, last.category, None, "", last.list, last.matched)
    return Decision(Verdict.ALLOW)


def _because(verdict: Verdict, hits: list[Listing], group: Group, snapshot: Snapshot) -> Decision:
    """The strongest reason among `hits`; of equals, the narrowest entry, then the first in the alphabet."""
    categories = snapshot.layer.categories

    def rank(listing: Listing) -> tuple[int, int, str, str]:
        known = categories.get(listing.category)
        return (
            _STRENGTH[known.reason] if known else len(_STRENGTH),
            -len(listing.matched),
            listing.category,
            listing.list,
        )

    best = min(hits, key=rank)
    known = categories.get(best.category)
    rule = f"category {best.category}, group {group.name}"
    return Decision(verdict, best.category, known.reason if known else None, rule, best.list, best.matched)


def _is_never_recorded(address: Address, snapshot: Snapshot) -> bool:
    """Helplines and the organisation's own hosts.

    The whole of an own host counts: through CONNECT a visit to the concern form cannot be told from any other.
    """
    layer = snapshot.layer
    for host in hosts_over(address):
        if host in layer.own_hosts:
            return True
        if any(path_under(address.path, path) for path in layer.never_blocked.get(host, ())):
            return True
    return False


def _exception_for(address: Address, request: WebRequest, group: Group, snapshot: Snapshot) -> WebException | None:
    for host in hosts_over(address):
        for exception in snapshot.layer.exceptions.get(host, ()):
            if exception.in_force(request.at, group.name) and exception.covers(address.path):
                return exception
    return None


def _excepted(exception: WebException, found: list[Listing]) -> Decision:
    last = found[-1] if found else Listing("", "", "")
    reason = exception.reason if exception.verdict is Verdict.BLOCK else None
    matched = exception.host + ("" if exception.path == "/" else exception.path)
    return Decision(exception.verdict, last.category, reason, exception.rule, last.list, matched)


def hosts_over(address: Address) -> Iterator[str]:
    """The host itself, then its parents up to the last label; a number has none."""
    host = address.host
    yield host
    if address.is_ip:
        return
    while (cut := host.find(".")) >= 0:
        host = host[cut + 1 :]
        yield host
