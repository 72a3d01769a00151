"""Leaving things out of a record that goes out: each with its reason, names replaced everywhere by the same letters.

Sources of the codes, unverified until a named person has compared them with the published text: UK GDPR, articles 5 and
15; Data Protection Act 2018, Schedules 2 and 3. A person confirms every passage: nothing here decides what may go.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from leeward.safeguarding.rules.record import Item, Passage, Record


class Code(StrEnum):
    """Why a passage is left out."""

    NOT_NEEDED = "not-needed"
    THIRD_PARTY = "third-party"
    SERIOUS_HARM = "serious-harm"
    CHILD_ABUSE = "child-abuse"
    PRIVILEGE = "legal-privilege"
    CRIME = "crime"
    COURT = "court"
    REPORTER = "reporter"


SOURCES: Mapping[Code, str] = {
    Code.NOT_NEEDED: "UK GDPR, article 5(1)(c): the least that is needed",
    Code.THIRD_PARTY: "Data Protection Act 2018, Schedule 2, paragraph 16",
    Code.SERIOUS_HARM: "Data Protection Act 2018, Schedule 3, paragraphs 5, 11 and 19",
    Code.CHILD_ABUSE: "Data Protection Act 2018, Schedule 3, paragraph 21",
    Code.PRIVILEGE: "Data Protection Act 2018, Schedule 2, paragraph 19",
    Code.CRIME: "Data Protection Act 2018, Schedule 2, paragraph 2",
    Code.COURT: "Data Protection Act 2018, Schedule 2, paragraph 5; Schedule 3, paragraph 18",
    Code.REPORTER: "Data Protection Act 2018, Schedule 2, paragraph 16: who told would be known by it",
}
"""Where each code comes from. Researched in 2025, not checked by a lawyer."""

# fmt: off
_WORDS_TOO = frozenset((
    "amber", "april", "art", "august", "bill", "bob", "brook", "buck", "carol", "chase", "chance", "christian",
    "chuck", "cliff", "dale", "dawn", "dean", "dick", "drew", "earl", "faith", "forest", "frank", "gene", "grace",
    "grant", "hall", "harmony", "heath", "holly", "honey", "hope", "hunter", "iris", "ivy", "jack", "jade", "jean",
    "jewel", "joy", "june", "king", "lance", "lee", "lily", "major", "mark", "mason", "max", "may", "melody",
    "miles", "nick", "olive", "page", "pat", "pearl", "penny", "piper", "ray", "reed", "rich", "rob", "robin",
    "rose", "ruby", "rusty", "sandy", "scarlet", "sky", "stone", "sue", "summer", "sunny", "terry", "tom", "victor",
    "violet", "ward", "west", "will", "young",
))
# fmt: on
"""Names that are words as well: replaced only where they are written as names."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name is replaced: how they may be written, and by what. `forms`: whole names first."""

    alias: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left out of a record: codes by key of the passage, and names by letters."""

    left_out: Mapping[str, Code]
    names: tuple[Named, ...]


def letters(number: int) -> str:
    """A, B … Z, AA, AB …: the letters of the nth person, counted from 0."""
    found = ""
    number += 1
    while number > 0:
        number, place = divmod(number - 1, 26)
        found = chr(ord("A") + place) + found
    return found


def forms_of(name: str, *more: str) -> tuple[str, ...]:
    """How somebody may be written: the whole name, turned round, and each part of it; as it stands first."""
    parts = [part for part in re.split(r"[\s,]+", name.strip()) if part]
    found = [name.strip(), *more, *parts]
    if len(parts) > 1:
        found += [
            f"{parts[-1]}, {' '.join(parts[:-1])}",
            f"{parts[-1]} {' '.join(parts[:-1])}",
            f"{parts[0]} {parts[-1]}",
        ]
        found += [piece for part in parts for piece in part.split("-")]
    titles = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "the", "of", "de", "van", "von", "and"}
    kept = {form for form in found if len(form) > 1 and form.casefold().strip(".") not in titles}
    return tuple(sorted(kept, key=lambda form: (form != name.strip(), -len(form), form)))


def _pattern(form: str) -> str:
    """A form as it may be written: any space between its words, any apostrophe, with or without marks on letters."""
    pieces = []
    for letter in unicodedata.normalize("NFD", form):
        if unicodedata.combining(letter):
            continue
        if letter.isspace():
            pieces.append(r"\s+")
        elif letter in "'’ʼ`‘":
            pieces.append(r"['’ʼ`‘]")
        elif letter == "-":
            pieces.append(r"[-‐‑\s]")
        else:
            pieces.append(re.escape(letter) + "[\u0300-\u036f]*")
    return "".join(pieces)


class Replacer:
    """Puts letters in the place of names, the same for the same person everywhere."""

    def __init__(self, names: Sequence[Named]) -> None:
        forms: dict[str, tuple[str, str]] = {}
        for one in names:
            for form in one.forms:
                forms.setdefault(self._plain(form), (form, one.alias))
        self._aliases = {plain: alias for plain, (_form, alias) in forms.items()}
        ordered = sorted((form for form, _alias in forms.values()), key=len, reverse=True)
        joined = "|".join(_pattern(form) for form in ordered)
        self._found = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None

    @staticmethod
    def _plain(text: str) -> str:
        marked = unicodedata.normalize("NFD", text.casefold())
        bare = "".join(letter for letter in marked if not unicodedata.combining(letter))
        return re.sub(r"[\s‐‑-]+", " ", re.sub(r"['’ʼ`‘]", "'", bare)).strip()

    def __call__(self, text: str) -> str:
        """The text without the names."""
        if self._found is None or not text:
            return text
        return unicodedata.normalize("NFC", self._found.sub(self._alias, unicodedata.normalize("NFD", text)))

    def _alias(self, match: re.Match[str]) -> str:
        written = str(match.group(0))
        plain = self._plain(written)
        if plain in _WORDS_TOO and written[:1].islower():
            return written
        return self._aliases.get(plain, "[…]")


def redact(record: Record, plan: Plan) -> Record:
    """The record as it goes out: what is left out is gone from it, names are letters in every text of it."""
    without = Replacer(plan.names)

    def passage(one: Passage) -> Passage:
        code = plan.left_out.get(one.key)
        return Passage(one.key, without(one.label), "" if code else without(one.text), str(code or ""))

    def item(one: Item) -> Item:
        return replace(
            one, title=without(one.title), meta=without(one.meta), passages=tuple(passage(x) for x in one.passages)
        )

    sections = tuple(
        replace(section, title=without(section.title), items=tuple(item(one) for one in section.items))
        for section in record.sections
    )
    return replace(record, sections=sections)


def aliases(persons: Iterable[tuple[str, str, tuple[str, ...]]]) -> tuple[Named, ...]:
    """Letters for persons (kind such as "Learner", name, other forms), in their order, each name once."""
    found: dict[str, Named] = {}
    for kind, name, more in persons:
        key = " ".join(name.casefold().split())
        if key and key not in found:
            found[key] = Named(f"{kind} {letters(len(found))}", forms_of(name, *more))
    return tuple(found.values())


def used(record: Record) -> list[Code]:
    """The codes that stand in a redacted record, each once, in the order of the list of codes."""
    there = {one.code for one in record.passages}
    return [code for code in Code if code in there]
