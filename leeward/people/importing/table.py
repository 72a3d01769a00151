"""Bytes of a file as a table of text: any usual encoding, any usual delimiter. Touches nothing but its argument."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_BYTES = 25 * 1024 * 1024
MOST_ROWS = 60_000
MOST_COLUMNS = 100
LONGEST_CELL = 500
"""Characters."""

DELIMITERS = ",;\t|"


class CannotRead(Exception):
    """The file is no table of people. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file that holds anything: where it stands (from 1, as spreadsheets count), and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The heading and the rows under it, with how the bytes were understood. Rows are read anew each time."""

    heading: Line
    text: str
    size: int
    encoding: str
    delimiter: str

    def lines(self) -> Iterator[Line]:
        """The rows under the heading, one at a time."""
        rows = _rows(self.text, self.delimiter)
        next(rows)
        return rows


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "xlsx"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
)


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in. Raises CannotRead for what is no text."""
    for start, kind in _OTHER_FILES:
        if content.startswith(start):
            raise CannotRead(
                _("This is a .%(kind)s file. Open it, choose “Save as”, then CSV, and import that.") % {"kind": kind}
            )
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), None)
    for name in [encoding] if encoding else _likely(content):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), name
    raise CannotRead(_("The file is not text, or is damaged. Save it as CSV (UTF-8) and import that."))


def _likely(content: bytes) -> list[str]:
    """Encodings to try without a mark at the start. UTF-16 shows itself by a zero in every other place."""
    sample = content[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 5:
        return ["utf-16-le"]
    if even > len(sample) // 5:
        return ["utf-16-be"]
    # Every byte means something in latin-1; the five that Windows leaves empty are the rare case behind it.
    return ["utf-8", "cp1252", "latin-1"]


def read(content: bytes) -> Table:
    """The table in a file. Raises CannotRead with what to do."""
    if len(content) > MOST_BYTES:
        raise CannotRead(_("The file is larger than 25 MB. Split it and import the parts."))
    text, encoding = decode(content)
    delimiter, text = _delimiter(text)
    heading, size = None, 0
    for line in _rows(text, delimiter):
        if heading is None:
            heading = line
            continue
        size += 1
        if size > MOST_ROWS:
            raise CannotRead(_("The file has more than 60,000 rows. Split it and import the parts."))
    if heading is None:
        raise CannotRead(_("The file is empty."))
    if len(heading.cells) > MOST_COLUMNS:
        raise CannotRead(_("The file has more than 100 columns. Keep those about people and import that."))
    if not size:
        raise CannotRead(_("The file has a heading but no rows under it."))
    return Table(heading, text, size, encoding, delimiter)


def _rows(text: str, delimiter: str) -> Iterator[Line]:
    """Every row that holds anything. Raises CannotRead where one cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield Line(number, tuple(cell.strip() for cell in cells))
    except csv.Error as error:
        raise CannotRead(
            _("Row %(row)s cannot be read: a quotation mark is probably never closed.") % {"row": reader.line_num}
        ) from error


def _delimiter(text: str) -> tuple[str, str]:
    """What stands between cells. Excel may say it in a first line of its own (`sep=;`)."""
    first, _end, rest = text.lstrip("\r\n").partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == 5 and said[4] in DELIMITERS:
        return said[4], rest
    counts = {mark: _outside_quotes(first, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])
    return (best if counts[best] else ","), text


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def shown(cell: str, most: int = 60) -> str:
    """A cell as it may be quoted: on one line, short, without control signs, and nothing a spreadsheet would run."""
    plain = "".join(letter if letter.isprintable() else " " for letter in cell)[: most + 1]
    short = plain if len(plain) <= most else plain[:most] + "…"
    return "'" + short if short[:1] in "=+-@" else short


def heading_key(cell: str) -> str:
    """How a heading is known again: in any case, with spaces for underscores, hyphens and full stops."""
    return " ".join(cell.casefold().replace("_", " ").replace("-", " ").replace(".", " ").split())


def columns_of(
    heading: Sequence[str], names: Mapping[str, str], chosen: Mapping[str, str] | None = None
) -> tuple[dict[str, int], list[int]]:
    """Which column holds which field, and the columns nobody uses.

    By the known names of headings; `chosen` (heading → field, empty for none) wins over them. Raises CannotRead where
    two columns claim the same field.
    """
    found: dict[str, int] = {}
    unknown = []
    for place, cell in enumerate(heading):
        key = heading_key(cell)
        field = (chosen or {}).get(key, names.get(key)) or None
        if field is None:
            if cell:
                unknown.append(place)
        elif field in found:
            raise CannotRead(
                _("The columns “%(one)s” and “%(other)s” mean the same. Keep one of them.")
                % {"one": shown(heading[found[field]]), "other": shown(cell)}
            )
        else:
            found[field] = place
    return found, unknown
