"""A version beside the one before: which promises are new, changed or removed, and what is lost with them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.policy.models import PolicyVersion, Promise
from leeward.policy.queries.naming import holder_words
from leeward.policy.queries.proofs import check_words
from leeward.policy.queries.publications import asked_to_acknowledge, in_force
from leeward.policy.queries.standings import standings_of
from leeward.policy.refusals import NoSuchPolicy
from leeward.policy.rules.likeness import Likeness
from leeward.policy.rules.standing import Proof, Standing

MANAGE = "policy.manage"


@dataclass(frozen=True, slots=True)
class Lost:
    """What a promise had that the new version no longer has: its holder, its proof in words."""

    holder: str
    proof: str


@dataclass(frozen=True, slots=True)
class Line:
    """One promise of the comparison. `was`: the old words of a changed one. `lost`: None where nothing is."""

    id: UUID
    sentence: str
    section: str
    was: str = ""
    lost: Lost | None = None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """Promises against the version before. `must_agree`: how many people would be asked to agree anew."""

    label: str
    before: str
    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    removed: tuple[Line, ...]
    unchanged: int
    must_agree: int


def version_changes(actor: Actor, version: UUID, *, now: datetime) -> VersionChanges:
    """What adopting a version would change. The first version has only new promises.

    Raises NoSuchPolicy for everyone without `policy.manage`.
    """
    row = PolicyVersion.objects.select_related("policy").filter(pk=version).first()
    if row is None or not actor.may(MANAGE):
        raise NoSuchPolicy
    last = row.policy.versions.filter(number__lt=row.number).order_by("-number").first()
    old = dict(standings_of(last)) if last is not None else {}
    standing_old = {promise.pk: standing for promise, standing in old.items()}
    new: list[Line] = []
    changed: list[Line] = []
    unchanged, carried = 0, set()
    for promise, standing in standings_of(row):
        if promise.before_id is None or promise.before_id not in standing_old:
            new.append(_line(promise))
            continue
        carried.add(promise.before_id)
        if promise.likeness == Likeness.SAME:
            unchanged += 1
        else:
            was = next(one for one in old if one.pk == promise.before_id)
            changed.append(_changed(promise, was, standing_old[was.pk], standing))
    removed = tuple(
        _line(promise, _lost(standing))
        for promise, standing in old.items()
        if promise.pk not in carried and not standing.set_aside
    )
    live = next((one for one in in_force(now) if one.policy_id == row.policy_id), None)
    asked = len(asked_to_acknowledge(live, now)) if live is not None else 0
    label = last.label if last is not None else ""
    return VersionChanges(row.label, label, tuple(new), tuple(changed), removed, unchanged, asked)


def _line(promise: Promise, lost: Lost | None = None) -> Line:
    return Line(promise.pk, f"{promise.stem} {promise.sentence}".strip(), promise.section.heading, lost=lost)


def _changed(promise: Promise, was: Promise, before: Standing, after: Standing) -> Line:
    """Live proof is carried over; a person's word is about other words, so it has to be given anew."""
    word = before.proof is Proof.STATEMENT
    return Line(
        promise.pk,
        f"{promise.stem} {promise.sentence}".strip(),
        promise.section.heading,
        was=f"{was.stem} {was.sentence}".strip(),
        lost=_lost(before) if word else None,
        kept="; ".join(check_words(key) for key in after.checks),
    )


def _lost(standing: Standing) -> Lost | None:
    if standing == Standing() or (not standing.holder and standing.proof is Proof.NONE):
        return None
    proof = "; ".join(check_words(key) for key in standing.checks)
    return Lost(holder_words(standing.holder), proof or ("statement" if standing.proof is Proof.STATEMENT else ""))
