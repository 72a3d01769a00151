"""A PDF into blocks: lines by size and weight, tables, bullets, repeated page headers and footers set apart."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from leeward.policy.refusal import Refused
from leeward.policy.rules.plain_text import blocks_of_text, heading_level, looks_like_heading, tidy
from leeward.policy.rules.values import Block, Kind, Problem

_PAGES = 300
_EDGE = 0.11  # of the page's height, where headers and footers stand
_TERMINAL = (".", "!", "?", ":", ";")
_BULLET = re.compile(
    r"^(?:[•‣◦▪▫■□●○·–—*➢✓\uf0b7\uf0a7\uf0d8\uf0fc\u2022-]|o(?=\s)|\(?[a-z]\)|\(?[ivx]{1,4}\)|\d{1,2}[.)](?=\s))\s*\S"
)


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    top: float
    bottom: float
    left: float
    right: float
    text: str
    size: float
    bold: bool
    dotted: bool  # a small drawn shape stands before it: a bullet that is no character
    place: float  # middle of the line as a part of the page's height


def _lines_of(page: Any, number: int) -> list[_Line]:  # Any: pdfplumber has no types
    lines = []
    dots = _dots(page)
    for line in page.extract_text_lines(return_chars=True, x_tolerance=1.5):
        characters = [character for character in line["chars"] if character["text"].strip()]
        text = tidy(line["text"])
        if not characters or not text.strip():
            continue
        sizes = Counter(round(character["size"], 1) for character in characters)
        bold = sum(
            "bold" in character["fontname"].lower() or "black" in character["fontname"].lower()
            for character in characters
        )
        lines.append(
            _Line(
                number,
                line["top"],
                line["bottom"],
                line["x0"],
                line["x1"],
                " ".join(text.split()),
                sizes.most_common(1)[0][0],
                bold > len(characters) * 0.8,
                any(0 < line["x0"] - right < 25 and line["top"] <= middle <= line["bottom"] for right, middle in dots),
                (line["top"] + line["bottom"]) / 2 / float(page.height),
            )
        )
    return lines


def _dots(page: Any) -> list[tuple[float, float]]:  # Any: pdfplumber has no types
    """The small filled shapes of a page, as right edge and middle: browsers draw their bullets so."""
    shapes = [*page.curves, *page.rects]
    return [
        (shape["x1"], (shape["top"] + shape["bottom"]) / 2)
        for shape in shapes
        if 1 < shape["width"] < 8 and 1 < shape["height"] < 8 and abs(shape["width"] - shape["height"]) < 2
    ]


def _rows_of(page: Any, number: int) -> tuple[list[tuple[_Line, Block]], list[tuple[float, float, float, float]]]:
    """Real tables of a page (two columns or more) as rows placed like lines, and the boxes they fill."""
    rows: list[tuple[_Line, Block]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for table in page.find_tables():
        cells = [[" ".join(tidy(cell or "").split()) for cell in row] for row in table.extract(x_tolerance=1.5)]
        if not cells or max(sum(bool(cell) for cell in row) for row in cells) < 2:
            continue
        boxes.append(table.bbox)
        for index, row in enumerate(cells):
            if any(row):
                top = table.bbox[1] + index * 0.01
                rows.append(
                    (
                        _Line(number, top, top, table.bbox[0], table.bbox[2], "", 0, False, False, 0.5),
                        Block(Kind.ROW, "", cells=tuple(row)),
                    )
                )
    return rows, boxes


def _inside(line: _Line, boxes: list[tuple[float, float, float, float]]) -> bool:
    middle = (line.top + line.bottom) / 2
    return any(top <= middle <= bottom and left - 2 <= line.left <= right + 2 for left, top, right, bottom in boxes)


def _furniture(lines: list[_Line], pages: int) -> set[int]:
    """The places in `lines` of headers and footers: at a page's edge and, but for digits, the same on most pages."""
    if pages < 2:
        return {
            index
            for index, line in enumerate(lines)
            if (line.place < 0.06 or line.place > 0.94) and len(line.text) < 80
        }
    edge = [index for index, line in enumerate(lines) if line.place < _EDGE or line.place > 1 - _EDGE]
    shapes: dict[str, set[int]] = {}
    for index in edge:
        shapes.setdefault(re.sub(r"\d+", "#", lines[index].text), set()).add(lines[index].page)
    return {
        index
        for index in edge
        if len(shapes[re.sub(r"\d+", "#", lines[index].text)]) >= max(2, round(pages * 0.5))
        or re.fullmatch(r"(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?", lines[index].text, re.IGNORECASE)
    }


def _is_heading(line: _Line, body: float) -> bool:
    if line.dotted or (_BULLET.match(line.text) and not re.match(r"^\d", line.text)):
        return False
    bigger = line.size >= body * 1.12
    return ((bigger or line.bold) and looks_like_heading(re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", line.text))) or (
        bigger and len(line.text) < 90 and not line.text.endswith(".")
    )


def _new_block(line: _Line, body: float, sizes: list[float], gap: bool) -> Block:
    if _is_heading(line, body):
        level = heading_level(line.text)
        if level == 9 and line.size > body * 1.05:
            level = 1 + sizes.index(line.size) if line.size in sizes else 9
        return Block(Kind.HEADING, line.text, level=level, page_gap=gap)
    if line.dotted:
        return Block(Kind.BULLET, line.text, marker="•", page_gap=gap)
    made = blocks_of_text(line.text)[0]
    if made.kind is Kind.HEADING and heading_level(made.text) == 9:
        made = Block(Kind.PARAGRAPH, made.text)
    return Block(made.kind, made.text, made.level, made.marker, made.cells, gap)


def _joins(block: Block, last: _Line, line: _Line) -> bool:
    """Whether a line carries on the block above it: same paragraph by distance and size, or cut by a page break."""
    if block.kind not in (Kind.PARAGRAPH, Kind.BULLET) or line.dotted or _BULLET.match(line.text):
        return False
    if line.page != last.page:
        return not block.text.endswith(_TERMINAL) and line.text[:1].islower()
    height = max(1.0, last.bottom - last.top)
    close = line.top - last.bottom < height * 0.75
    hangs = block.kind is Kind.PARAGRAPH or line.left > last.left - 1 or not block.text.endswith(_TERMINAL)
    return close and abs(line.size - last.size) < 0.6 and hangs


def blocks_of_pdf(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a PDF. Raises Refused for passwords, pictures of pages, damage and more than 300 pages."""
    try:
        document = pdfplumber.open(io.BytesIO(data))
    except (PdfminerException, PDFSyntaxError, PDFPasswordIncorrect) as error:
        if "Password" in repr(error) or isinstance(error, PDFPasswordIncorrect):
            raise Refused("The PDF has a password. Save it without one.") from error
        raise Refused("The PDF is cut short or damaged. Fetch it again, or save it anew.") from error
    with document:
        if len(document.pages) > _PAGES:
            raise Refused(f"The PDF has {len(document.pages)} pages; a policy may have {_PAGES}. Import it in parts.")
        lines: list[_Line] = []
        rows: list[tuple[_Line, Block]] = []
        pictures = False
        for number, page in enumerate(document.pages):
            found, boxes = _rows_of(page, number)
            rows.extend(found)
            lines.extend(line for line in _lines_of(page, number) if not _inside(line, boxes))
            pictures = pictures or bool(page.images)
            page.close()
        pages = len(document.pages)
    if not lines and not rows:
        raise Refused(
            "The PDF holds pictures of pages and no text. Find the file it was printed from, or have its text "
            "recognised first."
            if pictures
            else "No text was found in the PDF."
        )
    return _assemble(lines, rows, pages), []


def _assemble(lines: list[_Line], rows: list[tuple[_Line, Block]], pages: int) -> list[Block]:
    aside = _furniture(lines, pages)
    weights: Counter[float] = Counter()
    for index, line in enumerate(lines):
        if index not in aside:
            weights[line.size] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 10.0
    sizes = sorted(
        {line.size for i, line in enumerate(lines) if i not in aside and line.size >= body * 1.12}, reverse=True
    )
    everything = sorted(
        [*((line, None) for i, line in enumerate(lines) if i not in aside), *rows],
        key=lambda pair: (pair[0].page, pair[0].top),
    )
    blocks: list[Block] = []
    last: _Line | None = None
    for line, row in everything:
        if row is not None:
            blocks.append(row)
            last = None
        elif last is not None and blocks and not _is_heading(line, body) and _joins(blocks[-1], last, line):
            before = blocks[-1]
            cut = re.search(r"[^\W\d_]-$", before.text) and line.text[:1].islower()
            blocks[-1] = Block(
                before.kind,
                f"{before.text}{'' if cut else ' '}{line.text}",
                before.level,
                before.marker,
                (),
                before.page_gap,
            )
            last = line
        else:
            blocks.append(_new_block(line, body, sizes, last is not None and last.page != line.page))
            last = line
    blocks.extend(Block(Kind.FURNITURE, text) for text in dict.fromkeys(lines[index].text for index in sorted(aside)))
    return _title_first(blocks)


def _title_first(blocks: list[Block]) -> list[Block]:
    """The biggest heading of a PDF, when it comes first and only once, is its title."""
    tops = [index for index, block in enumerate(blocks) if block.kind is Kind.HEADING and block.level == 1]
    if len(tops) == 1 and tops[0] < 4 and any(block.kind is Kind.HEADING and block.level > 1 for block in blocks):
        index = tops[0]
        blocks[index] = Block(Kind.TITLE, blocks[index].text)
    return blocks
