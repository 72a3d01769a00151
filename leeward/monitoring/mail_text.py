"""Turns the bytes of a mail part into text a person could have read: charsets guessed, HTML stripped. Never raises."""

import codecs
import html
import re
from html.parser import HTMLParser

_CHARSETS = re.compile(
    r"utf-8(-sig)?|utf-16(-[bl]e)?|utf-32(-[bl]e)?|utf-7|ascii|iso8859-\d+|iso2022_\w+|cp\d+|koi8-[rtu]|big5\w*|gb\w+|hz|"
    r"shift_jis\w*|euc_\w+|mac-\w+|tis-620|johab"
)
"""Charsets mail is written in. Other codecs Python knows (rot13, punycode, unicode_escape …) are not for mail."""

_BLOCKS = frozenset(
    ["address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"]
)  # fmt: skip
_SILENT = frozenset(["script", "style", "head", "title", "template"])
_TAG = re.compile(r"<[^<>]{0,2000}>")


def decoded(raw: bytes, charset: str) -> str:
    """The text of `raw`. A charset that is missing, unknown or wrong is replaced by UTF-8, else Windows-1252."""
    for name in (charset, "utf-8"):
        try:
            known = codecs.lookup(name.strip()).name
            if not _CHARSETS.fullmatch(known) or (known == "ascii" and not raw.isascii()):
                continue
            # A browser reads ISO 8859-1 as Windows-1252; so did whoever wrote the message.
            return whole(raw.decode("cp1252" if known == "iso8859-1" else known))
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", errors="replace")


def whole(text: str) -> str:
    """The text without halves of characters, which some charsets can smuggle in and no database or page can carry."""
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.pieces.append("\n")
        self.pieces.extend(f" {value} " for name, value in attrs if name in {"alt", "title"} and value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SILENT:
            self._silent -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def text_of_html(source: str) -> str:
    """What a reader of the HTML would see, one block a line, with texts of pictures and tool tips."""
    reader = _Reader()
    try:
        reader.feed(source)
        reader.close()
        text = "".join(reader.pieces)
    except AssertionError:  # the standard parser's own fault on some malformed declarations
        text = ""
    if not text.strip():
        # Nothing could be read: broken, or all of it inside a part that is not shown. Look at everything.
        text = html.unescape(_TAG.sub(" ", source))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
