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

from leeward.foundation import days
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
from leeward.policy.rules.standing import Proof, Standing, waits_for_a_look
from leeward.policy.rules.together import Answered, together

SEE = "promises.see"


def changed_words() -> str:
    """Why a promise with proof carried over is unproven."""
    return _("Its words have changed. Confirm it again once its proof has been looked at.")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One promise as it stands. `said`: its state in words; `source`: the sentence of its proof; `since`: from when.

    `checks`: the keys of the checks that prove it. `key`: the same for the same words of the same policy on any day.
    """

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
    checks: tuple[str, ...] = ()
    key: str = ""
    before: UUID | None = None
    holder_key: str = ""
    valid_until: datetime | None = None


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


def rows_for(actor: Actor, *, now: datetime, holders: frozenset[str]) -> list[LedgerRow]:
    """The promises in force that one of `holders` holds, as they stand now for this viewer. Needs no permission: they
    are the viewer's own duties."""
    ask = _asker(actor, None, now)
    names = cache(lambda holder: names_holding(holder, timezone.localdate(now)))
    return [
        _row(promise, standing, *ask(promise, standing), names(standing.holder), publication, now)
        for publication in in_force(now)
        for promise, standing in standings_of(publication.version, at=now)
        if standing.holder in holders and not standing.set_aside
    ]


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
            proof = ask(promise, standing)
            rows.append(_row(promise, standing, *proof, names(standing.holder), publication, at))
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

    def answer(key: str, standing: Standing) -> Answered:
        try:
            return Answered(_(check_named(key).sentence), live(key))
        except LookupError:
            return Answered(key, Finding(State.UNPROVEN, standing.since, _("Its check is not installed here.")))

    def ask(promise: Promise, standing: Standing) -> tuple[Finding, str]:
        if standing.proof is Proof.LIVE:
            if waits_for_a_look(promise.likeness, standing):
                return Finding(State.UNPROVEN, standing.since, changed_words()), ""
            answers = tuple(answer(key, standing) for key in standing.checks)
            return together(answers), " · ".join(one.sentence for one in answers)
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
        "day": days.in_words(said.said_at),
        "until": days.in_words(said.valid_until),
        "words": said.words,
    }


def _row(
    promise: Promise,
    standing: Standing,
    finding: Finding,
    source: str,
    names: tuple[str, ...],
    publication: Publication,
    at: datetime,
) -> LedgerRow:
    said = latest_statement(promise, at) if standing.proof is Proof.STATEMENT else None
    until = said.valid_until if said is not None else None
    return LedgerRow(
        id=promise.pk,
        sentence=promise.sentence,
        stem=promise.stem,
        policy=publication.version.title,
        slug=publication.policy.slug,
        section=promise.section.heading,
        holder=holder_words(standing.holder),
        names=names,
        frequency="; ".join(part for part in (standing.frequency or promise.frequency, standing.limit) if part),
        confirmed=standing.confirmed,
        state=finding.state,
        said=state_words(finding.state),
        proof=standing.proof,
        source=source,
        since=finding.since,
        detail=finding.detail,
        good=finding.good,
        total=finding.total,
        checks=standing.checks,
        key=f"{publication.policy.slug} {promise.sentence_hash}",
        before=promise.before_id,
        holder_key=standing.holder,
        valid_until=until,
    )
