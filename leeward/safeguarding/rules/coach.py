"""The record coach: looks at a text before it is saved and says what a reader in five years would miss.

Offline, the same for the same text, and advice only: nothing here can keep a record from being saved. What stands in
quotation marks is somebody else's voice and is left alone, as is what is marked as the writer's own view.

Sources: Keeping Children Safe in Education 2025, Annex C (clear record, fact apart from opinion); The Children's
Society, Appropriate Language in Relation to Exploitation, 2022 (no blaming words). The word list carries them by row.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leeward.safeguarding.rules.wording import promises_confidentiality


class Advice(StrEnum):
    """What kind of thing was noticed. Each is a switch of the organisation's."""

    INITIALS = "initials"
    OPINION = "opinion"
    BLAME = "blame"
    VOICE = "voice"
    ROLE = "role"
    WHEN_AND_WHERE = "when-and-where"
    ELSEWHERE = "elsewhere"
    SECRECY = "secrecy"
    ACRONYM = "acronym"


class BrokenWords(ValueError):
    """The word list cannot be read; the text says which row."""


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of advice. `start` and `end` are places in the text (both 0: about what is missing).

    `better` comes from the word list; empty where the kind alone says it.
    """

    advice: Advice
    start: int
    end: int
    words: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Patterns of one kind, with a better way and the publication behind it."""

    advice: Advice
    patterns: tuple[re.Pattern[str], ...]
    better: str
    source: str


@dataclass(frozen=True, slots=True)
class Words:
    """The word list. `known`: abbreviations that need no writing out, in small letters."""

    rows: tuple[Row, ...]
    known: frozenset[str]


def read(raw: Mapping[str, object]) -> Words:
    """The list from its parsed file. Raises BrokenWords."""
    rows, known = raw.get("row"), raw.get("known")
    if not isinstance(rows, Sequence) or not isinstance(known, Sequence):
        raise BrokenWords("The list needs `known` and at least one [[row]].")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            patterns = tuple(re.compile(say, re.IGNORECASE | re.MULTILINE) for say in row["say"])
            found.append(Row(Advice(row["kind"]), patterns, row["better"], f"{row['source']} ({row['year']})"))
        except (KeyError, TypeError, ValueError, re.error) as problem:
            raise BrokenWords(f"Row {number} cannot be read: {problem}.") from problem
    return Words(tuple(found), frozenset(str(one) for one in known))


_DOUBLE = r"“[^”]*”|\"[^\"]*\"|‘[^’\n]{2,200}’(?![\w])"
_QUOTED = re.compile(rf"{_DOUBLE}|(?<![\w’'])'(?:[^'\n]|'(?=\w)){{2,200}}'(?!\w)")
_OWN_VIEW = re.compile(
    r"\b(?:in my (?:opinion|view)|i (?:think|feel|believe|worry|wonder|suspect|thought|felt|guess)|my (?:opinion|view|"
    r"impression|worry)|to me|i am (?:worried|concerned)|i was (?:worried|concerned))\b",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b(?:[A-Z]\.\s?){2,3}(?!\s?[A-Z][a-z])")
_KINDS = r"(?:learner|student|pupil|child|tutor|teacher|boy|girl|mr|mrs|ms|miss|apprentice|trainee|friend|sibling)"
_AFTER_KIND = re.compile(rf"\b(?i:{_KINDS}) ([A-Z]{{1,3}})(?![\w.&]|’?s? [A-Z][a-z])")
_DOES = (
    r"(?:said|says|told|tells|was|is|has|had|reported|disclosed|came|went|left|looked|looks|appeared|seemed|asked|cried|"
    r"sent|sends|showed|refused|arrived|wants|wanted|lives|stated|stays|stayed|did|does|felt|feels|admitted|and I)"
)
_INITIALS_DO = re.compile(rf"\b([A-Z]{{2,3}}|[B-HJ-Z])(?:’s|'s)? {_DOES}\b")
_WITH_INITIALS = re.compile(
    r"\b(?i:spoke (?:to|with)|talked (?:to|with)|told|asked|met(?: with)?|saw|rang|hit|kicked|between|called) "
    r"([A-Z]{2,3}|[B-HJ-Z])(?![\w&.’'-])"
)
_ACRONYM = re.compile(r"(?<![\w@#&/-])([A-Z][A-Z&]{1,5}[A-Z]|[A-Z]{2})(?:s|’s|'s)?(?![\w@&/-])")
_SPOKE = re.compile(
    r"\b(?:disclosed|confided|told (?:me|us|the tutor|her tutor|his tutor|staff|a friend)|"
    r"(?:he|she|they|He|She|They|[A-Z][A-Za-z]+) (?:said|says|reported|explained)(?: that)? "
    r"(?:he|she|they|it|his|her|their|someone|somebody|a man|the man)\b"
    r"(?! (?:will|would|can|could|is coming|has to)\b))",
)
_NAME = r"[A-Z][a-z]+(?:[-’'][A-Z][a-z]+)?"
_NAMED = re.compile(
    rf"\b(?:[Ss]poke (?:to|with)|[Tt]alked (?:to|with)|[Mm]et|[Rr]ang|[Ee]-?mailed) "
    rf"((?!M(?:r|rs|s|iss) |Dr ){_NAME} {_NAME})\b"
)
_ROLE = re.compile(
    r"\b(?:tutor|teacher|mother|father|mum|dad|parents?|carer|guardian|learner|student|pupil|manager|lead|deputy|nurse|"
    r"doctor|social worker|officer|police|employer|supervisor|friend|sister|brother|aunt|uncle|gran\w*|assessor|coach|"
    r"worker|receptionist|director|head|principal|counsellor|mentor|partner|boyfriend|girlfriend|classmate|apprentice|"
    r"cousin|assistant|DSL|chair|landlord|neighbour|colleague)s?\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|yesterday|tonight|this (?:morning|afternoon|"
    r"evening|week)|"
    r"last (?:night|week|month|year)|at (?:lunch|break|noon)|\d{1,2}[:.]\d{2}|\d{1,2} ?[ap]m\b|\d{1,2}/\d{1,2}|"
    r"(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|june|july|august|september|october|november|"
    r"december)|in may\b|after (?:class|the session|college|school|lesson)|during|before)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:in|at|on|outside|near|behind|by|into) (?:the|a|an|her|his|their|our|my|room|class|college|school|work|home|"
    r"[A-Z]\w+)|\bonline\b|\bby (?:phone|text|e-?mail)\b",
    re.IGNORECASE,
)


def coach(
    text: str, words: Words, *, on: Collection[Advice], spoken: str = "", when: str = "", where: str = ""
) -> list[Note]:
    """What is noticed in one text, in order of place, what is missing last. `on`: the kinds to look for.

    `spoken`, `when` and `where` are what other fields of the same form say: exact words, time and place given there
    are not asked for again. Deterministic, and never longer than the text has places.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    looks: Mapping[Advice, Callable[[], list[Note]]] = {
        Advice.INITIALS: lambda: _initials(text, words, quoted),
        Advice.OPINION: lambda: _listed(text, words, Advice.OPINION, quoted),
        Advice.BLAME: lambda: _listed(text, words, Advice.BLAME, quoted),
        Advice.ELSEWHERE: lambda: _listed(text, words, Advice.ELSEWHERE, quoted),
        Advice.SECRECY: lambda: _secrecy(text),
        Advice.ACRONYM: lambda: _acronyms(text, words, quoted),
        Advice.VOICE: lambda: _voice(text, quoted, spoken),
        Advice.ROLE: lambda: _roles(text),
    }
    found: list[Note] = []
    for advice, look in looks.items():
        if advice in on:
            found += look()
    initials = [note for note in found if note.advice is Advice.INITIALS]
    found = [
        note
        for note in found
        if note.advice is not Advice.ACRONYM or not any(_overlap(note, other) for other in initials)
    ]
    found.sort(key=lambda note: (note.start == note.end, note.start))
    return found


def coach_report(happened: str, *, when: str, where: str, on: Collection[Advice]) -> list[Note]:
    """Whether a report says when and where, in its own fields or in the account."""
    if Advice.WHEN_AND_WHERE not in on or not happened.strip():
        return []
    lacks_when = not when.strip() and not _WHEN.search(happened)
    lacks_where = not where.strip() and not _WHERE.search(happened)
    return [Note(Advice.WHEN_AND_WHERE, 0, 0, "")] if lacks_when or lacks_where else []


def _overlap(one: Note, other: Note) -> bool:
    return one.start < other.end and other.start < one.end


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _clause_before(text: str, start: int) -> str:
    return re.split(r"[.!?;\n]", text[:start])[-1]


def _listed(text: str, words: Words, advice: Advice, quoted: Sequence[tuple[int, int]]) -> list[Note]:
    found: list[Note] = []
    for row in words.rows:
        if row.advice is not advice:
            continue
        for pattern in row.patterns:
            for match in pattern.finditer(text):
                piece = match.group().strip(" .;:(\n")
                start = match.start() + match.group().index(piece)
                note = Note(advice, start, start + len(piece), piece, row.better)
                own = advice is Advice.OPINION and _OWN_VIEW.search(_clause_before(text, start))
                if not (own or _inside(note.start, note.end, quoted) or any(_overlap(note, one) for one in found)):
                    found.append(note)
    return found


def _initials(text: str, words: Words, quoted: Sequence[tuple[int, int]]) -> list[Note]:
    spans = [match.span() for match in _DOTTED.finditer(text)]
    for pattern in (_AFTER_KIND, _INITIALS_DO, _WITH_INITIALS):
        spans += [match.span(1) for match in pattern.finditer(text)]
    found: list[Note] = []
    for start, end in sorted(spans):
        piece = text[start:end].strip()
        lettered = len(piece) == 1 and _LETTERED.search(text[:start])
        known = lettered or piece.replace(".", "").replace(" ", "").casefold() in words.known or _is_body(piece)
        note = Note(Advice.INITIALS, start, start + len(piece), piece)
        if not (known or _inside(start, end, quoted) or any(_overlap(note, one) for one in found)):
            found.append(note)
    return found


_LETTERED = re.compile(
    r"(?i:plan|block|vitamin|room|group|class|unit|site|hepatitis|grade|option|section|part|building|year|team|corridor|"
    r"gate|form|bay|floor|lab|studio|appendix|annex|table|route|bus|platform|wing|set|level|type|question|answer) $"
)
_BODIES = frozenset(
    {"LA", "CSC", "SLT", "DBS", "YOT", "TAC", "CIN", "LAC", "CAF", "DSL", "EWO", "HMP", "FE", "CP", "NFA"}
)


def _is_body(piece: str) -> bool:
    """An abbreviation of this field, which is an acronym to write out and nobody's initials."""
    return piece in _BODIES


def _acronyms(text: str, words: Words, quoted: Sequence[tuple[int, int]]) -> list[Note]:
    """Abbreviations not written out, each once. A text in capitals is left alone."""
    letters = [sign for sign in text if sign.isalpha()]
    if letters and sum(sign.isupper() for sign in letters) * 2 > len(letters):
        return []
    found: dict[str, Note] = {}
    for match in _ACRONYM.finditer(text):
        piece = match.group(1)
        before, after = text[: match.start()].rstrip(" "), text[match.end() :].lstrip(" ")
        written_out = before.endswith("(") or after.startswith(("(", "stands for", "– the", "means"))
        if piece.casefold() in words.known or written_out or _inside(*match.span(1), quoted):
            if written_out:
                found.setdefault(piece, Note(Advice.ACRONYM, 0, 0, ""))
            continue
        found.setdefault(piece, Note(Advice.ACRONYM, match.start(1), match.end(1), piece))
    return [note for note in found.values() if note.words]


_TOLD_BY_WRITER = re.compile(
    r"(?:^|(?<=[.;,] )|\bI )(?i:told|assured) \w+(?: that)? (?=(?:I|this|it|we)\b)", re.MULTILINE
)


def _secrecy(text: str) -> list[Note]:
    found = []
    # In a record "told her that I won't tell" is the writer's own promise, not one somebody else asked for.
    for promise in promises_confidentiality(_TOLD_BY_WRITER.sub(". ", text)):
        if promise.words.startswith("without"):
            continue
        place = text.casefold().find(promise.words)
        place = max(place, 0)
        found.append(Note(Advice.SECRECY, place, place + len(promise.words), text[place : place + len(promise.words)]))
    return found


def _voice(text: str, quoted: Sequence[tuple[int, int]], spoken: str) -> list[Note]:
    match = _SPOKE.search(text)
    if match is None or quoted or spoken.strip():
        return []
    return [Note(Advice.VOICE, match.start(), match.end(), match.group())]


def _roles(text: str) -> list[Note]:
    found = []
    for match in _NAMED.finditer(text):
        sentence = re.split(r"[.!?\n]", text[match.start() :])[0]
        if not (_ROLE.search(_clause_before(text, match.start())) or _ROLE.search(sentence)):
            found.append(Note(Advice.ROLE, match.start(1), match.end(1), match.group(1)))
    return found
