"""The writing aid: a version, or a draft that is kept nowhere, looked over as promises."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.evidence import queries as evidence
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.registry import checks
from leeward.policy.evidence import STATED
from leeward.policy.models import PolicyVersion, Promise
from leeward.policy.queries.publications import in_force
from leeward.policy.queries.standings import standings_of
from leeward.policy.reading import read_policy
from leeward.policy.refusals import NoSuchPolicy, NotAllowed
from leeward.policy.rules.standing import Proof, Standing
from leeward.policy.rules.suggesting import Offered, suggest
from leeward.policy.rules.values import Modality, OfferedPromise
from leeward.policy.rules.writing import Advice, Draft, advise

MANAGE = "policy.manage"
YEAR = timedelta(days=365)
Broken = Callable[[Iterable[str]], int]


@dataclass(frozen=True, slots=True)
class Advised:
    """A sentence with what could be said better. `id`: its promise, None in a draft."""

    id: UUID | None
    sentence: str
    advice: tuple[Advice, ...]


def advice_on_version(actor: Actor, version: UUID, *, now: datetime) -> list[Advised]:
    """Every promise of a version with its advice. Raises NoSuchPolicy for everyone without `policy.manage`."""
    row = PolicyVersion.objects.filter(pk=version).first()
    if row is None or not actor.may(MANAGE):
        raise NoSuchPolicy
    broken = _broken(actor, timezone.localdate(now))
    mine = [
        (promise, _stored(promise, standing, broken))
        for promise, standing in standings_of(row)
        if not standing.set_aside
    ]
    others = _others(row.policy_id, now)
    drafts = [draft for _promise, draft in mine]
    return [Advised(promise.pk, draft.sentence, advise(draft, [*drafts, *others])) for promise, draft in mine]


def advice_on_draft(actor: Actor, text: str, *, now: datetime) -> list[Advised]:
    """The promises of a pasted text with their advice; nothing is kept. Raises NotAllowed, CannotRead."""
    if not actor.may(MANAGE):
        raise NotAllowed
    # A line of its own above, so that the first sentence is not taken for the title.
    reading = read_policy(f"Draft policy\n\n{text}".encode(), "draft.txt", on=timezone.localdate(now))
    drafts = [_offered(offered) for offered in reading.promises]
    others = _others(None, now)
    return [Advised(None, draft.sentence, advise(draft, [*drafts, *others])) for draft in drafts]


def _others(policy: UUID | None, now: datetime) -> list[Draft]:
    """The promises of the other policies in force."""
    found: list[Draft] = []
    for publication in in_force(now):
        if publication.policy_id != policy:
            for promise, standing in standings_of(publication.version):
                if not standing.set_aside:
                    found.append(_stored(promise, standing, lambda keys: 0))
    return found


def _stored(promise: Promise, standing: Standing, broken: Broken) -> Draft:
    return Draft(
        sentence=f"{promise.stem} {promise.sentence}".strip(),
        actor=promise.actor,
        modality=Modality(promise.modality),
        action=promise.action,
        frequency=promise.frequency,
        limit=promise.limit,
        missing=tuple(promise.missing),
        provable=standing.proof is not Proof.NONE or _is_spoken_of(promise.sentence),
        broken=broken(standing.checks),
    )


def _offered(offered: OfferedPromise) -> Draft:
    return Draft(
        sentence=f"{offered.stem} {offered.text}".strip(),
        actor=offered.actor,
        modality=offered.modality,
        action=offered.action,
        frequency=offered.frequency,
        limit=offered.limit,
        missing=offered.missing,
        provable=_is_spoken_of(offered.text),
    )


def _is_spoken_of(sentence: str) -> bool:
    return bool(suggest(sentence, _known(), most=1))


def _known() -> list[Offered]:
    return [Offered(check.key, f"{check.sentence} {check.mend}") for check in checks() if check.key != STATED]


def _broken(actor: Actor, today: date) -> Broken:
    """How often the proof of a promise slipped in the last twelve months, each check looked up once."""

    @cache
    def slips(key: str) -> int:
        try:
            days = evidence.series(actor, key, today - YEAR, today)
        except LookupError:
            return 0
        return _runs(finding.state for _day, finding in sorted(days.items()))

    return lambda keys: max((slips(key) for key in keys), default=0)


def _runs(states: Iterable[State]) -> int:
    """How many times in a row of days it broke; days that nobody observed neither end nor begin a break."""
    count, is_broken = 0, False
    for state in states:
        if state is State.SLIPPED and not is_broken:
            count, is_broken = count + 1, True
        elif state in (State.TRUE, State.SLIPPING):
            is_broken = False
    return count
