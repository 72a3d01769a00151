"""Advice on promises while they are being written: what nobody could keep, check or reconcile with the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leeward.policy.rules.promises import HOW_MUCH, HOW_OFTEN, HOW_SOON, WHO
from leeward.policy.rules.values import Modality


class Flaw(StrEnum):
    """What is wrong with a sentence as a promise."""

    NO_OWNER = "no-owner"
    VAGUE_TIMING = "vague-timing"
    NO_LIMIT = "no-limit"
    NO_MEASURE = "no-measure"
    NO_PROOF = "no-proof"
    CONTRADICTS = "contradicts"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Draft:
    """A promise as it is looked at. `provable`: some check or statement proves it, or a check speaks of the same.

    `broken`: how many times its proof has slipped in the last twelve months.
    """

    sentence: str
    actor: str
    modality: Modality
    action: str
    frequency: str = ""
    limit: str = ""
    missing: tuple[str, ...] = ()
    provable: bool = True
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """One flaw: `words` are what the sentence says that is vague, or the other sentence it clashes with."""

    flaw: Flaw
    words: str = ""
    times: int = 0


_AGAINST = frozenset({Modality.MUST_NOT, Modality.WILL_NOT, Modality.SHOULD_NOT, Modality.MAY_NOT})
_LOOSE = frozenset({Modality.APPLIES, Modality.AIMS})
_TIME = re.compile(r"\b(?:every|each|within|at least|annually|yearly|monthly|weekly|daily|termly|\d+|hours?|days?)\b")
_SMALL_WORDS = """
    a an the and or of to in on at by for with all any every each their its our your be is are as that this from only
    always not never also must will shall should may
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_SAME_DOING = 0.6
"""Share of words two doings have in common from which they are taken for the same."""


def advise(draft: Draft, others: Sequence[Draft] = ()) -> tuple[Advice, ...]:
    """What could be said better about one sentence, `others` being the promises it stands among or beside."""
    found: list[Advice] = []
    if WHO in draft.missing and draft.modality not in _LOOSE:
        found.append(Advice(Flaw.NO_OWNER))
    if HOW_OFTEN in draft.missing:
        found.append(Advice(Flaw.VAGUE_TIMING, draft.frequency))
    if HOW_SOON in draft.missing:
        found.append(Advice(Flaw.VAGUE_TIMING, draft.limit) if draft.limit else Advice(Flaw.NO_LIMIT))
    if HOW_MUCH in draft.missing:
        found.append(Advice(Flaw.NO_MEASURE))
    if not draft.provable:
        found.append(Advice(Flaw.NO_PROOF))
    found.extend(Advice(Flaw.CONTRADICTS, other.sentence) for other in others if contradict(draft, other))
    if draft.broken:
        found.append(Advice(Flaw.BROKEN, times=draft.broken))
    return tuple(found)


def contradict(one: Draft, other: Draft) -> bool:
    """Whether two promises bind the same people to do and not to do the same, or the same at different times."""
    if (
        one.sentence == other.sentence
        or not _same_people(one.actor, other.actor)
        or {one.modality, other.modality} & _LOOSE
    ):
        return False
    doing, beside = _words(one), _words(other)
    if len(doing) < 2 or len(beside) < 2:
        return False
    if len(doing & beside) / len(doing | beside) < _SAME_DOING:
        return False
    if (one.modality in _AGAINST) != (other.modality in _AGAINST):
        return True
    return _clash(one.frequency, other.frequency) or _clash(one.limit, other.limit)


def _clash(one: str, other: str) -> bool:
    """Two firm times that are not the same; a vague one clashes with nothing."""
    first, second = one.lower().strip(), other.lower().strip()
    return bool(first and second and first != second and _TIME.search(first) and _TIME.search(second))


def _same_people(one: str, other: str) -> bool:
    first, second = _head(one), _head(other)
    return not first or not second or first == second


def _head(actor: str) -> str:
    return re.sub(r"^(?:all|any|every|each|the|our|members of|a)\s+", "", actor.lower().strip()).rstrip("s")


def _words(draft: Draft) -> frozenset[str]:
    text = draft.action.lower()
    for timing in (draft.frequency, draft.limit):
        for part in timing.lower().split("; "):
            text = text.replace(part, " ") if part else text
    return frozenset(word[:6] for word in re.findall(r"[a-z]{2,}", text) if word not in _SMALL)
