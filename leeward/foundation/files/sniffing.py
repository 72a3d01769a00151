"""What a file is, from its bytes alone: its name and what the browser called it count for nothing. Pure.

Cheap on purpose: nothing is decoded here. What passes is looked at again by `child`, in a process with narrow limits.
"""

import re
from email.parser import BytesHeaderParser

from leeward.foundation.files.kinds import OFFICE, PICTURES, Bounds, Kind, NotTaken, Unwelcome
from leeward.foundation.files.packed import office_kind, packed_inside

_PICTURES = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unwelcome.OLD_OFFICE),
    (b"MZ", Unwelcome.PROGRAM),
    (b"\x7fELF", Unwelcome.PROGRAM),
    (b"#!", Unwelcome.PROGRAM),
    (b"\xca\xfe\xba\xbe", Unwelcome.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Unwelcome.PROGRAM),
    (b"\xce\xfa\xed\xfe", Unwelcome.PROGRAM),
    (b"Rar!", Unwelcome.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Unwelcome.ARCHIVE),
    (b"\x1f\x8b", Unwelcome.ARCHIVE),
    (b"BZh", Unwelcome.ARCHIVE),
    (b"\xfd7zXZ\x00", Unwelcome.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Unwelcome.ARCHIVE),
    (b"MSCF", Unwelcome.ARCHIVE),
    (b"\x1aE\xdf\xa3", Unwelcome.FILM),
    (b"OggS", Unwelcome.FILM),
    (b"ID3", Unwelcome.FILM),
    (b"{\\rtf", Unwelcome.OLD_OFFICE),
    (b"%!PS", Unwelcome.PROGRAM),
)
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*)*"
    rb"<(!doctype|\?xml|html|head|body|script|iframe|svg|style|title|table|div|font|br|a|img|p|h1|b)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN_PAGE = re.compile(rb"<(?:html|script|!doctype|iframe)[\s>/]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_OBJECT = re.compile(rb"\d\s+obj\b")
_SIZE = re.compile(rb"/Size\s+(\d{1,12})")
_HEADERS = ("from", "to", "date", "subject", "received", "message-id", "mime-version")
HEAD = 4096


def kind_of(raw: bytes, bounds: Bounds) -> Kind:
    """The kind of a file. Raises NotTaken with the reason."""
    if not raw:
        raise NotTaken(Unwelcome.EMPTY)
    if len(raw) > bounds.size:
        raise NotTaken(Unwelcome.TOO_LARGE)
    kind = _by_head(raw, bounds)
    if kind not in OFFICE and packed_inside(raw):
        raise NotTaken(Unwelcome.TWO_KINDS)
    if kind in PICTURES and (b"%PDF-" in raw or _HIDDEN_PAGE.search(raw)):
        raise NotTaken(Unwelcome.TWO_KINDS)
    if kind is Kind.PDF:
        _check_pdf(raw, bounds)
    return kind


def _by_head(raw: bytes, bounds: Bounds) -> Kind:
    for head, kind in _PICTURES:
        if raw.startswith(head):
            return kind
    if raw[:4] == b"RIFF":
        if raw[8:12] == b"WEBP":
            return Kind.WEBP
        raise NotTaken(Unwelcome.FILM)
    if raw.startswith(b"%PDF-"):
        return Kind.PDF
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return office_kind(raw, bounds)
    if raw[4:8] == b"ftyp":
        raise NotTaken(Unwelcome.HEIC if raw[8:12] in _HEIC else Unwelcome.FILM)
    if raw[257:262] == b"ustar":
        raise NotTaken(Unwelcome.ARCHIVE)
    for head, why in _REFUSED:
        if raw.startswith(head):
            raise NotTaken(why)
    return _text(raw)


def _check_pdf(raw: bytes, bounds: Bounds) -> None:
    """Before any reader of PDF sees it: how many objects it says it has, and how many it visibly has."""
    said = max((int(found) for found in _SIZE.findall(raw)), default=0)
    seen = 0
    for _found in _OBJECT.finditer(raw):
        seen += 1
        if seen > bounds.objects:
            break
    if max(said, seen) > bounds.objects:
        raise NotTaken(Unwelcome.TOO_DEEP)


def decoded(raw: bytes) -> str | None:
    """Plain text as text: UTF-8, UTF-16 with its mark, or the old Windows alphabet. None for anything else."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        alphabets = ["utf-16"]
    else:
        alphabets = ["utf-8-sig", "cp1252"]
    for alphabet in alphabets:
        try:
            text = raw.decode(alphabet)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _text(raw: bytes) -> Kind:
    text = decoded(raw)
    if text is None:
        raise NotTaken(Unwelcome.UNKNOWN)
    head = text[:HEAD].encode()
    if found := _MARKUP.match(head):
        raise NotTaken(Unwelcome.DRAWING if found[1].lower() == b"svg" or b"<svg" in head.lower() else Unwelcome.PAGE)
    if text.lstrip().startswith("<?xml"):
        raise NotTaken(Unwelcome.DRAWING if "<svg" in text[: HEAD * 4].lower() else Unwelcome.PAGE)
    return Kind.EMAIL if is_email(raw) else Kind.TEXT


def is_email(raw: bytes) -> bool:
    """Does it begin with the lines a saved e-mail begins with?"""
    if not re.match(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]", raw):
        return False
    found = BytesHeaderParser().parsebytes(raw[: HEAD * 8])
    return sum(name in found for name in _HEADERS) >= 3
