"""A case as a record on paper: sections, items and passages in one plain shape.

What is printed, packed, redacted and disclosed is this shape and nothing else, so that one thing left out is left out
of every form of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

SCHEMA = "leeward-case/1"
"""The name of the shape as it leaves the house. A change that older readers would misread gets a new number."""


class Part(StrEnum):
    """What may be chosen to be printed or sent."""

    CONCERNS = "concerns"
    TRIAGE = "triage"
    PERSONS = "persons"
    NEEDS = "needs"
    CHRONOLOGY = "chronology"
    DECISIONS = "decisions"
    ACTIONS = "actions"
    DUTIES = "duties"
    PROCEDURES = "procedures"
    MESSAGES = "messages"
    CLOSING = "closing"
    FILES = "files"
    READERS = "readers"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of an item. `key` is its place in the record; `code` says why it was left out (then `text` is empty)."""

    key: str
    label: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a section: a line of the chronology, a decision, a person.

    `at`: when it happened, ISO, or empty. `kind`: of a person, the role in this case.
    """

    title: str
    meta: str
    passages: tuple[Passage, ...]
    at: str = ""
    precision: str = ""
    recorded_at: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the record with its items in order."""

    part: Part
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record, or what is left of it."""

    ref: str
    state: str
    raised_at: str
    sections: tuple[Section, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the record, in reading order."""
        return tuple(one for section in self.sections for item in section.items for one in item.passages)


def only(record: Record, parts: Collection[Part]) -> Record:
    """The record without the parts that were not chosen."""
    return replace(record, sections=tuple(one for one in record.sections if one.part in parts))


def to_json(record: Record) -> dict[str, object]:
    """The record as values of JSON."""
    return {
        "ref": record.ref,
        "state": record.state,
        "raised_at": record.raised_at,
        "sections": [
            {
                "part": str(section.part),
                "title": section.title,
                "items": [
                    {
                        "title": item.title,
                        "meta": item.meta,
                        "at": item.at,
                        "precision": item.precision,
                        "recorded_at": item.recorded_at,
                        "kind": item.kind,
                        "passages": [
                            {"key": one.key, "label": one.label, "text": one.text, "code": one.code}
                            for one in item.passages
                        ],
                    }
                    for item in section.items
                ],
            }
            for section in record.sections
        ],
    }


class NotARecord(ValueError):
    """What was read is not a record of this shape; the text says where."""


MOST_SECTIONS, MOST_ITEMS, MOST_PASSAGES, LONGEST = 30, 20_000, 60_000, 200_000
"""Bounds of a record read from elsewhere: parts, items and passages in all, characters of one text."""


def from_json(raw: object) -> Record:
    """A record read from elsewhere: every part checked, nothing believed. Raises NotARecord."""
    top = _table(raw, "the record")
    sections, items, passages = [], 0, 0
    for section in _list(top.get("sections"), "sections", MOST_SECTIONS):
        table = _table(section, "a section")
        part = _text(table, "part")
        if part not in set(Part):
            raise NotARecord(f"There is no part of a record called {part[:40]!r}.")
        found = []
        for item in _list(table.get("items"), "items", MOST_ITEMS):
            found.append(_item(item))
            passages += len(found[-1].passages)
        items += len(found)
        if items > MOST_ITEMS or passages > MOST_PASSAGES:
            raise NotARecord("The record has more entries than a case can have.")
        sections.append(Section(Part(part), _text(table, "title"), tuple(found)))
    return Record(_text(top, "ref"), _text(top, "state"), _text(top, "raised_at"), tuple(sections))


def _item(raw: object) -> Item:
    table = _table(raw, "an item")
    passages = []
    for one in _list(table.get("passages"), "passages", MOST_ITEMS):
        words = _table(one, "a passage")
        passages.append(Passage(_text(words, "key"), _text(words, "label"), _text(words, "text"), _text(words, "code")))
    return Item(
        _text(table, "title"),
        _text(table, "meta"),
        tuple(passages),
        _text(table, "at"),
        _text(table, "precision"),
        _text(table, "recorded_at"),
        _text(table, "kind"),
    )


def _table(raw: object, what: str) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise NotARecord(f"Where {what} should be there is something else.")
    return raw


def _list(raw: object, what: str, most: int) -> list[object]:
    if not isinstance(raw, list) or len(raw) > most:
        raise NotARecord(f"The list of {what} is missing, is something else, or is too long.")
    return raw


def _text(table: Mapping[str, object], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise NotARecord(f"The field {name!r} is not a text, or is too long.")
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
