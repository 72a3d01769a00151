"""Texts, saved e-mails and office documents: a copy is their words alone. Runs in `child` only. No Django."""

import codecs
import io
import re
import unicodedata
import zipfile
from email import message_from_bytes, policy
from html.parser import HTMLParser
from xml.parsers import expat

from leeward.foundation.files.kinds import Bounds, Kind, NotTaken, Unwelcome
from leeward.foundation.files.sniffing import decoded

_PARAGRAPHS = frozenset({"p", "h", "br", "tab", "row", "tr", "line-break", "table-row"})
_ALPHABETS = (
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "koi8-r", "gbk", "gb18030", "big5"),
    *("cp437", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1256", "cp1257"),
    *("iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "iso8859-15"),
    *("shift_jis", "iso2022_jp", "euc_jp", "euc_kr", "quopri", "base64"),
)
"""Those in which e-mails come; in any other the words are shown as far as they are plain."""
_SKIPPED = frozenset({"script", "style", "template", "head"})


def load() -> None:
    """Loads every alphabet and reader, so that none has to be looked for later."""
    for name in _ALPHABETS:
        codecs.lookup(name)
    _email(b"From: a\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<p>\xe4\r\n")
    words_of_xml(b"<p>a</p>")
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", "<p>a</p>")
    copy(into.getvalue(), Kind.WRITER, Bounds())


def look(raw: bytes, kind: Kind, within: Bounds) -> bytes:
    """Reads it once through. Raises NotTaken, or what a reader raises."""
    copy(raw, kind, within)
    return b""


def copy(raw: bytes, kind: Kind, within: Bounds) -> bytes:
    """The words as UTF-8, without signs that steer a screen."""
    match kind:
        case Kind.EMAIL:
            text = _email(raw)
        case Kind.WORD:
            text = _parts(raw, within, ("word/document.xml", "word/footnotes.xml", "word/comments.xml"))
        case Kind.WRITER:
            text = _parts(raw, within, ("content.xml",))
        case Kind.SHEET:
            text = _sheet(raw, within)
        case _:
            text = decoded(raw) or ""
    return _plain(text).encode()


def _plain(text: str) -> str:
    """Without control signs, and without those that turn the direction of writing round."""
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"})
    return re.sub(r"\n{4,}", "\n\n\n", "".join(kept))


class _Words:
    """The text of an XML part. A declared entity is refused before it can unfold."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.CharacterDataHandler = self.found.append
        self.parser.EndElementHandler = self._end

    def _refuse(self, *_args: object) -> int:
        raise NotTaken(Unwelcome.TOO_DEEP)

    def _end(self, name: str) -> None:
        local = name.rpartition("|")[2]
        if local in _PARAGRAPHS:
            self.found.append("\t" if local == "tab" else "\n")


def words_of_xml(raw: bytes) -> str:
    """Raises NotTaken for a document that declares anything, ExpatError for one that is none."""
    words = _Words()
    words.parser.Parse(raw, True)
    return "".join(words.found)


def _member(packed: zipfile.ZipFile, name: str, left: int) -> bytes:
    """One member, never more than may be unpacked in all: what a file says of its own size may be a lie."""
    with packed.open(name) as member:
        raw = member.read(left + 1)
    if len(raw) > left:
        raise NotTaken(Unwelcome.TOO_DEEP)
    return raw


def _parts(raw: bytes, within: Bounds, names: tuple[str, ...]) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        there = set(packed.namelist())
        if names[0] not in there:
            raise NotTaken(Unwelcome.DAMAGED)
        left, texts = within.unpacked, []
        for name in names:
            if name in there:
                part = _member(packed, name, left)
                left -= len(part)
                texts.append(words_of_xml(part))
    return "\n\n".join(texts)


class _Cells:
    """The cells of one sheet, row by row; `shared` are the texts that cells refer to by number."""

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.rows: list[list[str]] = []
        self.text: list[str] = []
        self.kind = ""
        words = _Words()
        self.parser = words.parser
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text.append

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition("|")[2]:
            case "row":
                self.rows.append([])
            case "c":
                self.kind = attributes.get("t", "")
                self.text.clear()
            case "f" | "v" | "is":
                self.text.clear()

    def _end(self, name: str) -> None:
        if name.rpartition("|")[2] not in {"v", "is"} or not self.rows:
            return
        text = "".join(self.text)
        if self.kind == "s":
            number = int(text) if text.isascii() and text.isdigit() else -1
            text = self.shared[number] if 0 <= number < len(self.shared) else ""
        self.rows[-1].append(text)


class _Shared:
    """The shared texts of a workbook, in their order."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.text: list[str] = []
        words = _Words()
        self.parser = words.parser
        self.parser.CharacterDataHandler = self.text.append
        self.parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        if name.rpartition("|")[2] == "si":
            self.texts.append("".join(self.text))
            self.text.clear()


def _sheet(raw: bytes, within: Bounds) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        names = packed.namelist()
        left, shared = within.unpacked, _Shared()
        if "xl/sharedStrings.xml" in names:
            part = _member(packed, "xl/sharedStrings.xml", left)
            left -= len(part)
            shared.parser.Parse(part, True)
        texts = []
        for name in sorted(name for name in names if re.fullmatch(r"xl/worksheets/[\w-]+\.xml", name)):
            part = _member(packed, name, left)
            left -= len(part)
            cells = _Cells(shared.texts)
            cells.parser.Parse(part, True)
            texts.append("\n".join("\t".join(row) for row in cells.rows))
    if not texts:
        raise NotTaken(Unwelcome.DAMAGED)
    return "\n\n".join(texts)


class _Page(HTMLParser):
    """The words of the web page an e-mail was written as."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipping += tag in _SKIPPED
        if tag in {"br", "p", "div", "tr", "li"}:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in _SKIPPED and self.skipping > 0

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.found.append(data)


def _email(raw: bytes) -> str:
    """Who, when, what about, and the words; files that came with it are named and left behind."""
    told = message_from_bytes(raw, policy=policy.default)
    lines = [f"{name}: {told[name]}" for name in ("From", "To", "Cc", "Date", "Subject") if told[name]]
    body = told.get_body(preferencelist=("plain", "html"))
    text = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        page = _Page()
        page.feed(text)
        text = "".join(page.found)
    left = [part.get_filename() or part.get_content_type() for part in told.iter_attachments()]
    lines += ["", text.strip()]
    if left:
        lines += ["", "[Not carried along: " + ", ".join(left) + "]"]
    return "\n".join(lines)
