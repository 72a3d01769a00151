"""The ledger: every promise in force with its holder, its proof and its state, now or on a day past.

A past day is read from the observations stored on it and from the steps taken by then; nothing is worked out again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence import queries as evidence
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import check_named
from leeward.policy.evidence import STATED, latest_statement, unit_of
from leeward.policy.models import Promise, Publication
from leeward.policy.queries.naming import holder_words, names_holding, person_words, state_words
from leeward.policy.queries.publications import in_force
from leeward.policy.queries.standings import standings_of
from leeward.policy.refusals import NotAllowed
from leeward.policy.rules.headline import Headline, headline
from leeward.policy.rules.standing import Proof, Standing

SEE = "promises.see"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One promise as it stands. `said`: its state in words; `source`: the sentence of its proof; `since`: from when."""

    id: UUID
    sentence: str
    stem: str
    policy: str
    slug: str
    section: str
    holder: str
    names: tuple[str, ...]
    frequency: str
    confirmed: bool
    state: State
    said: str
    proof: Proof
    source: str
    since: datetime | None
    detail: str
    good: int
    total: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole of it on one day. `is_past`: read from what was stored then. `to_confirm`: not yet looked at."""

    day: date
    is_past: bool
    rows: tuple[LedgerRow, ...]
    headline: Headline
    to_confirm: int


_WORST_FIRST = (State.SLIPPED, State.SLIPPING, State.UNPROVEN, State.TRUE, State.NOT_APPLICABLE)


def worst_first(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """The rows with what needs somebody on top; within a state in the order of the texts."""
    return sorted(rows, key=lambda row: _WORST_FIRST.index(row.state))


def end_of(day: date) -> datetime:
    """The last instant of a day here."""
    following = datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())
    return following - timedelta(microseconds=1)


def ledger(actor: Actor, *, now: datetime, on: date | None = None) -> Ledger:
    """The ledger for this viewer today, or on a day past: made only of what the viewer may know.

    Raises NotAllowed without `promises.see`, ValueError for a day that has not come.
    """
    if not (actor.may(SEE) or actor.system):
        raise NotAllowed
    return _ledger(actor, now, on)


def open_ledger(*, now: datetime, on: date | None = None) -> Ledger:
    """The ledger as someone without any permission would see it, for the command line: nothing hidden counts."""
    return _ledger(Actor(), now, on)


def _ledger(actor: Actor, now: datetime, on: date | None) -> Ledger:
    today = timezone.localdate(now)
    day = on or today
    if day > today:
        raise ValueError(_("Choose today or a day past."))
    is_past = day < today
    at = end_of(day) if is_past else now
    ask = _asker(actor, day if is_past else None, at)
    names = cache(lambda holder: names_holding(holder, day))
    rows = []
    for publication in in_force(at):
        for promise, standing in standings_of(publication.version, at=at):
            if standing.set_aside:
                continue
            finding, source = ask(promise, standing)
            rows.append(_row(promise, standing, finding, source, names(standing.holder), publication))
    return Ledger(
        day,
        is_past,
        tuple(rows),
        headline((row.state, row.proof) for row in rows),
        sum(1 for row in rows if not row.confirmed),
    )


Asker = Callable[[Promise, Standing], tuple[Finding, str]]


def _asker(actor: Actor, past: date | None, at: datetime) -> Asker:
    """What proves a promise and what that says: asked once per check, however many promises rest on it."""

    @cache
    def live(key: str) -> Finding:
        return evidence.live(actor, key, now=at) if past is None else evidence.on_day(actor, key, past)

    @cache
    def statements() -> dict[str, Finding]:
        if past is None:
            return evidence.by_unit(actor, STATED, now=at)
        return evidence.by_unit_on_day(actor, STATED, past)

    def ask(promise: Promise, standing: Standing) -> tuple[Finding, str]:
        if standing.proof is Proof.LIVE:
            try:
                return live(standing.check_key), _(check_named(standing.check_key).sentence)
            except LookupError:
                return Finding(
                    State.UNPROVEN, standing.since, _("Its check is not installed here.")
                ), standing.check_key
        if standing.proof is Proof.STATEMENT:
            nothing = Finding(State.UNPROVEN, detail=_("Nothing was observed on this day."))
            return statements().get(unit_of(promise), nothing), _said(promise, at)
        return Finding(State.UNPROVEN, standing.since, _("Nothing proves this yet.")), ""

    return ask


def _said(promise: Promise, at: datetime) -> str:
    said = latest_statement(promise, at)
    if said is None:
        return ""
    return _("Said by %(name)s on %(day)s, until %(until)s: %(words)s") % {
        "name": person_words(said.person) or _("somebody no longer known"),
        "day": timezone.localdate(said.said_at).strftime("%-d %B %Y"),
        "until": timezone.localdate(said.valid_until).strftime("%-d %B %Y"),
        "words": said.words,
    }


def _row(
    promise: Promise,
    standing: Standing,
    finding: Finding,
    source: str,
    names: tuple[str, ...],
    publication: Publication,
) -> LedgerRow:
    return LedgerRow(
        id=promise.pk,
        sentence=promise.sentence,
        stem=promise.stem,
        policy=publication.version.title,
        slug=publication.policy.slug,
        section=promise.section.heading,
        holder=holder_words(standing.holder),
        names=names,
        frequency=standing.frequency or promise.frequency,
        confirmed=standing.confirmed,
        state=finding.state,
        said=state_words(finding.state),
        proof=standing.proof,
        source=source,
        since=finding.since,
        detail=finding.detail,
        good=finding.good,
        total=finding.total,
    )
