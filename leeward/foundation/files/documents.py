"""PDF: a new document of the old one's pages, without what acts, hides or tells. Runs in `child` only. No Django."""

import contextlib
import io
from typing import Any

import pikepdf

from leeward.foundation.files.kinds import Bounds, NotTaken, Unwelcome

_ACTING = (
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/XFA",
    "/Thumb",
    "/Collection",
    "/RichMediaContent",
    "/StructParents",
    "/Outlines",
)
"""Entries that are taken out wherever they stand: programs, files inside, and what tells of its making."""
_ANNOTATIONS = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Widget", "/Popup", "/Redact"}
)
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_KEPT_SEGMENTS = frozenset({0xE0, 0xEE})
"""Segments of a JPEG that say how its points are to be read: JFIF and Adobe."""


def load() -> None:
    """Reads and writes a small document, so that everything is loaded."""
    empty = pikepdf.new()
    empty.add_blank_page()
    into = io.BytesIO()
    empty.save(into)
    look(into.getvalue(), Bounds())
    copy(into.getvalue(), Bounds())
    into = io.BytesIO()
    empty.save(into, encryption=pikepdf.Encryption(owner="one", user="other"))
    with contextlib.suppress(NotTaken):
        look(into.getvalue(), Bounds())


def _opened(raw: bytes, within: Bounds) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(raw), attempt_recovery=True, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise NotTaken(Unwelcome.LOCKED) from None
    if pdf.is_encrypted:
        raise NotTaken(Unwelcome.LOCKED)
    if len(pdf.objects) > within.objects:
        raise NotTaken(Unwelcome.TOO_DEEP)
    if not pdf.pages:
        raise NotTaken(Unwelcome.DAMAGED)
    if len(pdf.pages) > within.pages:
        raise NotTaken(Unwelcome.TOO_MANY_PAGES)
    return pdf


def look(raw: bytes, within: Bounds) -> bytes:
    """Raises NotTaken for one with a password, too many pages or too many objects."""
    with _opened(raw, within):
        return b""


def copy(raw: bytes, within: Bounds) -> bytes:
    """Pages only, each cleaned; the document's own catalogue with its actions and files stays behind."""
    with _opened(raw, within) as old, pikepdf.new() as new:
        for thing in list(old.objects):
            _clean(thing, within)
        for page in old.pages:
            _clean_page(page.obj)
        new.pages.extend(old.pages)
        new.remove_unreferenced_resources()
        into = io.BytesIO()
        new.save(
            into,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
        return into.getvalue()


def _clean(thing: Any, within: Bounds) -> None:  # Any: pikepdf gives whatever stands there
    """One object and what stands directly in it; what it refers to is an object of its own."""
    waiting, seen = [thing], 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > within.objects:
            raise NotTaken(Unwelcome.TOO_DEEP)
        if isinstance(one, pikepdf.Array):
            waiting.extend(inner for inner in one if _direct(inner))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            for name in _ACTING:
                if name in one:
                    del one[name]
            if "/A" in one and _acts(one["/A"]):
                del one["/A"]
            waiting.extend(inner for _name, inner in one.items() if _direct(inner))
    if isinstance(thing, pikepdf.Stream):
        _clean_jpeg(thing)


def _direct(thing: Any) -> bool:  # Any: as above
    return isinstance(thing, pikepdf.Array | pikepdf.Dictionary) and not thing.is_indirect


def _acts(action: Any) -> bool:  # Any: as above
    """Anything but going to another page of the same document: programs, web pages, forms, other files."""
    return not (isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/GoTo" and "/Next" not in action)


def _clean_page(page: Any) -> None:  # Any: as above
    if "/Annots" not in page:
        return
    kept = pikepdf.Array()
    for note in page["/Annots"]:
        if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) not in _ANNOTATIONS:
            kept.append(note)
    page["/Annots"] = kept


def _clean_jpeg(stream: pikepdf.Stream) -> None:
    """A photograph inside a PDF is a whole JPEG, with the place where it was taken."""
    if stream.get("/Filter") not in ("/DCTDecode", ["/DCTDecode"]):
        if "/DCTDecode" in str(stream.get("/Filter", "")):
            stream.write(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized), filter=pikepdf.Name("/DCTDecode"))
        else:
            return
    bare = without_segments(stream.read_raw_bytes())
    stream.write(bare, filter=pikepdf.Name("/DCTDecode"))


def without_segments(raw: bytes) -> bytes:
    """A JPEG without comments and application segments. Raises NotTaken for what is none."""
    if raw[:2] != b"\xff\xd8":
        raise NotTaken(Unwelcome.DAMAGED)
    kept, at = [raw[:2]], 2
    while at + 4 <= len(raw):
        if raw[at] != 0xFF:
            raise NotTaken(Unwelcome.DAMAGED)
        sign = raw[at + 1]
        if sign == 0xFF:
            at += 1
            continue
        if sign in _STANDALONE:
            kept.append(raw[at : at + 2])
            at += 2
            continue
        length = int.from_bytes(raw[at + 2 : at + 4], "big")
        if sign == 0xDA:  # the points begin here, and end with the picture
            end = raw.rfind(b"\xff\xd9")
            kept.append(raw[at : end + 2] if end > at else raw[at:])
            return b"".join(kept)
        telling = (0xE0 <= sign <= 0xEF and sign not in _KEPT_SEGMENTS) or sign == 0xFE
        if not telling:
            kept.append(raw[at : at + 2 + length])
        at += 2 + length
    raise NotTaken(Unwelcome.DAMAGED)
