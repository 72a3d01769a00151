"""Policies in force and the ledger of promises, for other programs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404

from leeward.foundation.api.operations import Call, Chapter, Page, Scope, page_of
from leeward.foundation.api.problems import Fault, refused
from leeward.foundation.api.shapes import Says
from leeward.foundation.evidence.findings import State
from leeward.policy.queries.ledger import SEE, Ledger, LedgerRow, ledger
from leeward.policy.queries.pages import PolicyPage, PublishedLine, policy_page, published
from leeward.policy.refusals import NoSuchPolicy
from leeward.policy.rules.standing import Proof
from leeward.policy.rules.values import Kind

POLICIES = Scope("policies:read", "read what is published")
PROMISES = Scope("promises:read", "read which promises are kept, today or on a day past", frozenset({SEE}))

chapter = Chapter("policies", "What we promise, and whether it is so.")


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy in force."""

    slug: str
    title: str
    version: str
    approved_on: date
    approved_by: str
    published_on: date
    review_due: date


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a section: a paragraph or list in `items`, or a table in `rows`."""

    kind: Kind
    items: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PolicySection:
    """A section. `depth` 2 to 6 is its place under the headings before it."""

    heading: str
    depth: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy in force with its text."""

    slug: str
    title: str
    version: str
    approved_on: date
    approved_by: str
    published_on: date
    review_due: date
    sections: tuple[PolicySection, ...]


@dataclass(frozen=True, slots=True)
class OnDay:
    """Which day is asked for."""

    on: Annotated[date | None, Says("A day past, read from what was stored then; today where it is left out.")] = None


@dataclass(frozen=True, slots=True)
class PromiseShape:
    """One promise as it stands on that day. Names of persons are not given out."""

    id: UUID
    policy: str
    section: str
    sentence: str
    holder: str
    state: State
    proof: Proof
    check: Annotated[str, Says("What proves it, where that is live.")]
    since: datetime | None
    detail: str
    good: int
    total: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PromisesHeadline:
    """The whole ledger in figures: live proof, statements of named people, and the unproven, counted apart."""

    day: date
    total: int
    proven_live: int
    stated: int
    slipping: int
    slipped: int
    unproven: int
    to_confirm: int


@chapter.get("policies", POLICIES)
def list_policies(call: Call) -> Page[PolicyLine]:
    """What is in force."""
    return page_of(map(_line, published(now=call.now)), lambda line: line.slug, call)


@chapter.get("policies/{slug}", POLICIES)
def one_policy(call: Call, slug: str) -> PolicyText:
    """One policy in force with its sections and clauses."""
    try:
        return _text(policy_page(call.actor, slug, now=call.now))
    except NoSuchPolicy:
        raise Http404 from None


@chapter.get("promises", PROMISES)
def list_promises(call: Call, query: OnDay) -> Page[PromiseShape]:
    """Every promise in force on a day. What only some may know of counts for nothing here."""
    return page_of(map(_promise, _ledger(call, query).rows), lambda shape: str(shape.id), call)


@chapter.get("promises/headline", PROMISES)
def promises_headline(call: Call, query: OnDay) -> PromisesHeadline:
    """The ledger of a day in figures."""
    found = _ledger(call, query)
    head = found.headline
    return PromisesHeadline(
        found.day,
        head.total,
        head.proven_live,
        head.stated,
        head.slipping,
        head.slipped,
        head.unproven,
        found.to_confirm,
    )


def _ledger(call: Call, query: OnDay) -> Ledger:
    try:
        return ledger(call.actor, now=call.now, on=query.on)
    except (ValueError, OverflowError):
        raise refused(Fault("on", "Send today or a day past.")) from None


def _line(line: PublishedLine) -> PolicyLine:
    dates = line.dates
    return PolicyLine(
        line.slug, line.title, line.label, dates.approved_on, line.approved_by, dates.published_on, dates.review_due
    )


def _text(page: PolicyPage) -> PolicyText:
    sections = tuple(
        PolicySection(
            section.heading, section.depth, tuple(Clause(part.kind, part.items, part.rows) for part in section.parts)
        )
        for section in page.sections
    )
    dates = page.dates
    return PolicyText(
        page.slug,
        page.title,
        page.label,
        dates.approved_on,
        page.approved_by,
        dates.published_on,
        dates.review_due,
        sections,
    )


def _promise(row: LedgerRow) -> PromiseShape:
    return PromiseShape(
        row.id,
        row.slug,
        row.section,
        row.sentence,
        row.holder,
        row.state,
        row.proof,
        row.source if row.proof is Proof.LIVE else "",
        row.since,
        row.detail,
        row.good,
        row.total,
        row.confirmed,
    )
