"""A transfer pack: a record with its files, a list of them with their hashes, sealed into one page for any browser.

The same code makes and reads packs. What is read is not believed: bounded, names from a fixed pattern, no compression
(so nothing can unfold), every hash compared, an unknown schema refused.
"""

import base64
import binascii
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leeward.safeguarding.rules.record import NotARecord, Record, from_json

SCHEMA = "leeward-transfer/1"
SEALED = "leeward-sealed/1"
ROUNDS = 600_000
"""Rounds of PBKDF2 with SHA-256 (OWASP 2023); the words themselves hold 77 bits."""
LEAST_ROUNDS, MOST_ROUNDS = 100_000, 2_000_000
MOST_PAGE = 64 * 1024 * 1024
MOST_ENTRIES = 300
MOST_ENTRY = 40 * 1024 * 1024
MANIFEST, HTML, PDF, JSON = "manifest.json", "record.html", "record.pdf", "record.json"
_NAME = re.compile(r"(?:manifest\.json|record\.(?:html|pdf|json)|files/[0-9]{3}-[A-Za-z0-9][A-Za-z0-9._-]{0,80})")
_SEALED = re.compile(rb'<script id="sealed" type="text/plain">([^<]*)</script>')
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: when a file was made is said in the manifest, not by the archive."""


class Refusal(StrEnum):
    """Why a pack is not taken in."""

    NOT_A_PACK = "not-a-pack"
    WRONG_WORDS = "wrong-words"
    TOO_LARGE = "too-large"
    BROKEN = "broken"
    UNSAFE_NAME = "unsafe-name"
    COMPRESSED = "compressed"
    UNKNOWN_SCHEMA = "unknown-schema"
    MISSING = "missing"
    NOT_LISTED = "not-listed"
    WRONG_HASH = "wrong-hash"
    NOT_A_RECORD = "not-a-record"


class PackRefused(ValueError):
    """A pack that is not taken in. `name`: the entry it is about, cut to a safe length, or empty."""

    def __init__(self, why: Refusal, name: str = "") -> None:
        super().__init__(f"{why} {name}".strip())
        self.why, self.name = why, re.sub(r"[^\w./ -]", "?", name)[:80]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a pack."""

    name: str
    body: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where a pack comes from, for whom it is, and what is not in it."""

    made_at: str
    sender: str
    sender_contact: str
    receiver: str
    case: str
    made_by: str
    receipt: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPack:
    """A pack that was opened and found whole. `digest`: of its manifest, the same for every copy of one pack."""

    manifest: Manifest
    record: Record
    files: tuple[PackedFile, ...]
    pdf: bytes
    digest: str
    archive: bytes


def safe_name(number: int, name: str) -> str:
    """The name of a file within a pack: a number, and of its own name what every system can keep."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[-60:].lstrip("-.") or "file"
    return f"files/{number:03d}-{stem}"


def archive_of(manifest: Manifest, entries: Sequence[PackedFile]) -> bytes:
    """The archive: its entries as they are, the manifest with the SHA-256 of each. Raises PackRefused(TOO_LARGE)."""
    if len(entries) > MOST_ENTRIES - 1 or any(len(one.body) > MOST_ENTRY for one in entries):
        raise PackRefused(Refusal.TOO_LARGE)
    listed = [
        {"name": one.name, "size": len(one.body), "sha256": hashlib.sha256(one.body).hexdigest(), "type": one.kind}
        for one in entries
    ]
    head = {
        "schema": SCHEMA,
        "made_at": manifest.made_at,
        "sender": manifest.sender,
        "sender_contact": manifest.sender_contact,
        "receiver": manifest.receiver,
        "case": manifest.case,
        "made_by": manifest.made_by,
        "receipt": manifest.receipt,
        "left_out": list(manifest.left_out),
        "files": listed,
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        body = json.dumps(head, ensure_ascii=False, indent=1).encode()
        for name, content in ((MANIFEST, body), *((one.name, one.body) for one in entries)):
            archive.writestr(zipfile.ZipInfo(name, _FIXED), content)
    return kept.getvalue()


def _letters(words: str) -> bytes:
    """What of the words counts: small letters only, so that spaces and capitals lock nobody out."""
    return re.sub(r"[^a-z]", "", words.casefold()).encode()


def seal(archive: bytes, words: str, *, salt: bytes, nonce: bytes) -> str:
    """The archive sealed by words, as text: a head in JSON, a full stop, the sealed bytes in base64.

    `salt` 16 and `nonce` 12 random bytes, new for every pack.
    """
    head = json.dumps(
        {
            "format": SEALED,
            "kdf": "PBKDF2-SHA256",
            "rounds": ROUNDS,
            "salt": base64.b64encode(salt).decode(),
            "cipher": "AES-256-GCM",
            "nonce": base64.b64encode(nonce).decode(),
        },
        separators=(",", ":"),
    ).encode()
    key = hashlib.pbkdf2_hmac("sha256", _letters(words), salt, ROUNDS, 32)
    sealed = AESGCM(key).encrypt(nonce, archive, head)
    return base64.b64encode(head).decode() + "." + base64.b64encode(sealed).decode()


def page_of(shell: str, sealed: str) -> bytes:
    """The page a browser opens by itself: `shell` with the sealed text in the place kept for it."""
    return shell.replace("@@SEALED@@", sealed).encode()


def unseal(page: bytes, words: str) -> bytes:
    """The archive within a page. Raises PackRefused for anything that is not a pack, and for wrong words."""
    if len(page) > MOST_PAGE:
        raise PackRefused(Refusal.TOO_LARGE)
    found = _SEALED.search(page)
    if found is None:
        raise PackRefused(Refusal.NOT_A_PACK)
    try:
        first, second = found.group(1).strip().split(b".")
        head, sealed = base64.b64decode(first, validate=True), base64.b64decode(second, validate=True)
        how = json.loads(head)
        rounds, salt, nonce = (
            how["rounds"],
            base64.b64decode(how["salt"], validate=True),
            base64.b64decode(how["nonce"], validate=True),
        )
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        raise PackRefused(Refusal.NOT_A_PACK) from None
    if how.get("format") != SEALED:
        raise PackRefused(Refusal.UNKNOWN_SCHEMA)
    if not isinstance(rounds, int) or not LEAST_ROUNDS <= rounds <= MOST_ROUNDS or len(nonce) != 12 or len(salt) < 16:
        raise PackRefused(Refusal.NOT_A_PACK)
    key = hashlib.pbkdf2_hmac("sha256", _letters(words), salt, rounds, 32)
    try:
        return AESGCM(key).decrypt(nonce, sealed, head)
    except InvalidTag:
        raise PackRefused(Refusal.WRONG_WORDS) from None


def read(archive: bytes) -> OpenPack:
    """Everything in an archive, checked. Raises PackRefused at the first thing that is not as it must be."""
    contents = _entries(archive)
    if MANIFEST not in contents:
        raise PackRefused(Refusal.MISSING, MANIFEST)
    head = _table(contents[MANIFEST], MANIFEST)
    if head.get("schema") != SCHEMA:
        raise PackRefused(Refusal.UNKNOWN_SCHEMA)
    kinds = _check_hashes(head, contents)
    for name in (HTML, PDF, JSON):
        if name not in contents:
            raise PackRefused(Refusal.MISSING, name)
    try:
        record = from_json(_table(contents[JSON], JSON))
    except NotARecord as problem:
        raise PackRefused(Refusal.NOT_A_RECORD, str(problem)) from None
    texts = {
        name: str(head.get(name) or "")[:300]
        for name in ("made_at", "sender", "sender_contact", "receiver", "case", "made_by", "receipt")
    }
    left_out = head.get("left_out")
    manifest = Manifest(
        **texts, left_out=tuple(str(one)[:300] for one in left_out[:50]) if isinstance(left_out, list) else ()
    )
    files = tuple(
        PackedFile(name, body, kinds[name]) for name, body in sorted(contents.items()) if name.startswith("files/")
    )
    digest = hashlib.sha256(contents[MANIFEST]).hexdigest()
    return OpenPack(manifest, record, files, contents[PDF], digest, archive)


def _entries(archive: bytes) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            entries = opened.infolist()
            if len(entries) > MOST_ENTRIES:
                raise PackRefused(Refusal.TOO_LARGE)
            for one in entries:
                if not _NAME.fullmatch(one.filename) or one.filename in contents:
                    raise PackRefused(Refusal.UNSAFE_NAME, one.filename)
                if one.compress_type != zipfile.ZIP_STORED or one.compress_size != one.file_size:
                    raise PackRefused(Refusal.COMPRESSED, one.filename)
                if one.file_size > MOST_ENTRY:
                    raise PackRefused(Refusal.TOO_LARGE, one.filename)
                contents[one.filename] = opened.read(one)
            if sum(len(body) for body in contents.values()) > len(archive):
                raise PackRefused(Refusal.BROKEN)
    except PackRefused:
        raise
    # What zipfile raises for what is no archive, or a damaged one, is not one kind.
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError, OverflowError):
        raise PackRefused(Refusal.BROKEN) from None
    return contents


def _table(body: bytes, name: str) -> Mapping[str, object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise PackRefused(Refusal.BROKEN, name) from None
    if not isinstance(found, dict):
        raise PackRefused(Refusal.BROKEN, name)
    return found


def _check_hashes(head: Mapping[str, object], contents: Mapping[str, bytes]) -> dict[str, str]:
    """The kinds of the files by name, once every one is listed, there and as listed."""
    rows = head.get("files")
    kinds: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            raise PackRefused(Refusal.BROKEN, MANIFEST)
        name = str(row.get("name"))
        if name not in contents:
            raise PackRefused(Refusal.MISSING, name)
        if hashlib.sha256(contents[name]).hexdigest() != row.get("sha256"):
            raise PackRefused(Refusal.WRONG_HASH, name)
        kinds[name] = str(row.get("type") or "")[:100]
    for name in contents:
        if name != MANIFEST and name not in kinds:
            raise PackRefused(Refusal.NOT_LISTED, name)
    return kinds
