"""Version tables and front matter: versions, owners and review dates, wherever a policy writes them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from leeward.policy.rules.dates import find_dates, first_date
from leeward.policy.rules.sections import FURNITURE_HEADING, is_post, signature_lines
from leeward.policy.rules.sentences import split_sentences
from leeward.policy.rules.values import Block, Kind, Owner, PolicyDate, Section, Version


class Column(StrEnum):
    """What a column of a version table holds."""

    VERSION = "version"
    NEXT = "next"
    DATE = "date"
    REASON = "reason"
    BY = "by"


_COLUMNS = (
    (Column.NEXT, re.compile(r"\bnext\b|\bdue\b|\brenew", re.IGNORECASE)),
    (
        Column.VERSION,
        re.compile(
            r"^(?:version|ver\.?|v\.?|rev(?:ision)?|issue|edition)(?:\s*(?:no\.?|number|#))?$|^no\.?$", re.IGNORECASE
        ),
    ),
    (
        Column.DATE,
        re.compile(
            r"\bdate\b|\blast amended\b|\breviewed(?: on)?$|\bapproved on\b|\bissued\b|\bamended on\b", re.IGNORECASE
        ),
    ),
    (
        Column.REASON,
        re.compile(r"reason|change|purpose|comment|amendment|summary|description|detail|what", re.IGNORECASE),
    ),
    (Column.BY, re.compile(r"\bby\b|\blead\b|author|owner|approver|reviewer|who|name|responsible", re.IGNORECASE)),
)
_POST = (
    r"(?:(?:[A-Z][\w&/’'-]*|of|and|for|the) ){0,6}(?:Manager|Lead|Director|Officer|Coordinator|Co-ordinator|"
    r"Head|Principal|"
    r"Executive|CEO|DSL|Chair|Governor|Headteacher|Secretary|Team|Board|Committee|Group|Department)(?: (?:of|"
    r"for) (?:[A-Z][\w&]*(?: and)? ?){1,4})?"
)
_OWNER_LABEL = re.compile(
    r"^(?:policy |document )?(?:owner|lead|policy lead|responsible (?:person|officer|post)|author|accountable "
    r"(?:person|officer)|"
    r"designated safeguarding lead|dsl|online safety lead|approved by|policy holder|owned by)(?:\(?s\)?| name)?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?[A-Z][\w’'-]+(?: (?:[A-Z]\.? )?(?:de |van |Mc|O['’])?[A-Z][\w’'-]+){1,2}$"
)
_PAIR = re.compile(r"^\W*(?P<label>[A-Za-z][\w ()/&'’-]{1,50}?)\s*[:\t]\s*(?P<value>\S.*)$")
_HOLDS = re.compile(
    rf"^(?:the )?(?P<post>{_POST}) (?:has|holds|takes) (?:the )?(?:overall |full |ultimate )?responsibility for "
    rf"(?:the|this) policy",
    re.IGNORECASE,
)
_REVISION = re.compile(
    r"\b(?P<word>revision|version|issue|edition|ver)\.?\s*(?:no\.?|number)?\s*:?\s*(?P<number>\d{1,3}(?:\.\d{1,3}){0,2})\b(?P<rest>[^.;\n]{0,40})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What tables and labelled lines say. `dated` keeps each labelled date with its label, to compare them."""

    versions: tuple[Version, ...]
    owners: tuple[Owner, ...]
    dated: tuple[tuple[str, PolicyDate], ...]
    rows: frozenset[tuple[int, int]]
    inline: tuple[str, ...] = ()


def _header(cells: tuple[str, ...]) -> dict[int, Column] | None:
    """The meaning of each column when `cells` head a version table, else None."""
    columns: dict[int, Column] = {}
    for position, cell in enumerate(cells):
        for column, pattern in _COLUMNS:
            if cell and len(cell.split()) <= 5 and pattern.search(cell.strip(" -*")) and column not in columns.values():
                columns[position] = column
                break
    has = set(columns.values())
    enough = Column.VERSION in has and has & {Column.DATE, Column.REASON, Column.BY, Column.NEXT}
    return columns if enough or {Column.DATE, Column.REASON, Column.BY} <= has else None


def _version(cells: tuple[str, ...], columns: dict[int, Column]) -> Version:
    values = {column: cells[position] if position < len(cells) else "" for position, column in columns.items()}
    written = values.get(Column.DATE, "")
    return Version(
        version=values.get(Column.VERSION, ""),
        date=first_date(written),
        reason=values.get(Column.REASON, ""),
        by=values.get(Column.BY, ""),
        next_review=first_date(values.get(Column.NEXT, "")),
        written=written,
    )


def _read_tables(sections: tuple[Section, ...]) -> tuple[list[Version], set[tuple[int, int]]]:
    versions: list[Version] = []
    rows: set[tuple[int, int]] = set()
    for index, section in enumerate(sections):
        columns: dict[int, Column] | None = None
        for position, block in enumerate(section.blocks):
            if block.kind is not Kind.ROW:
                columns = None
                continue
            header = _header(block.cells)
            if header is not None and not find_dates(" ".join(block.cells)):
                columns = header
                rows.add((index, position))
            elif columns is not None:
                rows.add((index, position))
                if any(cell.strip(" -:|") for cell in block.cells):
                    versions.append(_version(block.cells, columns))
    return versions, rows


def split_owner(text: str) -> Owner:
    """ "Jo Smith, Quality Lead", "Quality Lead (Jo Smith)" or either alone, as post and person."""
    parts = [part.strip() for part in re.split(r"\s*[,(–]\s*|\s+-\s+|\)", text) if part.strip()]
    person = next((part for part in parts if _NAME.match(part) and not re.search(rf"^{_POST}$", part)), "")
    post = ", ".join(part for part in parts if part != person)
    return Owner(post=post, person=person, source=text)


def _pairs(block: Block) -> list[tuple[str, str]]:
    if block.kind is Kind.ROW:
        return [(block.cells[0].strip(" :"), block.cells[1])] if len(block.cells) == 2 else []
    if block.kind in (Kind.PARAGRAPH, Kind.FURNITURE) and len(block.text.split()) <= 16:
        match = _PAIR.match(block.text)
        return [(match["label"], match["value"])] if match else []
    return []


def is_owner_line(line: str) -> bool:
    """Whether a line only names an owner ("Policy owner: Quality Lead")."""
    match = _PAIR.match(line)
    return match is not None and bool(_OWNER_LABEL.match(match["label"].strip()))


def _sign_off(sections: tuple[Section, ...]) -> list[Owner]:
    lines = signature_lines(sections)
    post = next((line for line in lines if is_post(line)), "")
    person = next((line for line in lines if _NAME.match(line) and not is_post(line)), "")
    return [Owner(post=post, person=person, source="signature")] if post and person else []


def _inline_versions(sections: tuple[Section, ...]) -> tuple[list[Version], list[str]]:
    """ "Revision 1 May 2018" or "Version 2.1, 3 June 2024" in a footer or in the text, each only once."""
    found: dict[str, Version] = {}
    words: list[str] = []
    for section in sections:
        for block in section.blocks:
            for match in _REVISION.finditer(block.line):
                date = first_date(match["rest"])
                if date is None or not re.match(r"^\W*(?:\w+\W+){0,3}?$", match["rest"].split(date.written)[0]):
                    continue
                found.setdefault(match["number"], Version(match["number"], date, written=match.group(0).strip()))
                words.append(f"{match['word']} {match['number']} {date.written}")
    return list(found.values()), words


def read_front_matter(sections: tuple[Section, ...]) -> FrontMatter:
    """Versions newest first as the document's own order allows, owners by post and person, and every labelled date."""
    versions, rows = _read_tables(sections)
    inline: list[str] = []
    if not versions:
        versions, inline = _inline_versions(sections)
    owners: list[Owner] = []
    dated: list[tuple[str, PolicyDate]] = []
    for index, section in enumerate(sections):
        for block in section.blocks:
            for label, value in _pairs(block):
                if _OWNER_LABEL.match(label.strip()):
                    owner = split_owner(value)
                    post = owner.post or ("" if re.search("approved|owner|author", label, re.IGNORECASE) else label)
                    owners.append(Owner(post, owner.person, f"{label}: {value}"))
                date = first_date(value)
                if date is not None and (index == 0 or section.heading == FURNITURE_HEADING or len(block.line) < 60):
                    dated.append((label, date))
            for sentence in split_sentences(block.text):
                match = _HOLDS.match(sentence.lstrip("-• "))
                if match:
                    owners.append(Owner(match["post"], "", sentence))
    newest = latest(versions)
    if newest is not None and newest.by and not any(owner.person == newest.by for owner in owners):
        owners.append(Owner("", newest.by, "version table"))
    for owner in _sign_off(sections):
        if any(known.person == owner.person and not known.post for known in owners):
            owners = [known for known in owners if known.person != owner.person or known.post]
        owners.append(owner)
    return FrontMatter(tuple(versions), tuple(dict.fromkeys(owners)), tuple(dated), frozenset(rows), tuple(inline))


def latest(versions: list[Version] | tuple[Version, ...]) -> Version | None:
    """The version with the newest date, or None."""
    dated = [version for version in versions if version.date is not None]
    return max(
        dated, key=lambda version: (version.date.months, version.date.day) if version.date else (0, 0), default=None
    )
