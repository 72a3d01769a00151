"""Opens a policy file (.txt, .md, .docx, .pdf) and gives its blocks, or says clearly why it cannot.

Word and PDF files are taken apart in a process of their own with little memory and time, so that a hostile file can
hurt nothing but that process.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from leeward.policy.rules.document import read_document
from leeward.policy.rules.plain_text import blocks_of_text
from leeward.policy.rules.text_bytes import NotText, decode
from leeward.policy.rules.values import Block, Kind, PolicyReading, Problem, ProblemKind

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LONGEST_TEXT = 1_000_000  # characters, some 300 pages
LONGEST_LINE = 60_000  # characters
_SECONDS = 90

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"


class CannotRead(ValueError):
    """The file cannot be read as a policy; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file taken apart: its blocks in order, and what was noticed while opening it."""

    blocks: tuple[Block, ...]
    noticed: tuple[Problem, ...] = ()


def open_policy(data: bytes, name: str) -> Opened:
    """The blocks of a file of any known kind. `name` is only looked at for its ending. Raises CannotRead."""
    if not data.strip():
        raise CannotRead("The file is empty.")
    if len(data) > LARGEST_FILE:
        raise CannotRead(
            f"The file has {len(data) // 1_048_576} MB; a policy may have {LARGEST_FILE // 1_048_576}. Take "
            f"pictures out of it."
        )
    if data.startswith(_OLD_OFFICE):
        raise CannotRead(
            "This is an old Word file (.doc) or one with a password. Open it in Word, and save it as .docx "
            "without a password."
        )
    if data[:1024].lstrip().startswith(_PDF):
        return _apart(data, "pdf")
    if data.startswith(_ZIP):
        return _apart(data, "docx")
    ending = PurePath(name).suffix.lower()
    if ending in (".docx", ".pdf"):
        raise CannotRead(
            f"The name ends in {ending}, but the file is no such file. It may be cut short: fetch it again."
        )
    if data.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<!doc"):
        raise CannotRead("This is a web page or a rich text file. Save it as .docx, .pdf or plain .txt.")
    try:
        text, problems = decode(data)
    except NotText as error:
        raise CannotRead(
            f"The file could not be read as text: {error}. Save it as UTF-8 text, .docx or .pdf."
        ) from error
    return Opened(_checked(blocks_of_text(_bounded(text))), problems)


def read_policy(data: bytes, name: str, *, on: date) -> PolicyReading:
    """Everything found in a file. `on` decides which guidance counts as superseded. Raises CannotRead."""
    opened = open_policy(data, name)
    return read_document(opened.blocks, on=on, noticed=opened.noticed)


def read_policy_file(path: Path, *, on: date) -> PolicyReading:
    """As `read_policy`, from a file. Raises CannotRead, also where the file is missing, a folder or not permitted."""
    try:
        if path.is_dir():
            raise CannotRead(f"{path.name} is a folder. Name one file.")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise CannotRead(f"There is no file {path.name} there.") from error
    except OSError as error:
        raise CannotRead(f"{path.name} could not be opened ({error.strerror}).") from error
    return read_policy(data, path.name, on=on)


def _bounded(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise CannotRead(
            f"The text has {len(text):,} characters; a policy may have {LONGEST_TEXT:,}. Import it in parts."
        )
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise CannotRead(
            f"The text has a line of more than {LONGEST_LINE:,} characters, so it is no policy. Check the file."
        )
    return text


def _checked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    if not any(any(character.isalpha() for character in block.line) for block in blocks):
        raise CannotRead("No words were found in the file.")
    return blocks


def _apart(data: bytes, kind: str) -> Opened:
    """Let the process of its own take a Word or PDF file apart, and trust nothing but its shape of answer."""
    try:
        done = subprocess.run(  # noqa: S603  fixed arguments, the file goes in by stdin
            [sys.executable, "-m", "leeward.policy.taking_apart", kind],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            cwd=Path(__file__).resolve().parents[2],
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRead(
            f"The file took more than {_SECONDS} seconds to read. Save it anew, or as plain text."
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise CannotRead(
            "The file needed more memory or time than a policy should. Save it anew, or as plain text."
        ) from error
    if answer.get("error"):
        raise CannotRead(str(answer["error"]))
    blocks = tuple(
        Block(
            Kind(entry["kind"]),
            entry["text"],
            entry["level"],
            entry["marker"],
            tuple(entry["cells"]),
            entry["page_gap"],
        )
        for entry in answer["blocks"]
    )
    _bounded("\n".join(block.line for block in blocks))
    return Opened(_checked(blocks), tuple(Problem(ProblemKind(kind), message) for kind, message in answer["noticed"]))
