"""Reading: what is monitored and why, and the findings somebody may know of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.monitoring.marks import mark_of
from leeward.monitoring.models import Finding, FindingBar, LawfulBasis, Source
from leeward.monitoring.rules import READ_BY, SAME_DAY, State, is_reference
from leeward.people import queries as people
from leeward.people.rules import Post

REVIEW = "monitoring.review"
"""The permission without which nobody sees any finding. It admits to none: posts and bars decide that."""
CONFIGURE = "monitoring.configure"
OPEN_FOR = timedelta(hours=8)
"""How long a finding stays open for somebody who gave a reason."""


def posts_now(now: datetime) -> dict[Post, list[UUID]]:
    """Who holds the posts that review findings today, holders before deputies."""
    day = timezone.localdate(now)
    return {post: [holding.person for holding in people.holders_of(post, day)] for post in READ_BY.values()}


def findings_for(actor: Actor, now: datetime) -> QuerySet[Finding]:
    """The findings this actor may know of; every list, count and page starts here. A bar beats every post."""
    if actor.person is None or not actor.may(REVIEW):
        return Finding.objects.none()
    held = {holding.post for holding in people.posts_of(actor.person, timezone.localdate(now))}
    compartments = [place for place, post in READ_BY.items() if post in held]
    barred = FindingBar.objects.filter(mark=mark_of(actor.person)).values("finding")
    return Finding.objects.filter(compartment__in=compartments).exclude(pk__in=barred)


def find_finding(actor: Actor, ref: str, now: datetime) -> Finding | None:
    """The finding of that reference, or None: for one that does not exist and one the actor may not know of alike."""
    return findings_for(actor, now).filter(ref=ref).first() if is_reference(ref) else None


def waiting(actor: Actor, now: datetime) -> list[Finding]:
    """Findings that wait for a decision, the severest first, then the oldest."""
    rows = findings_for(actor, now).filter(state=State.WAITING, body__isnull=False)
    return list(rows.order_by("-severity", "found_at")[:200])


def waiting_counts(actor: Actor, now: datetime) -> tuple[int, int]:
    """How many findings wait for this actor, and how many of them are to be seen the same day."""
    rows = waiting(actor, now)
    return len(rows), sum(row.severity >= SAME_DAY for row in rows)


def decided(actor: Actor, now: datetime, most: int = 20) -> list[Finding]:
    """The latest decisions about findings the actor may know of."""
    return list(findings_for(actor, now).exclude(state=State.WAITING).order_by("-decided_at")[:most])


def is_open_for(actor: Actor, finding: Finding, now: datetime) -> bool:
    """Has this person given a reason for opening the finding lately?"""
    if actor.person is None:
        return False
    return finding.openings.filter(person=actor.person, at__gt=now - OPEN_FOR, at__lte=now).exists()


def precision(actor: Actor, now: datetime) -> list[tuple[str, int, int]]:
    """Per rule: how many findings the actor may know of were raised, of how many decided. For weeding out bad rules."""
    raised: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for rules, state in findings_for(actor, now).exclude(state=State.WAITING).values_list("rules", "state"):
        total.update(rules)
        raised.update(rules if state == State.RAISED else ())
    return sorted((rule, raised[rule], count) for rule, count in total.items())


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as shown to people: is it on, and on what basis (None while none is in force)."""

    id: UUID
    address: str
    form: str
    on: bool
    basis: LawfulBasis | None
    waiting: LawfulBasis | None


def sources() -> list[SourceLine]:
    """Every source with the basis in force and the one that waits for approval."""
    waiting_bases: Mapping[UUID, LawfulBasis] = {
        basis.source_id: basis for basis in LawfulBasis.objects.filter(state=LawfulBasis.State.WAITING)
    }
    rows = Source.objects.select_related("basis").order_by("address")
    return [SourceLine(row.pk, row.address, row.form, row.on, row.basis, waiting_bases.get(row.pk)) for row in rows]


def bases(source: UUID) -> list[LawfulBasis]:
    """Every basis ever recorded for a source, the latest first."""
    return list(LawfulBasis.objects.filter(source=source).order_by("-recorded_at"))


class NotMonitored(Exception):
    """Mail for this address is not taken. `known` tells an address that is switched off from one nobody uses."""

    def __init__(self, *, known: bool) -> None:
        super().__init__("monitoring is off" if known else "no such mailbox")
        self.known = known


def source_taking(address: str, today: date) -> Source:
    """The source that takes mail at an address. Raises NotMonitored where there is none, or none that may be read."""
    source = Source.objects.select_related("basis").filter(address=address.strip().lower()).first()
    if source is None:
        raise NotMonitored(known=False)
    if not may_be_read(source, today):
        raise NotMonitored(known=True)
    return source


def may_be_read(source: Source, today: date) -> bool:
    """On, with an approved basis, and users were told on or before today."""
    basis = source.basis
    return source.on and basis is not None and basis.state == basis.State.IN_FORCE and basis.notice_on <= today
