"""Which kinds of file are taken, and why others are not. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file is, by its content. Stored with each file: keep the names."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    PDF = "pdf"
    TEXT = "text"
    EMAIL = "email"
    WORD = "docx"
    SHEET = "xlsx"
    WRITER = "odt"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP})
OFFICE = frozenset({Kind.WORD, Kind.SHEET, Kind.WRITER})

ENDINGS = {
    Kind.JPEG: "jpg",
    Kind.PNG: "png",
    Kind.GIF: "gif",
    Kind.WEBP: "webp",
    Kind.PDF: "pdf",
    Kind.TEXT: "txt",
    Kind.EMAIL: "eml",
    Kind.WORD: "docx",
    Kind.SHEET: "xlsx",
    Kind.WRITER: "odt",
}
"""The ending a name gets, whatever the sender's file was called."""

COPIED_AS = {
    Kind.JPEG: ("jpg", "image/jpeg"),
    Kind.PNG: ("png", "image/png"),
    Kind.GIF: ("png", "image/png"),
    Kind.WEBP: ("png", "image/png"),
    Kind.PDF: ("pdf", "application/pdf"),
    Kind.TEXT: ("txt", "text/plain; charset=utf-8"),
    Kind.EMAIL: ("txt", "text/plain; charset=utf-8"),
    Kind.WORD: ("txt", "text/plain; charset=utf-8"),
    Kind.SHEET: ("txt", "text/plain; charset=utf-8"),
    Kind.WRITER: ("txt", "text/plain; charset=utf-8"),
}
"""The ending and media type of the safe copy."""


class Unwelcome(StrEnum):
    """Why a file is not taken. `wording` says what to do instead."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    ARCHIVE = "archive"
    DRAWING = "drawing"
    PAGE = "page"
    PROGRAM = "program"
    MACROS = "macros"
    LOCKED = "locked"
    OLD_OFFICE = "old-office"
    HEIC = "heic"
    FILM = "film"
    TWO_KINDS = "two-kinds"
    TOO_DEEP = "too-deep"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MANY_PAGES = "too-many-pages"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


class NotTaken(Exception):
    """The file is not taken; `why` says why. Carries nothing of the file."""

    def __init__(self, why: Unwelcome) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be: bytes as sent, pixels of a picture, pages, and how far packed content may unfold.

    `ratio`: unpacked bytes for each packed one. `unpacked`: bytes in all. `parts`: files in an office document, or
    objects of a PDF.
    """

    size: int = 10 * 1024 * 1024
    pixels: int = 50_000_000
    pages: int = 500
    ratio: int = 200
    unpacked: int = 100 * 1024 * 1024
    parts: int = 2_000
    objects: int = 100_000
