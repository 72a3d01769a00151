"""The printed recovery sheet: every key in words a person can type back, with check digits.

It goes, sealed, to the chair and the managing director. Whoever holds it and a backup can read everything.
"""

import base64
import hashlib
from collections.abc import Iterable
from datetime import date

from leeward.foundation.vault.keyring_files import KEY_BYTES, Keyring

GROUP = 4
CHECK_BYTES = 3


class SheetError(ValueError):
    """A line of the sheet was mistyped. The text names the line, never the key."""


def code_of(key: bytes) -> str:
    """A 32-byte key in base 32, in groups of four, with a check that catches any single slip."""
    check = hashlib.sha256(b"leeward sheet" + key).digest()[:CHECK_BYTES]
    text = base64.b32encode(key + check).decode().rstrip("=")
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def key_of(name: str, code: str) -> bytes:
    """The key again. Blanks, dashes and case do not matter; 0, 1 and 8 are read as O, I and B.

    Raises SheetError naming the line.
    """
    text = "".join(code.upper().split()).replace("-", "").translate(str.maketrans("018", "OIB"))
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError as error:
        raise SheetError(f"The line {name} holds a sign that is not on the sheet: type it again.") from error
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if len(key) != KEY_BYTES or hashlib.sha256(b"leeward sheet" + key).digest()[:CHECK_BYTES] != check:
        raise SheetError(f"The line {name} has a slip or is cut short: compare it with the sheet, group by group.")
    return key


def lines_of(keys: Keyring) -> list[tuple[str, str]]:
    """Name and code of every key: the root first, then the key-encryption keys by number."""
    return [("root", code_of(keys.root)), *((f"kek-{number}", code_of(key)) for number, key in keys.keks.items())]


def sheet(organisation: str, keys: Keyring, made: date) -> str:
    """The sheet as plain text of at most 78 columns, to be printed once and never stored."""
    parts = [
        "LEEWARD RECOVERY SHEET",
        f"{organisation} - {made.day} {made:%B %Y}",
        "",
        "Whoever holds this sheet and a backup can read everything, so:",
        "  1. Print two copies. Do not save, photograph, e-mail or photocopy them.",
        "  2. Seal one for the chair and one for the managing director, to be kept",
        "     in two places. Sign and date across the seal.",
        "  3. Destroy older sheets only when every backup made with them is gone.",
        "",
        "To restore: install Leeward, run `leeward keys restore` and type each line,",
        "then `leeward restore FILE`.",
        "",
    ]
    for name, code in lines_of(keys):
        groups = code.split()
        parts.append(f"{name}.key")
        parts.extend("    " + " ".join(groups[start : start + 7]) for start in range(0, len(groups), 7))
        parts.append("")
    return "\n".join(parts)


def restored(lines: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Keys by file name from typed lines. Raises SheetError for the first line with a slip."""
    return {f"{name}.key": key_of(name, code) for name, code in lines}
