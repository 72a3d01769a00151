"""The checks behind one promise: what each says now, what would mend it and where, and which others might prove it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence import queries as evidence
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check, check_named, checks
from leeward.policy.evidence import STATED, unit_of
from leeward.policy.models import Promise
from leeward.policy.queries.ledger import changed_words
from leeward.policy.queries.naming import room_words, state_words
from leeward.policy.rules.standing import Proof, Standing, waits_for_a_look
from leeward.policy.rules.suggesting import Offered, suggest
from leeward.policy.rules.together import Answered, together


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One check as it stands. `mend`: what would make it hold again; `address`: the page to do it on, or ""."""

    sentence: str
    room: str
    state: State
    said: str
    detail: str
    figure: str
    mend: str
    address: str


def check_words(key: str) -> str:
    """The sentence a check proves; its key where it is not installed here."""
    try:
        return _(check_named(key).sentence)
    except LookupError:
        return key


def finding_of(actor: Actor, promise: Promise, standing: Standing, *, now: datetime) -> Finding:
    """How one promise stands for this viewer at `now`."""
    if standing.proof is Proof.LIVE and waits_for_a_look(promise.likeness, standing):
        return Finding(State.UNPROVEN, standing.since, changed_words())
    if standing.proof is Proof.LIVE:
        return together([Answered(check_words(key), answer_of(actor, key, now=now)) for key in standing.checks])
    if standing.proof is Proof.STATEMENT:
        return evidence.by_unit(actor, STATED, now=now).get(
            unit_of(promise), Finding(State.UNPROVEN, standing.since, _("Nobody has stated this yet."))
        )
    return Finding(State.UNPROVEN, standing.since, _("Nothing proves this yet."))


def answer_of(actor: Actor, key: str, *, now: datetime) -> Finding:
    """What one check says to this viewer; unproven where it is not installed here."""
    try:
        return evidence.live(actor, key, now=now)
    except LookupError:
        return Finding(State.UNPROVEN, detail=_("Its check is not installed here."))


def proof_line(actor: Actor, key: str, *, now: datetime) -> ProofLine:
    """One check behind a promise, for its page."""
    found = answer_of(actor, key, now=now)
    try:
        check: Check | None = check_named(key)
    except LookupError:
        check = None
    return ProofLine(
        sentence=check_words(key),
        room=room_words(check.room) if check is not None else "",
        state=found.state,
        said=state_words(found.state),
        detail=found.detail,
        figure=_("%(good)d of %(total)d") % {"good": found.good, "total": found.total} if found.total else "",
        mend=_(check.mend) if check is not None and check.mend else "",
        address=_address(check),
    )


def _address(check: Check | None) -> str:
    if check is None or not check.mend_at:
        return ""
    try:
        return reverse(check.mend_at)
    except NoReverseMatch:
        return ""


def suggested_checks(promise: Promise) -> tuple[str, ...]:
    """The keys of the checks whose words are closest to a promise's."""
    offered = [Offered(check.key, f"{check.sentence} {check.mend}") for check in checks() if check.key != STATED]
    return suggest(f"{promise.stem} {promise.sentence} {promise.modality}", offered)
