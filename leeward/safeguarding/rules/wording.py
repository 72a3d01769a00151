"""Finds promises of secrecy, which nobody who hears a concern may make.

Keeping Children Safe in Education 2025, Part 1: staff should never promise that they will not tell anyone about a
report of abuse, as that may not be in the child's best interests. A reply that promises it is stopped.
"""

import re
import unicodedata
from dataclasses import dataclass

_ANYONE = r"(?:any ?(?:one|body)|no ?(?:one|body)|a soul|others?|your (?:mum|dad|parents?|family|tutor)|them)"
_IT = r"(?:this|that|it|these|everything|anything|what you (?:say|said|tell me|told me|write|wrote)|your \w+|our \w+)"
_HIDDEN = (
    r"(?:(?:a )?secret|confidential|in confidence|private|anonymous|between (?:us|you and me|ourselves)|"
    r"to (?:my|our)sel(?:f|ves))"
)
_FULLY = r"(?:strictly |completely |totally |fully |entirely |absolutely |always |100% |all )?"
_NOT_GOING_TO = r"(?:will not|won't|wont|would not|wouldn't|never|not going to|am not)"

_PROMISES = [
    rf"keep(?:ing)? {_IT} (?:\w+ ){{0,2}}?{_FULLY}{_HIDDEN}",
    rf"keep(?:ing)? {_FULLY}{_HIDDEN}",
    rf"{_IT} (?:\w+ ){{0,3}}?(?:is|are|stays?|remains?|be|kept|treated)(?: \w+)? {_FULLY}(?:as )?{_HIDDEN}",
    r"(?:strictly|completely|totally|fully|entirely|absolutely|100%) (?:confidential|secret|private|anonymous)",
    r"in (?:strict|strictest|complete|total|full|absolute) confidence",
    r"(?:everything|anything|all) (?:\w+ ){0,4}?(?:is|stays|remains|will be|will stay) "
    r"(?:in confidence|confidential|secret|private)",
    r"(?:your|our) secret(?: is|'s)? safe",
    r"our (?:little )?secret",
    r"(?:just |strictly )?between (?:you and me|ourselves|the two of us)",
    r"(?:promise|guarantee|assure|assurance of|ensure)(?: \w+){0,3} (?:confidentiality|secrecy|anonymity|privacy)",
    r"confidentiality (?:is|will be) (?:\w+ )?(?:guaranteed|assured|promised)",
]
_SILENCES = [
    rf"{_NOT_GOING_TO}(?: \w+){{0,2}}? (?:tell|telling|say|inform|share|mention|pass)(?: \w+){{0,4}}? {_ANYONE}",
    rf"{_NOT_GOING_TO}(?: \w+){{0,2}}? (?:share|pass on|repeat|disclose|mention) {_IT}",
    r"(?:no ?(?:one|body))(?: else)? (?:will|shall|would|is going to|needs? to|has to|ever)(?: \w+){0,2}? "
    r"(?:know|knows|find out|finds out|hear|see)",
    r"without (?:telling|anyone (?:else )?(?:knowing|finding out))",
    r"my lips are sealed",
]
_CANNOT = (
    r"(?:cannot|can't|cant|can not|could not|couldn't|must not|mustn't|may not|are not|aren't|is not|isn't|am not|"
    r"will not|won't|would not|wouldn't|do not|don't|never|nor|not|unable to|nobody can|no one can)"
)
_VERB = r"(?:promise|keep|guarantee|be|stay|remain|treat|offer|assure|say|agree|always|able|hold)"
_FILLED = r"(?: (?:ever|to|able|be|always|also|really|just|ask you|ask anyone|even))*"
_REFUSED_BEFORE = re.compile(
    rf"{_CANNOT}(?: \w+){{0,3}}? {_VERB}(?: [\w']+){{0,5}} ?$|\b(?:is|are|be) not(?: \w+)? ?$|{_CANNOT}{_FILLED} ?$"
)
_SILENCE_REFUSED_BEFORE = re.compile(
    rf"{_CANNOT}(?: \w+){{0,3}}? (?:promise|guarantee|say|agree|assure)(?: [\w']+){{0,5}} ?$"
)
_INSIDE_REFUSED = re.compile(
    r"\b(?:cannot|can't|can not|will not|won't|may not|must not|not|never) (?:\w+ )?(?:be|stay|remain|kept|keep)?\b"
)
_SOMEBODY_ELSE = re.compile(
    r"(?:asked|asks?|asking|told|tells|telling|wanted|wants?|made|makes?|said|says|pressur\w+|forc\w+|threaten\w+)"
    r"(?: [\w']+){0,4} ?$"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """Words that promise secrecy, as written."""

    words: str


def _plain(text: str) -> str:
    """The text as it sounds: one kind of apostrophe and space, no invisible characters, small letters."""
    folded = unicodedata.normalize("NFKC", text).translate({0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x60: "'"})
    visible = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    return re.sub(r"\s+", " ", visible).casefold()


def promises_confidentiality(text: str) -> list[Promise]:
    """The promises of secrecy in a text, in order; empty when it may be sent.

    "I cannot promise to keep this secret" is what should be said, and passes. So does asking whether somebody
    else demanded silence.
    """
    found: list[Promise] = []
    for clause in re.split(r"[.!?;:,\n]|\bbut\b|\balthough\b|\bhowever\b", _plain(text)):
        spans = _spans(clause.strip())
        found.extend(Promise(clause.strip()[start:end]) for start, end in spans)
    return found


def _spans(clause: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for patterns, refused in ((_PROMISES, _REFUSED_BEFORE), (_SILENCES, _SILENCE_REFUSED_BEFORE)):
        for pattern in patterns:
            for match in re.finditer(rf"(?<![\w']){pattern}(?![\w'])", clause):
                before, inside = clause[: match.start()], match.group()
                if refused.search(before) or _SOMEBODY_ELSE.search(before):
                    continue
                if patterns is _PROMISES and _INSIDE_REFUSED.search(inside):
                    continue
                if not any(match.start() < end and start < match.end() for start, end in spans):
                    spans.append((match.start(), match.end()))
    return sorted(spans)
