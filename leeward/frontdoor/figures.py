"""The figures by which a machine sees whether everything runs. Nothing here is about a case, a finding or a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from leeward.filtering.queries.edges import edge_lines, newest_version
from leeward.filtering.queries.policy import snapshot_in_force_made
from leeward.foundation.access import STRANGER
from leeward.foundation.audit.evidence import AUDIT_WHOLE
from leeward.foundation.audit.queries import newest_digest_made
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import last_observed, on_day
from leeward.foundation.evidence.registry import checks
from leeward.foundation.outbox.figures import OutboxFigures, outbox_figures

SILENT_ROOMS = frozenset({"safeguarding", "monitoring"})
"""Rooms whose checks are left out altogether: even a figure that hides every case may move when there is one."""


@dataclass(frozen=True, slots=True)
class EdgeFigure:
    """One edge in use. `seen_seconds` None: it was never heard of."""

    name: str
    answering: bool
    current: bool
    seen_seconds: int | None
    unreadable: int


@dataclass(frozen=True, slots=True)
class CheckFigure:
    """One check as last observed, today or yesterday."""

    key: str
    state: State


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything at one moment."""

    outbox: OutboxFigures
    audit_whole: bool | None
    audit_verified_at: datetime | None
    digest_made_at: datetime | None
    snapshot_version: int
    snapshot_made_at: datetime | None
    edges: Sequence[EdgeFigure]
    checks: Sequence[CheckFigure]


def figures(now: datetime) -> Figures:
    """What holds at `now`: from rows that are there already; nothing is worked out anew for it."""
    verified = last_observed(AUDIT_WHOLE.key)
    return Figures(
        outbox=outbox_figures(now),
        audit_whole=None if verified is None else verified[1] is State.TRUE,
        audit_verified_at=None if verified is None else verified[0],
        digest_made_at=newest_digest_made(),
        snapshot_version=newest_version(),
        snapshot_made_at=snapshot_in_force_made(),
        edges=[
            EdgeFigure(
                line.name,
                line.answering,
                line.current,
                None if line.last_seen is None else int((now - line.last_seen).total_seconds()),
                line.unreadable,
            )
            for line in edge_lines(now)
            if line.revoked_at is None
        ],
        checks=[CheckFigure(check.key, _state(check.key, now)) for check in checks() if check.room not in SILENT_ROOMS],
    )


def _state(key: str, now: datetime) -> State:
    """As observed today; before the morning's look, as observed yesterday. Asked as somebody who may know nothing."""
    today = timezone.localdate(now)
    found = on_day(STRANGER, key, today)
    if found.state is State.UNPROVEN:
        found = on_day(STRANGER, key, today - timedelta(days=1))
    return found.state
