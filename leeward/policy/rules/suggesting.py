"""Which checks may prove a sentence: suggested by the words and the matters they have in common. People decide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 2.0
"""The score from which a check is suggested: one matter in common, or two rarer words."""

_STOP_WORDS = """
    a an and all any are as at be been being by can do does each every everybody everyone for from has have here how if
    in into is it its least may must no not of on once only or our out should so some such that the their them there
    they this to under up was we what when where which who will with within without you your staff learner learners
    policy policies organisation company people online safety made make use used using done
"""
_STOP = frozenset(_STOP_WORDS.split())
# Words that speak of one matter. A check and a sentence that share a matter are close whatever words they use.
_MATTERS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for name, words in {
        "filter": r"filter|block(?:ed|ing)?\b|unsuitable|inappropriate (?:site|content|material)|website|web access",
        "monitor": r"monitor|misuse|user activity",
        "acknowledge": r"acknowledg|sign(?:ed)? (?:the|this|by)|agree to|adhere|comply|compliant|applies to|agreement|"
        r"read this|read and|understood",
        "review": r"review|reconsider|amended|kept current",
        "publish": r"publish|approved text|website of|posted",
        "lead": r"designated safeguarding lead|\bdsl\b|deput|safeguarding lead",
        "report": r"report(?:s|ing|ed)?\b|concerns?\b|incident|referr?",
        "backup": r"back(?:ed)?[- ]?ups?|restor",
        "record": r"audit|record(?:s|ed|ing)?\b|trail|log(?:s|ged)?\b",
        "leave": r"leaver|leaves|access is removed|closed",
        "join": r"induct|join|before access|new starter",
        "provider": r"provider|third part|supplier|outsourc",
        "meet": r"meet(?:s|ing|ings)?\b|group\b|committee|board",
        "help": r"help|who to talk|support service|helpline|contacts?",
        "lists": r"imported list|lists?\b",
        "trusted": r"second step|second factor|password|sign(?:s|ing)? in",
        "train": r"train|learning|taught|education",
        "consent": r"consent|photograph|picture",
        "secrecy": r"secret|secrecy|confidential|in confidence",
        "nudes": r"nude|semi-nude|sexting|intimate image",
        "bullying": r"bull(?:y|ied)|harass",
        "sexual": r"sexual|upskirt",
        "prevent": r"prevent duty|\bprevent\b (?:lead|officer|partners?|team|concern)|radicali|extrem|terroris",
        "police": r"police|unlawful|illegal|crim(?:e|inal)",
        "conduct": r"conduct|disciplin|misbehav",
        "staff-allegation": r"allegation|\blado\b|against (?:a member of )?staff",
        "conflict": r"about (?:the|somebody|a member)|conflict of interest|is not told|not told of it",
        "parents": r"parent|carer|guardian",
        "employer": r"employer|apprentice|workplace",
        "agency": r"agenc|authorit|social care|partners?\b|refer(?:s|red|ral)",
        "support": r"support plan|supported|until the problem|resolved for good",
        "closing": r"closed? (?:before|until|when)|lessons|outcome",
        "needs": r"needs of|everybody.s needs|victim|bystander",
        "disclose": r"disclos|on request",
        "unblock": r"unblock|page to be opened|decide each request|blocked page",
        "approve": r"approv|decided by|separation of duties",
        "setting": r"settings?\b|configur|chosen\b|chose\b",
        "rules": r"acceptable use|code of conduct|rules of",
        "alter": r"alter(?:ed)?\b|removed or|tamper|afterwards",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A check that can be chosen: its key and the words that describe it."""

    key: str
    words: str


def suggest(sentence: str, checks: Iterable[Offered], most: int = 5) -> tuple[str, ...]:
    """The keys of the checks closest to a sentence, the closest first; none where nothing speaks of the same."""
    offered = list(checks)
    common = [_stems(check.words) for check in offered]
    wanted, matters = _stems(sentence), _matters(sentence)
    scored = []
    for check, stems in zip(offered, common, strict=True):
        # A word that many checks use tells little.
        rare = sum(1.0 / sum(stem in other for other in common) ** 0.5 for stem in wanted & stems)
        scored.append((2.0 * len(matters & _matters(check.words)) + rare, check.key))
    return tuple(key for score, key in sorted(scored, key=lambda one: (-one[0], one[1])) if score >= ENOUGH)[:most]


def _matters(text: str) -> frozenset[str]:
    return frozenset(name for name, words in _MATTERS.items() if words.search(text))


def _stems(text: str) -> frozenset[str]:
    """Words of a text without their endings, the commonest left out."""
    words = re.findall(r"[a-z]{3,}", text.lower())
    return frozenset(word[:6] for word in words if word not in _STOP)
