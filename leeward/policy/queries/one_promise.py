"""One promise with everything that was done with it, for those who confirm, bind and state."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import State
from leeward.policy.evidence import latest_statement
from leeward.policy.models import PolicyVersion, Promise, PromiseStep
from leeward.policy.queries.duties import is_held_by
from leeward.policy.queries.naming import holder_words, person_words, state_words
from leeward.policy.queries.proofs import ProofLine, check_words, finding_of, proof_line, suggested_checks
from leeward.policy.queries.standings import standings, standings_of
from leeward.policy.refusals import NoSuchPolicy
from leeward.policy.rules.likeness import Likeness
from leeward.policy.rules.promises import HOW_MUCH, HOW_OFTEN, HOW_SOON, PROOF, WHO
from leeward.policy.rules.reviewing import months_after
from leeward.policy.rules.standing import Proof, Standing, Step, suggested_holder, waits_for_a_look

MANAGE = "policy.manage"
STATE = "promises.state"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words, with who took it and when."""

    said: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PromisePage:
    """A promise for its manager. `suggested` is the holder its own words name; `last_words` the newest statement."""

    id: UUID
    version: UUID
    policy: str
    section: str
    sentence: str
    stem: str
    modality: str
    actor: str
    frequency: str
    limit: str
    missing: tuple[str, ...]
    standing: Standing
    holder: str
    suggested: str
    steps: tuple[StepLine, ...]
    last_words: str
    last_evidence: str
    condition: str
    offered: tuple[str, ...]
    proofs: tuple[ProofLine, ...]
    state: State
    said: str
    detail: str
    since: datetime | None
    before: str
    is_changed: bool
    holds: bool
    next_due: date
    following: UUID | None


def promise_page(actor: Actor, promise_id: UUID, *, now: datetime) -> PromisePage:
    """One promise for someone with `policy.manage` or `promises.state`. Raises NoSuchPolicy for everyone else."""
    holds = is_held_by(actor, promise_id, now)
    if not (actor.may(MANAGE) or actor.may(STATE) or holds):
        raise NoSuchPolicy
    row = Promise.objects.select_related("version", "section", "before").filter(pk=promise_id).first()
    if row is None:
        raise NoSuchPolicy
    standing = standings([row])[row.pk]
    said = latest_statement(row, now)
    found = finding_of(actor, row, standing, now=now)
    return PromisePage(
        id=row.pk,
        version=row.version_id,
        policy=row.version.title,
        section=row.section.heading,
        sentence=row.sentence,
        stem=row.stem,
        modality=row.modality,
        actor=row.actor,
        frequency=standing.frequency if standing.confirmed else row.frequency,
        limit=standing.limit if standing.confirmed else row.limit,
        missing=_open(row, standing),
        standing=standing,
        holder=holder_words(standing.holder),
        suggested=standing.holder or suggested_holder(row.actor),
        steps=tuple(_line(step) for step in row.steps.order_by("-order")),
        last_words=said.words if said is not None else "",
        last_evidence=said.evidence if said is not None else "",
        condition=row.condition,
        offered=(*standing.checks, *(key for key in suggested_checks(row) if key not in standing.checks)),
        proofs=tuple(proof_line(actor, key, now=now) for key in standing.checks),
        state=found.state,
        said=state_words(found.state),
        detail=found.detail,
        since=found.since,
        before=row.before.sentence if row.before is not None and row.likeness == Likeness.SIMILAR else "",
        is_changed=waits_for_a_look(row.likeness, standing),
        holds=holds,
        next_due=months_after(timezone.localdate(now), standing.every_months or 12),
        following=_following(row),
    )


def _open(row: Promise, standing: Standing) -> tuple[str, ...]:
    """What the sentence leaves open and nobody has answered yet."""
    answered = {PROOF} if standing.proof is not Proof.NONE else set[str]()
    if standing.confirmed:
        answered |= {WHO}
        answered |= {HOW_OFTEN} if standing.frequency and standing.frequency != row.frequency else set()
        answered |= {HOW_SOON, HOW_MUCH} if standing.limit and standing.limit != row.limit else set()
    return tuple(question for question in row.missing if question not in answered)


def _line(step: PromiseStep) -> StepLine:
    words = {
        Step.CONFIRM: _("Confirmed; held by %(holder)s") % {"holder": holder_words(step.holder)},
        Step.SET_ASIDE: _("Set aside as no promise"),
        Step.BIND: _("Bound to: %(checks)s") % {"checks": "; ".join(map(check_words, step.checks or [step.check_key]))},
        Step.ASK: _("Bound to the holder’s word, every %(months)d months") % {"months": step.every_months},
        Step.STATE: _("Stated to be so"),
        Step.UNBIND: _("Proof taken away"),
        Step.CARRY: _("Carried over from the version before"),
    }
    return StepLine(words[Step(step.step)], step.reason, person_words(step.by), timezone.localtime(step.at))


def _following(row: Promise) -> UUID | None:
    """The next sentence of the same version that nobody has looked at yet."""
    later = [(promise, standing) for promise, standing in standings_of(row.version) if promise.position > row.position]
    return next((found.pk for found, standing in later if not (standing.confirmed or standing.set_aside)), None)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in the list of one version. `state`: to-confirm, confirmed or set-aside."""

    id: UUID
    sentence: str
    stem: str
    section: str
    holder: str
    state: str
    proof: Proof


def promise_lines(actor: Actor, version: UUID) -> list[PromiseLine]:
    """The promises of one version for its managers. Raises NoSuchPolicy for everyone else."""
    row = PolicyVersion.objects.filter(pk=version).first()
    if row is None or not actor.may(MANAGE):
        raise NoSuchPolicy
    return [
        PromiseLine(
            promise.pk,
            promise.sentence,
            promise.stem,
            promise.section.heading,
            holder_words(standing.holder or suggested_holder(promise.actor)),
            "set-aside" if standing.set_aside else "confirmed" if standing.confirmed else "to-confirm",
            standing.proof,
        )
        for promise, standing in standings_of(row)
    ]
