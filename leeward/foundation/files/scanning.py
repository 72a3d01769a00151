"""Letting files out of quarantine: a job of the outbox scans each, again and again while the scanner is away."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.files import scanner
from leeward.foundation.files.keeping import ContentGone, FileScanned, FileWaits, What, content_to_scan, note
from leeward.foundation.files.limits import oldest_signatures
from leeward.foundation.files.models import StoredFile
from leeward.foundation.files.own_scanner import DISTRIBUTION
from leeward.foundation.files.scanner import Away, ScannerAway, Verdict, Version
from leeward.foundation.outbox.jobs import put
from leeward.foundation.vault import store

log = logging.getLogger("leeward.files")

AGAIN = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=30)
State = StoredFile.State


def own_socket() -> Path:
    """Where the clamd that `leeward up` keeps running answers."""
    home: Path = settings.LEEWARD_HOME
    return home / "clamd" / "clamd.sock"


def where() -> str:
    """Where clamd answers: LEEWARD_CLAMD, else the distribution's service where there is one, else our own."""
    chosen: str = settings.LEEWARD_CLAMD
    if chosen:
        return chosen
    return f"unix:{DISTRIBUTION if DISTRIBUTION.exists() else own_socket()}"


@dataclass(frozen=True, slots=True)
class Scanner:
    """How the scanner stands. `why` is None while it lets files out."""

    why: Away | None
    version: Version | None


def scanner_now(now: datetime) -> Scanner:
    """Asks it. Never raises."""
    try:
        found = scanner.version(where())
    except ScannerAway as away:
        return Scanner(away.why, None)
    if found.signed_at is None:
        return Scanner(Away.NO_SIGNATURES, found)
    old = now - found.signed_at > oldest_signatures(now)
    return Scanner(Away.OLD_SIGNATURES if old else None, found)


def scan_waiting(told: FileWaits, now: datetime) -> None:
    """The job. Runs without a transaction while clamd works; what it learned is written in one."""
    row = StoredFile.objects.filter(pk=told.file, state=State.QUARANTINED).first()
    if row is None or store.is_shredded(row.record):
        return
    try:
        verdict = scanner.scan(where(), content_to_scan(row), oldest=oldest_signatures(now), now=now)
    except ScannerAway as away:
        _later(row, told.turn, away.why.value, now)
    except (ContentGone, store.CannotOpen):
        _later(row, told.turn, "content-gone", now)
    else:
        _written(row, verdict, now)


def _later(row: StoredFile, turn: int, why: str, now: datetime) -> None:
    """It stays in quarantine, said once, and is tried again until it is scanned."""
    with transaction.atomic():
        late = StoredFile.objects.filter(pk=row.pk, state=State.QUARANTINED)
        first = late.filter(delayed_since=None).update(delayed_since=now)
        late.update(delayed_by=why)
        if first:
            put(FileScanned(row.pk, State.QUARANTINED, why), key=f"{row.pk} late", now=now)
        wait = min(AGAIN * turn, LONGEST_WAIT)
        put(FileWaits(row.pk, turn + 1), key=f"{row.pk} {turn + 1} {now.isoformat()}", now=now, due=now + wait)
    log.warning("a file stays in quarantine: %s", why)


def _written(row: StoredFile, verdict: Verdict, now: datetime) -> None:
    compartment = store.compartment_of(row.record)
    state = State.REFUSED if verdict.found else State.CLEAN
    with act(SYSTEM, "files.scan", now=now, compartment=compartment, subject=f"file:{row.pk}") as entry:
        entry.details["state"] = state.value
        waiting = StoredFile.objects.filter(pk=row.pk, state=State.QUARANTINED)
        if not waiting.update(state=state, scanned_at=now, delayed_since=None, delayed_by=""):
            entry.details["state"] = "sealed meanwhile"
            return
        engine = f"ClamAV {verdict.version.engine}, signatures {verdict.version.signatures}"
        if verdict.found:
            note(row, What.REFUSED, None, now, found=verdict.found, engine=engine)
        else:
            note(row, What.SCANNED, None, now, engine=engine)
        put(FileScanned(row.pk, state, ""), key=f"{row.pk} {state}", now=now)
