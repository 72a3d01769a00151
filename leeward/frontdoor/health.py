"""What is wrong with this installation, and how to mend it: the checks behind `leeward doctor` and the readiness page.

Each check answers with a level and one sentence that says what to do. None of them shows names or case text.
"""

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils import timezone

from leeward.foundation.pdf import MEND, pdf_works


class Level(StrEnum):
    """GOOD needs nothing, WARN should be mended, BAD stops something that people rely on."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Sign:
    """What one check saw. `mend` is the next step, empty when nothing is needed."""

    level: Level
    what: str
    mend: str = ""


LEAST_FREE = 2 * 1024**3
"""Bytes free on the volume of LEEWARD_HOME below which it is a warning."""
SQLITE_STAFF = 20
"""Busy staff above which PostgreSQL is advised (docs/run/scale.md)."""
DIGEST_AGE = timedelta(days=2)


def keys(now: datetime) -> Iterator[Sign]:
    """The key folder is complete, private, and on another volume than what it protects."""
    from leeward.foundation.installation.begin import installation
    from leeward.foundation.installation.models import Installation
    from leeward.foundation.vault.keyring import KeysMissing
    from leeward.foundation.vault.keyring_files import load

    folder: Path = settings.LEEWARD_KEYS
    try:
        ring = load(folder)
    except (KeysMissing, OSError) as error:
        yield Sign(Level.BAD, "keys: not readable", str(error))
        return
    yield Sign(Level.GOOD, f"keys: complete, key-encryption key {ring.active} seals")
    open_to_others = [path for path in folder.glob("*.key") if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if open_to_others:
        yield Sign(Level.BAD, "keys: other users of this machine can read them", f"chmod 600 {folder}/*.key")
    present = installation()
    demo = present is not None and present.kind == Installation.Kind.DEMO
    if not demo and folder.stat().st_dev == settings.LEEWARD_HOME.stat().st_dev:
        yield Sign(
            Level.WARN,
            "keys: they share a volume with the data they protect",
            "Put LEEWARD_KEYS on another volume, so that one stolen disk or backup is not enough.",
        )


def database(now: datetime) -> Iterator[Sign]:
    """It answers, is up to date, and fits the size of the organisation."""
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, ImproperlyConfigured) as error:
        yield Sign(
            Level.BAD,
            f"database: does not answer ({type(error).__name__})",
            "Check LEEWARD_DATABASE_URL and that the server runs.",
        )
        return
    if waiting:
        yield Sign(Level.BAD, f"database: {len(waiting)} changes wait", "leeward migrate")
        return
    yield Sign(Level.GOOD, f"database: {connection.vendor} answers and is up to date")
    if connection.vendor == "sqlite":
        if sqlite3.sqlite_version_info < (3, 37):
            yield Sign(Level.WARN, f"database: SQLite {sqlite3.sqlite_version} is old", "Use Debian 12 or newer.")
        yield from _sqlite_size()


def _sqlite_size() -> Iterator[Sign]:
    from leeward.foundation.account.models import Account

    accounts = Account.objects.filter(is_active=True).count()
    if accounts > 25 * SQLITE_STAFF:
        yield Sign(
            Level.WARN,
            f"database: {accounts} accounts on SQLite",
            f"Above about {SQLITE_STAFF} people at work at once, set LEEWARD_DATABASE_URL to a PostgreSQL.",
        )


def organisation(now: datetime) -> Iterator[Sign]:
    """There is one, and it is what the settings say."""
    from leeward.foundation.installation.begin import (
        InstallationRefused,
        installation,
        refuse_demo_on_real_data,
    )

    present = installation()
    if present is None:
        yield Sign(Level.BAD, "organisation: none yet", "leeward init, or leeward up --demo to look around")
        return
    try:
        refuse_demo_on_real_data()
    except InstallationRefused as error:
        yield Sign(Level.BAD, "organisation: demo mode over real data", str(error))
        return
    yield Sign(Level.GOOD, f"organisation: {present.organisation} ({present.kind}, {present.nation})")
    if present.nation != "England":
        yield Sign(
            Level.WARN,
            f"rules: there is no rule pack for {present.nation} yet",
            "Bank holidays follow the nation; limits and referral steps are of England: check each first.",
        )


def outbox(now: datetime) -> Iterator[Sign]:
    """Nothing gave up, and somebody is working."""
    from leeward.foundation.outbox.models import Job

    dead = Job.objects.filter(state=Job.State.DEAD).count()
    late = Job.objects.filter(state=Job.State.WAITING, due__lt=now - timedelta(minutes=5)).count()
    if dead:
        yield Sign(
            Level.BAD, f"outbox: {dead} dead letters", "leeward outbox list, mend the cause, leeward outbox requeue"
        )
    if late:
        yield Sign(Level.BAD, f"outbox: {late} jobs are more than five minutes late", "Is `leeward worker` running?")
    if not dead and not late:
        yield Sign(Level.GOOD, "outbox: nothing late, nothing given up")


def mail(now: datetime) -> Iterator[Sign]:
    """The mail server takes a conversation."""
    import smtplib

    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except OSError as error:
        yield Sign(
            Level.BAD,
            f"mail: {where} does not answer ({type(error).__name__})",
            "Letters wait in the outbox until it does. Set LEEWARD_SMTP to host:port of your mail server.",
        )
        return
    yield Sign(Level.GOOD, f"mail: {where} answers")


def audit(now: datetime) -> Iterator[Sign]:
    """The trail is whole, and a digest was made lately."""
    from leeward.foundation.audit.digest import check_digests
    from leeward.foundation.audit.models import DailyDigest
    from leeward.foundation.audit.trail import verify

    if verify() or check_digests():
        yield Sign(Level.BAD, "audit: the trail is not whole", "leeward audit verify names the first fault")
        return
    yield Sign(Level.GOOD, "audit: every chain and digest is whole")
    newest = DailyDigest.objects.order_by("-day").first()
    if newest is not None and newest.made_at < now - DIGEST_AGE:
        yield Sign(
            Level.WARN, f"audit: the last digest is of {newest.day}", "Is `leeward worker` running each evening?"
        )


def backups(now: datetime) -> Iterator[Sign]:
    """When the last one was made and restored, and whether shredded records are listed outside the database."""
    from leeward.foundation.backup.evidence import last, look_made, look_restored
    from leeward.foundation.evidence.findings import State
    from leeward.foundation.installation.begin import installation
    from leeward.foundation.installation.models import Installation

    present = installation()
    demo = present is not None and present.kind == Installation.Kind.DEMO
    worst = Level.GOOD if demo else Level.WARN
    known = last(now)
    if demo and known.made is None:
        yield Sign(Level.GOOD, "backup: none made, and a demonstration needs none")
        yield from _shredded_list()
        return
    made = "never" if known.made is None else f"{timezone.localtime(known.made):%d %B %Y %H:%M}"
    good = look_made("general", now).state in {State.TRUE, State.SLIPPING}
    yield Sign(
        Level.GOOD if good else worst, f"backup: last made {made}", "" if good else "leeward backup FILE --verify"
    )
    verified = "never" if known.verified is None else f"{timezone.localtime(known.verified):%d %B %Y %H:%M}"
    good = look_restored("general", now).state in {State.TRUE, State.SLIPPING}
    yield Sign(
        Level.GOOD if good else worst,
        f"backup: last restored for proof {verified}",
        "" if good else "leeward backup FILE --verify restores a backup into a scratch copy",
    )
    yield from _shredded_list()


def _shredded_list() -> Iterator[Sign]:
    from leeward.foundation.vault import shred_list
    from leeward.foundation.vault.models import ShreddedRecord

    try:
        listed = shred_list.read() or {}
    except (shred_list.ListDamaged, OSError) as error:
        yield Sign(Level.BAD, "backup: the list of shredded records cannot be read", str(error))
        return
    missing = ShreddedRecord.objects.count() - len(listed)
    if missing > 0:
        yield Sign(
            Level.WARN,
            f"backup: {missing} shredded records are not on the list that a restore applies",
            "The next `leeward backup` adds them. Can LEEWARD_SHREDDED be written?",
        )


def edge(now: datetime) -> Iterator[Sign]:
    """The web filter of this machine, when it has one."""
    from leeward.edge.settings import read_settings
    from leeward.edge.status import read_status, troubles

    edge_settings = read_settings()
    if not edge_settings.squid_program:
        yield Sign(Level.WARN, "filter: Squid is not installed", "sudo apt-get install squid-openssl")
    if not edge_settings.folder.exists():
        yield Sign(Level.WARN, "filter: no edge is enrolled on this machine", "docs/run/filter.md")
        return
    status = read_status(edge_settings.folder)
    faults = troubles(status, datetime.now(UTC))
    for fault in faults:
        yield Sign(Level.BAD, f"filter: {fault}", "docs/run/filter.md")
    if status is not None and not faults:
        yield Sign(Level.GOOD, f"filter: on snapshot {status.snapshot_version}")


def files(now: datetime) -> Iterator[Sign]:
    """The scanner answers and its signatures are young; nothing waits in quarantine for long."""
    from leeward.foundation.files.models import StoredFile
    from leeward.foundation.files.scanner import Away
    from leeward.foundation.files.scanning import scanner_now

    found = scanner_now(now)
    waiting = StoredFile.objects.filter(state="quarantined", added_at__lt=now - timedelta(minutes=15)).count()
    level = Level.BAD if waiting else Level.WARN
    mend = "docs/run/files.md"
    match found.why:
        case None:
            signed = found.version.signed_at if found.version else None
            yield Sign(Level.GOOD, f"files: clamd answers, signatures of {signed:%d %B %Y}")
        case Away.NO_SIGNATURES:
            yield Sign(level, "files: clamd has no signatures; every file stays in quarantine", mend)
        case Away.OLD_SIGNATURES:
            yield Sign(level, "files: the signatures of clamd are too old; every file stays in quarantine", mend)
        case _:
            yield Sign(level, "files: no clamd answers; every file stays in quarantine", mend)
    if waiting:
        yield Sign(Level.BAD, f"files: {waiting} in quarantine for more than 15 minutes", mend)


def disk(now: datetime) -> Iterator[Sign]:
    """There is room."""
    free = shutil.disk_usage(settings.LEEWARD_HOME).free
    if free < LEAST_FREE:
        yield Sign(Level.BAD, f"disk: {free // 1024**2} MB free in LEEWARD_HOME", "Make room before it is full.")
    else:
        yield Sign(Level.GOOD, f"disk: {free // 1024**3} GB free")


def records(now: datetime) -> Iterator[Sign]:
    """Records can be made as PDF files."""
    if pdf_works():
        yield Sign(Level.GOOD, "records: PDF files can be made")
    else:
        yield Sign(Level.WARN, "records: Pango is not installed, so no PDF file can be made", MEND)


CHECKS: list[Callable[[datetime], Iterator[Sign]]] = [
    keys,
    database,
    organisation,
    outbox,
    mail,
    audit,
    backups,
    edge,
    files,
    disk,
    records,
]


def examine(now: datetime) -> Iterator[Sign]:
    """Every check in turn; one that breaks is a sign of its own and does not stop the others."""
    for check in CHECKS:
        try:
            yield from check(now)
        except Exception as error:  # noqa: BLE001  # a doctor that faints helps nobody
            yield Sign(Level.BAD, f"{check.__name__}: could not be looked at ({type(error).__name__})", "See above.")
