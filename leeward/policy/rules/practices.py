"""Standing practices told as fact ("Backups are tested", "The DSL logs every concern"), apart from plain facts."""

import re

from leeward.policy.rules.actors import is_organisation, named_actor
from leeward.policy.rules.binding_words import IMPERATIVES, ORGANISATION_PRACTICE, PRACTICE_PASSIVE, RELATIVE

_ADVERBS = (
    r"(?:(?:also|all|both|each|not|never|only|always|fully|regularly|clearly|actively|carefully|then|therefore|"
    r"securely|routinely|automatically|normally|promptly|immediately|still|kept and) )*"
)
_IRREGULAR = (
    r"kept|held|dealt|sought|made|given|taken|told|taught|sent|put|set|read|drawn|written|brought|shown|run|led|met|"
    r"paid|withdrawn|chosen|built|found|shut|overwritten|begun"
)
_PASSIVE = re.compile(
    rf"\b(?P<be>is|are)\s+{_ADVERBS}(?P<verb>[a-z-]{{2,}}ed|{_IRREGULAR})\b(?P<after>(?: [\w’'-]+){{0,3}})",
    re.IGNORECASE,
)
# Participles that describe how things are and say nothing about what anybody does.
_DESCRIBES_WORDS = """
    accessed achieved affected aged allowed associated aware based believed born called caused carried categorised
    committed compared complicated composed comprised concerned connected considered contained created dated defined
    derived described designed dedicated detailed devoted divided driven embedded entitled established estimated
    exposed expected faced found founded grouped headed hosted increased informed inspired intended interested involved
    isolated known labelled licensed likely limited linked listed located marked meant mentioned motivated named needed
    obtained opposed organised outlined owned perceived placed posed powered prepared referenced referred regarded
    registered related rooted seen shown sorted stated stressed structured subscribed supposed targeted threatened
    thought understood vetted viewed viewed widespread worried written
"""
_DESCRIBES = frozenset(_DESCRIBES_WORDS.split())
# What a sentence about the world speaks of, whatever its verb.
_WORLD = re.compile(
    r"^(?:(?:the|these|those|many|some|most|other|online|new|such|our) )*(?:risks?|harms?|children|young people|"
    r"technolog(?:y|ies)|the internet|internet|apps?|online world|offenders?|victims?|people|society|criminals?|"
    r"law|legislation|act|guidance|this|these|it|they|policy|document|terms?|appendix|section)\b",
    re.IGNORECASE,
)
# Verbs that tell what somebody is, thinks or has, not what they do.
_STATIVE_WORDS = """
    is was has does may can will acknowledges appreciates believes benefits belongs comes consists contains
    covers depends describes enjoys exists expresses faces feels finds includes involves knows lacks likes lives looks
    means needs notes outlines plays poses presents realises recognises recognizes refers relates remains represents
    seems sees shows sits spends stands states suffers thinks understands uses values wants welcomes wishes
"""
_STATIVE = frozenset(_STATIVE_WORDS.split())
# With people at large, only staff and those who sign agreements are promised for ("Users report lost devices to IT").
_MANY = re.compile(
    r"^(?:all |any |every |our |the )?(?:(?:members of )?staff|employees|tutors|teachers|assessors|governors|"
    r"trustees|users|managers|volunteers|"
    r"contractors|associates|visitors|mentors|coaches)\b",
    re.IGNORECASE,
)
_MANY_STATIVE = frozenset({"use", "know", "find", "understand", "work", "think", "need", "read", "share", "control"})
_THIRD = re.compile(
    r"^(?:also |always |then |only |regularly |never |normally |actively )*(?P<verb>[a-z]+s)\b(?P<rest>.*)"
)
_NOUN_AFTER = re.compile(
    r"^\s*(?:is|are|was|were|has|have|must|will|shall|should|may|can|of|who|which|that|and|or|,|$)"
)


def passive_practice(main: str) -> re.Match[str] | None:
    """The participle of a practice without a named doer ("Devices are locked …"), or None where a fact is told."""
    known = PRACTICE_PASSIVE.search(main)
    if known is not None and not RELATIVE.search(main[: known.start()]) and not _tells_a_fact(main, known):
        return known
    if _WORLD.match(main):
        return None
    found = _PASSIVE.search(main)
    if found is None or found["verb"].lower() in _DESCRIBES or RELATIVE.search(main[: found.start()]):
        return None
    if found["verb"].lower() == "used" and not re.match(r"^ (?:only|where|when|if|for|to|by)\b", found["after"]):
        return None
    return found if main[: found.start()].strip() and not found["after"].lower().endswith(" by law") else None


def _tells_a_fact(main: str, found: re.Match[str]) -> bool:
    """Whether the words are "… are not limited to …" or "… is protected by law", which tell of nothing done here."""
    return bool(re.search(r"\bnot limited$", main[: found.end()], re.IGNORECASE)) or bool(
        re.match(r"\s+by law\b", main[found.end() :], re.IGNORECASE)
    )


def active_practice(main: str, names: tuple[str, ...], last: str) -> tuple[str, str, str] | None:
    """Who does something as a matter of course, as (actor, what, subject in its words), or None."""
    words = main.split()
    for cut in range(min(7, len(words) - 1), 0, -1):
        subject, rest = " ".join(words[:cut]), " ".join(words[cut:])
        actor = named_actor(subject, names, last)
        if actor and (ORGANISATION_PRACTICE.match(rest) or _does(subject, rest, names)):
            return actor, rest, subject
    return None


def _does(subject: str, rest: str, names: tuple[str, ...]) -> bool:
    """Whether a post or the organisation, never people at large, is said to do something."""
    if re.search(r"\b(?:may|might|could|would|can)$", subject, re.IGNORECASE):
        return False
    first = rest.split()[0].lower()
    if _MANY.match(subject) and first in IMPERATIVES and first not in _MANY_STATIVE:
        return not _NOUN_AFTER.match(rest[len(first) :].lower())
    third = _THIRD.match(rest)
    if third is None or third["verb"] in _STATIVE or _NOUN_AFTER.match(third["rest"].lower()):
        return False
    if re.search(r"ss$|ous$", third["verb"]):
        return False
    return is_organisation(subject, names) or bool(
        re.match(r"^(?:the|a|an|our|each|every|no)\b", subject, re.IGNORECASE)
    )
