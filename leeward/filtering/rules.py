"""Filtering decisions that need no database: what a policy layer holds, which exceptions may be made."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from leeward.engine.web.address import Address, UnreadableAddress, read
from leeward.engine.web.layer import FORMAT
from leeward.engine.web.values import Reason, Verdict

LONGEST_OPENING = timedelta(days=366)
"""An opened site is looked at again after a year at the latest; a request may ask for much less."""

SEEN_WITHIN = timedelta(minutes=5)
"""An edge that has not asked for its policy for so long does not count as answering."""

VERSION_WITHIN = timedelta(minutes=1)
"""How long an edge may take to have a new snapshot; most have it within seconds."""

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refusal(StrEnum):
    """Why an exception or a request is not taken. Pages put each into a sentence."""

    NOT_AN_ADDRESS = "not-an-address"
    TOO_WIDE = "too-wide"
    END_BEFORE_START = "end-before-start"
    TOO_LONG = "too-long"
    LOCKED = "locked"
    NOT_BLOCKED = "not-blocked"


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    name: str
    title: str
    reason: Reason
    locked: bool


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One group with its members and what it decides about each category."""

    name: str
    users: Sequence[str]
    addresses: Sequence[str]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    reference: str
    host: str
    path: str
    groups: Sequence[str]
    starts: datetime
    ends: datetime | None
    verdict: Verdict
    reason: Reason | None


def layer_json(
    categories: Iterable[CategoryFacts],
    groups: Iterable[GroupFacts],
    default_group: str,
    exceptions: Iterable[ExceptionFacts],
    *,
    never_blocked: Sequence[str],
    own_hosts: Sequence[str],
    block_page: str,
) -> dict[str, object]:
    """The policy layer as `leeward.engine.web.layer` describes it."""
    return {
        "format": FORMAT,
        "categories": {
            category.name: {"title": category.title, "reason": category.reason.value}
            | ({"locked": True} if category.locked else {})
            for category in categories
        },
        "groups": [
            {
                "name": group.name,
                "users": sorted(group.users),
                "addresses": sorted(group.addresses),
                "blocked": sorted(name for name, verdict in group.verdicts.items() if verdict is Verdict.BLOCK),
                "warned": sorted(name for name, verdict in group.verdicts.items() if verdict is Verdict.WARN),
            }
            for group in groups
        ],
        "default_group": default_group,
        "exceptions": [
            {
                "host": exception.host,
                "path": exception.path,
                "groups": sorted(exception.groups),
                "from": exception.starts.isoformat(),
                "until": exception.ends.isoformat() if exception.ends else None,
                "verdict": exception.verdict.value,
                "rule": rule_of(exception.reference),
                "reason": exception.reason.value if exception.reason else "",
            }
            for exception in exceptions
        ],
        "never_blocked": list(never_blocked),
        "own_hosts": list(own_hosts),
        "block_page": block_page,
    }


def rule_of(reference: str) -> str:
    """The rule a decision names when an exception made it."""
    return f"exception {reference}"


def address_to_except(text: str, suffixes: frozenset[str]) -> Address | Refusal:
    """The host (and path, where one is given) an exception would be about; never a whole public suffix."""
    try:
        address = read(text)
    except UnreadableAddress:
        return Refusal.NOT_AN_ADDRESS
    if not address.is_ip and ("." not in address.host or address.host in suffixes):
        return Refusal.TOO_WIDE
    return address


def span_refused(starts: datetime, ends: datetime | None, verdict: Verdict) -> Refusal | None:
    """Why an exception from `starts` until `ends` is not made; None where it may be. Only closing may be for ever."""
    if ends is not None and ends <= starts:
        return Refusal.END_BEFORE_START
    if verdict is Verdict.ALLOW and (ends is None or ends - starts > LONGEST_OPENING):
        return Refusal.TOO_LONG
    return None


def next_version(latest: int, now: datetime) -> int:
    """The version after `latest`: the second it is made in, or one more than the last.

    Taken from the clock so that it goes on rising after an older backup was restored; edges refuse to go back.
    """
    return max(latest + 1, int(now.timestamp()))


def new_reference() -> str:
    """Six letters and figures that are hard to confuse: says nothing about how many there are."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))
