"""Plain text into blocks: headings in capitals, numbered or as title lines; bullets; tables by tab or bar."""

import re
import unicodedata
from dataclasses import replace

from leeward.policy.rules.values import Block, Kind

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]")
_GLYPHS = "•‣◦▪▫■□●○·∙–—\\-*+➢➤►▶✓✔✗❖◆\u2043\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0a8"
_BULLET = re.compile(rf"^(?P<indent>\s*)(?P<marker>[{_GLYPHS}]|[oO§](?=\s))\s+(?P<text>\S.*)$")
_GLUED = re.compile(r"^(?P<indent>\s*)(?P<marker>[•‣▪●➢✓\uf0b7\uf0a7\uf0d8])(?P<text>\S.*)$")
_LETTERED = re.compile(r"^(?P<indent>\s*)(?P<marker>\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})\))\s+(?P<text>\S.*)$")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?P<text>\S.*)$")
_NAMED = re.compile(r"^(?:Appendix|Annex|Section|Part|Schedule)\s+(?:\d+|[A-Z])\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?P<hashes>#{1,6})\s+(?P<text>\S.*)$")
_RULE = re.compile(r"^[\s_=~*-]{3,}$")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "our",
        "the",
        "their",
        "to",
        "with",
        "your",
        "how",
        "what",
        "when",
        "who",
        "why",
    ]
)
_VERB = re.compile(
    r"\b(?:must|shall|should|will|may|can|cannot|is|are|was|has|have|do|does|we|they|you|to be|that|following)\b",
    re.IGNORECASE,
)
_STEM_START = re.compile(r"^(?:this|these|we|all|any|every|each|please|if|when|where|for|to)\b", re.IGNORECASE)
_PAIR = re.compile(r"^[A-Z][\w ()/&'’-]{1,40}:\s+\S")
_STARTS_LOWER = re.compile(r"^[a-z(]")
_END = (".", "!", "?", ":", ";")
_MAX_HEADING_WORDS = 12
_WRAPPED_FROM = 45


def tidy(line: str) -> str:
    """`line` without soft hyphens, zero-width and control characters, no-break spaces made plain; words untouched."""
    line = _INVISIBLE.sub("", line)
    line = _CONTROL.sub(" ", line)
    return unicodedata.normalize("NFC", line.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2007", " "))


def normal(text: str) -> str:
    """`text` tidied, on one line, with single spaces: the form sentences are compared and hashed in."""
    return " ".join(tidy(text).split())


def is_capitals(text: str) -> bool:
    """Whether all letters of `text` are capitals, and there are at least three."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 3 and all(character.isupper() for character in letters)


def is_title_case(text: str) -> bool:
    """Whether `text` reads as a title: every longer word has a capital ("Use of Images and Video")."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if word.lower() not in _SMALL]
    return bool(words) and all(word.removeprefix("e-")[0].isupper() for word in words if word != "e-")


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands alone is a heading. A sentence, a stem ("Staff must:") and a bullet are not."""
    text = line.strip()
    words = text.split()
    if not words or len(words) > _MAX_HEADING_WORDS or len(text) > 100 or "://" in text or "@" in text:
        return False
    if text.endswith(":"):
        return not _VERB.search(text) and not _STEM_START.match(text) and text[0].isupper() and len(words) <= 7
    if text.endswith((".", ";", ",", "!")) or _PAIR.match(text):
        return False
    if text.endswith("?"):
        return text[0].isupper()
    if is_capitals(text):
        return True
    if not (text[0].isupper() or is_title_case(text)):
        return False
    return is_title_case(text) or (len(words) <= 6 and not _VERB.search(text))


def heading_level(text: str) -> int:
    """How deep a heading is, by its look: 1 for capitals and "3.", 2 for "3.1", 9 for a title line (settled later)."""
    numbered = _NUMBERED.match(text)
    if numbered:
        return numbered["number"].count(".") + 1
    if is_capitals(text) or _NAMED.match(text):
        return 1
    return 9


def _row(line: str) -> Block | None:
    if "\t" in line.strip():
        cells = tuple(" ".join(cell.split()) for cell in line.strip("\n").split("\t"))
        if sum(bool(cell) for cell in cells) >= 2 and not _BULLET.match(line):
            return Block(Kind.ROW, "", cells=cells)
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") >= 3:
        return Block(Kind.ROW, "", cells=tuple(" ".join(cell.split()) for cell in stripped[1:-1].split("|")))
    return None


def _bullet(line: str) -> Block | None:
    match = _BULLET.match(line) or _GLUED.match(line) or _LETTERED.match(line)
    if match is None:
        return None
    return Block(Kind.BULLET, " ".join(match["text"].split()), level=len(match["indent"]) // 2, marker=match["marker"])


def _single(line: str, alone: bool) -> Block:
    """The block one line is, when it stands alone or not between blank lines."""
    text = " ".join(line.split())
    markdown = _MARKDOWN.match(text)
    if markdown:
        return Block(Kind.HEADING, text, level=len(markdown["hashes"]))
    numbered = _NUMBERED.match(text)
    if numbered:
        if looks_like_heading(numbered["text"]):
            return Block(Kind.HEADING, text, level=heading_level(text))
        if "." not in numbered["number"]:
            return Block(Kind.BULLET, numbered["text"], marker=text[: numbered.start("text")].strip())
        return Block(Kind.PARAGRAPH, text)
    if (alone or is_capitals(text)) and looks_like_heading(text):
        return Block(Kind.HEADING, text, level=heading_level(text))
    return Block(Kind.PARAGRAPH, text)


class _Gathering:
    """Blocks as they are gathered. The text of the last one grows piece by piece and is put together once."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []

    def begin(self, block: Block) -> None:
        self._put_together()
        self.blocks.append(block)
        self.pieces = [block.text]

    def carry_on(self, line: str) -> None:
        """Adds a line to the last block; a word cut by a hyphen at the end of a line is not torn further apart."""
        text, tail = " ".join(line.split()), self.pieces[-1]
        cut = len(tail) > 1 and tail[-1] == "-" and tail[-2].isalpha() and _STARTS_LOWER.match(text)
        self.pieces.append(text if cut else f" {text}")

    def is_carried_on_by(self, previous_line: str, line: str) -> bool:
        """Whether `line` goes on with the sentence of the line just above it."""
        if not self.blocks or self.blocks[-1].kind not in (Kind.PARAGRAPH, Kind.BULLET):
            return False
        if self.pieces[-1].endswith(_END):
            return False
        if _STARTS_LOWER.match(line.strip()):
            return True
        return len(previous_line.strip()) >= _WRAPPED_FROM and not is_capitals(line.strip())

    def _put_together(self) -> None:
        if len(self.pieces) > 1:
            self.blocks[-1] = replace(self.blocks[-1], text="".join(self.pieces))

    def all(self) -> tuple[Block, ...]:
        self._put_together()
        return tuple(self.blocks)


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """The blocks of a plain-text document. Every non-blank line ends up in exactly one block; rules of dashes too."""
    lines = [tidy(line) for line in re.split(r"\r\n|\r|\n|\v|\u0085|\u2028|\u2029", text.replace("\f", "\n\n\n"))]
    gathering = _Gathering()
    blank_before = 3
    previous_line = ""
    for index, line in enumerate(lines):
        if not line.strip():
            blank_before += 1
            continue
        block = _row(line) or _bullet(line)
        if block is None and blank_before == 0 and gathering.is_carried_on_by(previous_line, line):
            gathering.carry_on(line)
        else:
            if block is None:
                blank_after = index + 1 >= len(lines) or not lines[index + 1].strip()
                alone = blank_before > 0 and (blank_after or bool(_bullet(lines[index + 1])))
                block = _single(line, alone and not _RULE.match(line))
            gathering.begin(replace(block, page_gap=blank_before >= 3))
        blank_before, previous_line = 0, line
    return gathering.all()
