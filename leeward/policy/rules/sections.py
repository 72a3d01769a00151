"""Blocks into sections: title found, cut sentences mended, heading levels settled, nothing of the text lost."""

import re
from dataclasses import replace

from leeward.policy.rules.plain_text import heading_level
from leeward.policy.rules.values import Block, Kind, Section

FURNITURE_HEADING = "Page headers and footers"
_TERMINAL = (".", "!", "?", ":", ";", "…", "”", '"')
_TITLE_WORD = re.compile(
    r"\b(?:policy|policies|procedures?|code of conduct|agreement|statement|strategy|handbook|guidance)\b", re.IGNORECASE
)
_POSTSCRIPT = re.compile(
    r"^(?:ceo|chief executive|managing director|principal|director|head ?teacher|chair\b.*)", re.IGNORECASE
)
_LOOK_FOR_TITLE_IN = 8
_CLAUSE = re.compile(r"^\d{1,2}[.)\s]")
# A heading with nothing under it groups those that follow, until one that always stands by itself.
_STANDS_ALONE = re.compile(
    r"^(?:introduction|scope|purpose|aims|definitions|review|monitoring and review|roles|responsibilities|"
    r"appendi|annex|related|references|sign)",
    re.IGNORECASE,
)


def mend_cut_sentences(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Join a paragraph that a page break cut in two: no full stop before, and a small letter or one word after."""
    mended: list[Block] = []
    for block in blocks:
        last = mended[-1] if mended else None
        if (
            last is not None
            and last.kind in (Kind.PARAGRAPH, Kind.BULLET)
            and block.kind is Kind.PARAGRAPH
            and not last.text.endswith(_TERMINAL)
            and _carries_on(last, block)
        ):
            mended[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            mended.append(block)
    return tuple(mended)


def _carries_on(last: Block, block: Block) -> bool:
    if block.text[:1].islower():
        return len(last.text) > 30
    first = re.split(r"(?<=[.!?])\s", block.text, maxsplit=1)[0]
    return block.page_gap and len(last.text) > 60 and first.endswith((".", "!", "?")) and len(first.split()) <= 4


def find_title(blocks: tuple[Block, ...]) -> int:
    """The index of the block that names the document, or -1: a marked title, else an early heading that names one."""
    early = [(i, block) for i, block in enumerate(blocks[:_LOOK_FOR_TITLE_IN]) if block.kind is not Kind.FURNITURE]
    for index, block in early:
        if block.kind is Kind.TITLE:
            return index
    headings = [(i, block) for i, block in early if block.kind is Kind.HEADING and not _CLAUSE.match(block.text)]
    for index, block in headings:
        if _TITLE_WORD.search(block.text):
            return index
    if headings and headings[0][0] == 0:
        return 0
    return -1


def _settle_levels(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Title lines come under capitals or numbers where the document uses those; else they are the first level."""
    looks = [heading_level(block.text) for block in blocks if block.kind is Kind.HEADING and block.level in (0, 9)]
    marked = [block.level for block in blocks if block.kind is Kind.HEADING and block.level not in (0, 9)]
    strong = any(look < 9 for look in looks) or bool(marked)
    settled = []
    grouped = 0
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING and block.level in (0, 9):
            look = heading_level(block.text)
            level = look if look < 9 else (2 if strong else 1)
            if block.text.endswith(":"):
                level += 1
            if look < 9 or _STANDS_ALONE.match(block.text):
                grouped = 0
            following = blocks[index + 1] if index + 1 < len(blocks) else block
            block = replace(block, level=level + grouped)
            if look == 9 and not grouped and following is not block and following.kind is Kind.HEADING:
                grouped = int(following.level in (0, 9) and heading_level(following.text) == 9)
        settled.append(block)
    return tuple(settled)


def _demote_signature(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Names and posts that close the document are a signature, not headings."""
    end = len(blocks)
    while end and blocks[end - 1].kind is Kind.FURNITURE:
        end -= 1
    start = end
    while start and blocks[start - 1].kind in (Kind.HEADING, Kind.PARAGRAPH) and _is_short(blocks[start - 1].text):
        start -= 1
    tail = blocks[start:end]
    if not tail or len(tail) > 5 or not any(is_post(block.text) for block in tail):
        return blocks
    return blocks[:start] + tuple(replace(b, kind=Kind.PARAGRAPH, level=0) for b in tail) + blocks[end:]


def _is_short(text: str) -> bool:
    return len(text.split()) <= 4 and not text.endswith((".", ":", "?"))


def to_sections(blocks: tuple[Block, ...]) -> tuple[str, tuple[Section, ...]]:
    """The title and the sections of a document. What stands before the first heading belongs to the first section."""
    furniture = tuple(block for block in blocks if block.kind is Kind.FURNITURE)
    body = mend_cut_sentences(tuple(block for block in blocks if block.kind is not Kind.FURNITURE))
    title_at = find_title(body)
    title = body[title_at].text.lstrip("# ") if title_at >= 0 else ""
    before = tuple(
        replace(block, kind=Kind.PARAGRAPH, level=0) if block.kind is Kind.HEADING else block
        for block in body[: max(title_at, 0)]
    )
    rest = _settle_levels(_demote_signature(body[title_at + 1 :]))
    sections: list[Section] = []
    heading, level, path, held = (body[title_at].text if title_at >= 0 else ""), 0, [""], list(before)
    for block in rest:
        if block.kind is Kind.HEADING:
            sections.append(Section(heading, level, tuple(part for part in path if part), tuple(held)))
            heading, level, held = block.text, block.level, []
            path = [*path[:level], *[""] * max(0, level - len(path)), heading]
        else:
            held.append(replace(block, kind=Kind.PARAGRAPH) if block.kind is Kind.TITLE else block)
    sections.append(Section(heading, level, tuple(part for part in path if part), tuple(held)))
    if furniture:
        sections.append(Section(FURNITURE_HEADING, 1, (FURNITURE_HEADING,), furniture))
    first = sections[0]
    if not first.heading and not first.blocks and len(sections) > 1:
        sections = sections[1:]
    return title, tuple(sections)


def signature_lines(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The short lines that close the document: who signed it, and in which post."""
    body = [section for section in sections if section.heading != FURNITURE_HEADING]
    if not body:
        return ()
    lines: list[str] = []
    for block in reversed(body[-1].blocks):
        if block.kind is not Kind.PARAGRAPH or not _is_short(block.text) or len(lines) == 5:
            break
        lines.append(block.text)
    return tuple(reversed(lines))


def is_post(line: str) -> bool:
    """Whether a signature line is a post rather than a name."""
    return bool(_POSTSCRIPT.match(line))
