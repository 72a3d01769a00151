"""The signed daily digest: all heads of a day in one statement that can be kept elsewhere.

What leaves the database names no compartment and no number: a root hash, a day and a signature. Whoever keeps the files
can show later that a trail was cut back or rewritten, even by someone who held the database and its keys.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from leeward.foundation.audit.models import AuditEntry, ChainHead, DailyDigest
from leeward.foundation.vault.keyring import keyring

PURPOSE = "audit digest"


@dataclass(frozen=True, slots=True)
class DigestFault:
    """A digest that the trail no longer bears out."""

    day: date
    fault: str


def _body(day: date, root: str, made_at: datetime) -> bytes:
    moment = made_at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps({"day": day.isoformat(), "made": moment, "root": root}, sort_keys=True).encode()


def root_of(heads: Mapping[str, tuple[int, str]]) -> str:
    """A keyed hash over every compartment's (sequence, mac as hex): 64 hex characters that give nothing away."""
    body = json.dumps(sorted((name, *head) for name, head in heads.items()), separators=(",", ":"))
    return keyring().mark("audit digest root", body.encode())


def make_digest(now: datetime) -> DailyDigest:
    """Makes the digest of the day, once; writes its file to LEEWARD_HOME/digests. Twice the same day is once."""
    day = timezone.localdate(now)
    with transaction.atomic():
        present = DailyDigest.objects.filter(day=day).first()
        if present is None:
            heads = {
                head.compartment: (head.sequence, bytes(head.mac).hex())
                for head in ChainHead.objects.select_for_update().order_by("compartment")
            }
            root = root_of(heads)
            signature = keyring().signing_key(PURPOSE).sign(_body(day, root, now))
            present = DailyDigest.objects.create(day=day, made_at=now, heads=heads, root=root, signature=signature)
    export(present, settings.LEEWARD_HOME / "digests")
    return present


def export(digest: DailyDigest, folder: Path) -> Path:
    """Writes one digest as a file, whole or not at all, and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{digest.day.isoformat()}.json"
    content = {
        "body": _body(digest.day, digest.root, digest.made_at).decode(),
        "signature": base64.b64encode(bytes(digest.signature)).decode(),
    }
    part = path.with_suffix(".part")
    with part.open("w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def _signed(body: bytes, signature: bytes) -> bool:
    try:
        keyring().signing_key(PURPOSE).public_key().verify(signature, body)
    except InvalidSignature:
        return False
    return True


def check_digests() -> list[DigestFault]:
    """Every digest, in the database and as a file, against the trail as it is now."""
    faults = []
    roots: dict[date, str] = {}
    for digest in DailyDigest.objects.order_by("day"):
        roots[digest.day] = digest.root
        if fault := _fault_of(digest):
            faults.append(DigestFault(digest.day, fault))
    folder = settings.LEEWARD_HOME / "digests"
    files = sorted(folder.glob("????-??-??.json")) if folder.is_dir() else []
    faults.extend(
        DigestFault(date.fromisoformat(path.stem), fault) for path in files if (fault := _fault_of_file(path, roots))
    )
    return faults


def _fault_of(digest: DailyDigest) -> str:
    if not _signed(_body(digest.day, digest.root, digest.made_at), bytes(digest.signature)):
        return "the signature does not fit"
    if root_of({name: (head[0], head[1]) for name, head in digest.heads.items()}) != digest.root:
        return "its heads were changed"
    for compartment, (sequence, mac) in sorted(digest.heads.items()):
        if sequence == 0:
            continue
        entry = AuditEntry.objects.filter(compartment=compartment, sequence=sequence).first()
        if entry is None:
            return f"{compartment}: entry {sequence} was there that day and is gone (tail cut)"
        if bytes(entry.mac).hex() != mac:
            return f"{compartment}: entry {sequence} is not the one of that day (rewritten)"
    return ""


def _fault_of_file(path: Path, roots: Mapping[date, str]) -> str:
    try:
        content = json.loads(path.read_text())
        body = content["body"].encode()
        signature = base64.b64decode(content["signature"])
        said = json.loads(body)
        day, root = date.fromisoformat(said["day"]), said["root"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "its file cannot be read"
    if not _signed(body, signature):
        return "its file's signature does not fit"
    if day not in roots:
        return "its file is here, its row is gone (the trail was cut back or restored from before)"
    return "" if roots[day] == root else "its file and its row differ"
