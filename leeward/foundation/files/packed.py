"""Office documents are packed files: which one it is, what is in it, and how far it would unfold. Pure."""

import io
import zipfile
from zlib import error as zlib_error

from leeward.foundation.files.kinds import Bounds, Kind, NotTaken, Unwelcome

_END = b"PK\x05\x06"
_TAIL = 65_535 + 22
_MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "basic/", "scripts/", "activex/")
_WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WRITER_TYPE = b"application/vnd.oasis.opendocument.text"
_BROKEN = (zipfile.BadZipFile, zlib_error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, KeyError)
LONGEST_LIST = 1024 * 1024
"""Bytes of the list of content types; the true ones have a few thousand."""


def packed_inside(raw: bytes) -> bool:
    """Is there the end of a packed file where programs look for one? Then it is two kinds at once."""
    start = raw.rfind(_END, max(0, len(raw) - _TAIL))
    if start < 0:
        return False
    entries = int.from_bytes(raw[start + 10 : start + 12], "little")
    directory = int.from_bytes(raw[start + 12 : start + 16], "little")
    return entries > 0 and 46 * entries <= directory <= start


def office_kind(raw: bytes, bounds: Bounds) -> Kind:
    """Which office document a packed file is. Raises NotTaken for any other, and for one with macros in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            _check(raw, members, bounds)
            names = {member.filename for member in members}
            if "[Content_Types].xml" in names:
                return _by_types(_read(packed, "[Content_Types].xml"))
            if "mimetype" in names and _read(packed, "mimetype").strip() == _WRITER_TYPE and "content.xml" in names:
                return Kind.WRITER
    except _BROKEN:
        raise NotTaken(Unwelcome.DAMAGED) from None
    raise NotTaken(Unwelcome.ARCHIVE)


def _check(raw: bytes, members: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    """Numbers first, names after: nothing is unpacked for it."""
    if len(members) > bounds.parts:
        raise NotTaken(Unwelcome.TOO_DEEP)
    if not raw.startswith(b"PK\x03\x04") or min((member.header_offset for member in members), default=1) != 0:
        raise NotTaken(Unwelcome.TWO_KINDS)
    unpacked = sum(member.file_size for member in members)
    if unpacked > bounds.unpacked or unpacked > bounds.ratio * len(raw):
        raise NotTaken(Unwelcome.TOO_DEEP)
    for member in members:
        name = member.filename.lower()
        if member.flag_bits & 0x1:
            raise NotTaken(Unwelcome.LOCKED)
        if any(part in name for part in _MACROS):
            raise NotTaken(Unwelcome.MACROS)
        linked = (member.external_attr >> 16) & 0o170000 == 0o120000
        if linked or name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise NotTaken(Unwelcome.ARCHIVE)


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as member:
        return member.read(LONGEST_LIST)


def _by_types(types: bytes) -> Kind:
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        raise NotTaken(Unwelcome.MACROS)
    if _WORD_TYPE in types:
        return Kind.WORD
    if _SHEET_TYPE in types:
        return Kind.SHEET
    raise NotTaken(Unwelcome.ARCHIVE)
