"""A Word file (.docx) into blocks: styles, lists, tables, text boxes, footnotes, tracked changes."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from leeward.policy.refusal import Refused
from leeward.policy.rules.plain_text import blocks_of_text, heading_level, looks_like_heading, tidy
from leeward.policy.rules.values import Block, Kind, Problem, ProblemKind

_UNPACKED = 200 * 1024 * 1024
_RATIO = 200
_PARTS = 5_000
_SKIP = {
    qn("w:delText"),
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BREAKS = {qn("w:br"), qn("w:cr")}


def _check_zip(data: bytes) -> None:
    """Refuse what would unpack to far more than a policy, before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Refused("The Word file is cut short or damaged. Fetch it again, or open and save it anew.") from error
    with archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if "word/document.xml" not in names:
            raise Refused("This is an archive, but no Word file (.docx). Save the policy as .docx, .pdf or .txt.")
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        if (
            len(entries) > _PARTS
            or unpacked > _UNPACKED
            or (unpacked > 20 * 1024 * 1024 and unpacked / packed > _RATIO)
        ):
            raise Refused("The Word file unpacks to far more than a policy should. Save it anew without pictures.")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refused("The Word file carries macros. Save it as .docx without macros.")


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph, inserted text included, deleted text and doubled fall-backs left out."""
    for child in element:
        if child.tag in _SKIP:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t" if child.getparent().tag == qn("w:r") else ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag not in (qn("w:p"), qn("w:tbl"), qn("w:txbxContent")):
            yield from _pieces(child)


def _text(element: etree._Element) -> str:
    return "".join(_pieces(element))


class _Styles:
    """Which styles are headings or lists, looked up by id and through what they are based on."""

    def __init__(self, document: Document) -> None:
        self.names: dict[str, str] = {}
        self.based: dict[str, str] = {}
        self.numbered: set[str] = set()
        for style in document.styles.element.iter(qn("w:style")):
            key = style.get(qn("w:styleId")) or ""
            name, based = style.find(qn("w:name")), style.find(qn("w:basedOn"))
            self.names[key] = (name.get(qn("w:val")) if name is not None else key) or key
            if based is not None:
                self.based[key] = based.get(qn("w:val")) or ""
            if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
                self.numbered.add(key)

    def chain(self, key: str) -> Iterator[str]:
        seen: set[str] = set()
        while key and key not in seen:
            seen.add(key)
            yield key
            key = self.based.get(key, "")


def _paragraph(element: etree._Element, styles: _Styles) -> list[Block]:
    text = tidy(_text(element))
    inner = [
        block for box in element.iter(qn("w:txbxContent")) if not _in_fallback(box) for block in _walk(box, styles)
    ]
    if not text.strip():
        return inner
    properties = element.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    key = (style.get(qn("w:val")) or "") if style is not None else ""
    names = [styles.names.get(part, part).lower() for part in styles.chain(key)]
    heading = next((match for name in names if (match := re.match(r"heading (\d)", name))), None)
    flat = " ".join(text.split())
    if heading is not None:
        return [Block(Kind.HEADING, flat, level=int(heading[1])), *inner]
    if any(name == "title" for name in names):
        return [Block(Kind.TITLE, flat), *inner]
    number = properties.find(qn("w:numPr")) if properties is not None else None
    listed = (
        number is not None
        or any(part in styles.numbered for part in styles.chain(key))
        or any(name.startswith("list") for name in names)
    )
    if (
        listed
        and number is not None
        and (switched := number.find(qn("w:numId"))) is not None
        and switched.get(qn("w:val")) == "0"
    ):
        listed = False
    if listed:
        depth = number.find(qn("w:ilvl")) if number is not None else None
        if _is_bold(element) and looks_like_heading(flat):
            return [Block(Kind.HEADING, flat, level=heading_level(flat)), *inner]
        return [
            Block(Kind.BULLET, flat, level=int(depth.get(qn("w:val")) or 0) if depth is not None else 0, marker="•"),
            *inner,
        ]
    if _is_bold(element) and looks_like_heading(flat):
        return [Block(Kind.HEADING, flat, level=heading_level(flat)), *inner]
    typed = blocks_of_text(text)
    return [
        *(
            block if block.kind is not Kind.HEADING or _alone(block.text) else Block(Kind.PARAGRAPH, block.text)
            for block in typed
        ),
        *inner,
    ]


def _alone(text: str) -> bool:
    """In a Word file a plain line is a heading only by capitals or by a number: others have a style or are bold."""
    return heading_level(text) < 9


def _is_bold(element: etree._Element) -> bool:
    runs = [run for run in element.iter(qn("w:r")) if (_text(run)).strip()]
    return bool(runs) and all(run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for run in runs)


def _in_fallback(element: etree._Element) -> bool:
    return any(str(parent.tag).endswith("}Fallback") for parent in element.iterancestors())


def _cell(cell: etree._Element, styles: _Styles) -> list[Block]:
    return list(_walk(cell, styles))


def _table(element: etree._Element, styles: _Styles) -> list[Block]:
    """Rows of cells; a table with one column was made for layout, so its text reads on like any other."""
    blocks: list[Block] = []
    for row in element.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not element:
            continue
        cells = [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]
        inside = [_cell(cell, styles) for cell in cells]
        if len(cells) == 1:
            blocks.extend(inside[0])
            continue
        texts = tuple(" ".join(" ".join(block.line.split()) for block in cell) for cell in inside)
        if any(texts):
            blocks.append(Block(Kind.ROW, "", cells=texts))
    return blocks


def _walk(parent: etree._Element, styles: _Styles) -> Iterator[Block]:
    """The blocks below `parent`, in the order a reader sees them."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, styles)
        elif child.tag == qn("w:tbl"):
            yield from _table(child, styles)
        elif child.tag not in _SKIP and not str(child.tag).endswith(("Pr", "sectPr")):
            yield from _walk(child, styles)


def _furniture(document: Document, styles: _Styles) -> list[Block]:
    """Headers and footers, each text once."""
    seen: dict[str, None] = {}
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header,
            section.first_page_footer, section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if part.is_linked_to_previous:
                continue
            for block in _walk(part._element, styles):
                if block.line.strip():
                    seen.setdefault(" ".join(block.line.split()))
    return [Block(Kind.FURNITURE, text) for text in seen]


def _notes(document: Document, styles: _Styles) -> list[Block]:
    """Footnotes and endnotes as paragraphs at the end."""
    blocks: list[Block] = []
    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root:
                if note.get(qn("w:type")) is None:
                    blocks.extend(_walk(note, styles))
    return blocks


def blocks_of_word(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a .docx and what was noticed. Raises Refused for archives that are none, bombs and macros."""
    _check_zip(data)
    document = docx.Document(io.BytesIO(data))
    styles = _Styles(document)
    body = document.element.body
    blocks = [*_walk(body, styles), *_notes(document, styles), *_furniture(document, styles)]
    noticed = []
    if next(body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom")), None) is not None:
        noticed.append(
            Problem(
                ProblemKind.TRACKED_CHANGES,
                "The file has tracked changes. Insertions were read and deletions left out; accept or reject "
                "them in Word first.",
            )
        )
    return blocks, noticed
