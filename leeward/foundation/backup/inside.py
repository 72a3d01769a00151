"""What is done inside a copy that nobody uses yet: one to be looked through only, or the one to be restored.

Runs as a process of its own whose settings name the copy, so that every rule of the product applies to it as it does
in service: `python -m leeward.foundation.backup`.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import F

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.audit.digest import check_digests
from leeward.foundation.audit.models import ChainHead
from leeward.foundation.audit.trail import verify
from leeward.foundation.backup.copying import Held, Rows, held, postgres_in, postgres_tables, sqlite_tables
from leeward.foundation.backup.manifest import Manifest
from leeward.foundation.backup.models import BackupEvent
from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.backup.registry import held_files, put_right, sealed_values
from leeward.foundation.mail import LetterWaits, tell_that_something_waits
from leeward.foundation.outbox.messages import decode, kind_of
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault import shred_list
from leeward.foundation.vault.keyring import KeysMissing, keyring
from leeward.foundation.vault.models import RecordKey, ShreddedRecord
from leeward.foundation.vault.store import CannotOpen, Shredded, check_record_keys, open_text

WITHHELD = "withheld at a restore"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in the copy; the figures the command says."""

    tables: int = 0
    rows: int = 0
    migrated: int = 0
    shredded_again: int = 0
    chains: int = 0
    record_keys: int = 0
    opened: int = 0
    closed_for_ever: int = 0
    letters_withheld: int = 0
    people_told: int = 0
    files: int = 0
    files_put_away: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def refuse_newer(manifest: Manifest) -> None:
    """Raises BackupRefused for a backup whose database knows changes that this code does not."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    newer = [f"{app} {name}" for app, name in manifest.migrations if (app, name) not in known]
    if newer:
        raise BackupRefused(
            f"This backup was made by a newer Leeward (it knows {newer[0]}, and this version does not). Upgrade "
            "Leeward to the version that made it, then restore."
        )


def look_inside(manifest: Manifest, unpacked: Path, *, restore_as: str, apply_list: bool, now: datetime) -> Looked:
    """Fills the copy, checks every promise of the manifest, brings it up to date and, for a restore, puts it right.

    `restore_as`: the file's name for a restore, empty for a look only. Raises BackupRefused at the first thing that
    does not hold.
    """
    refuse_newer(manifest)
    _keys_fit(manifest)
    if manifest.vendor == "postgresql":
        _migrate_to(manifest.migrations)
        postgres_in(unpacked)
    _as_promised(manifest)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    again = _shred_again(must_know_all=bool(restore_as)) if apply_list else 0
    looked = Looked(
        tables=len(manifest.tables),
        rows=sum(manifest.tables.values()),
        migrated=len(MigrationLoader(connection).applied_migrations) - len(manifest.migrations),
        shredded_again=again,
    )
    if restore_as:
        letters, told = _put_right(manifest, restore_as, again, now)
        looked = replace(looked, letters_withheld=letters, people_told=told)
    opened, closed = _open_all()
    chains = _chains_hold()
    tried = [check() for check in held_files().values()]
    looked = replace(looked, files=sum(one for one, _ in tried), files_put_away=sum(away for _, away in tried))
    return replace(looked, chains=chains, record_keys=_record_keys_open(), opened=opened, closed_for_ever=closed)


def _keys_fit(manifest: Manifest) -> None:
    missing = sorted(set(manifest.keks) - set(keyring().keks))
    if missing:
        raise BackupRefused(
            f"Key-encryption key {missing[0]} is not in LEEWARD_KEYS, and records of this backup need it. Put it back "
            "with `leeward keys restore` and the recovery sheet of that time."
        )


def _migrate_to(applied: tuple[tuple[str, str], ...]) -> None:
    """Brings an empty schema to exactly the state of the backup."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    wanted = set(applied)
    ends = [
        key
        for key in applied
        if not any(child.key in wanted for child in nodes[key].children if child.key[0] == key[0])
    ]
    executor.migrate(ends)


def figures() -> Held:
    """What the copy holds now, by the questions that were asked when it was made."""
    with connection.cursor() as cursor:

        def ask(question: str) -> Rows:
            cursor.execute(question)
            found: Rows = cursor.fetchall()
            return found

        tables = sqlite_tables(ask) if connection.vendor == "sqlite" else postgres_tables(ask)
        if connection.vendor == "sqlite" and (
            ask("PRAGMA integrity_check")[0][0] != "ok" or ask("PRAGMA foreign_key_check")
        ):
            raise BackupRefused("The database in this backup is damaged inside. Take an older backup.")
        return held(ask, tables)


def _as_promised(manifest: Manifest) -> None:
    found = figures()
    for name, rows in manifest.tables.items():
        if found.tables.get(name) != rows:
            raise BackupRefused(f"The table {name} has not the number of rows that the manifest names. Take another.")
    if found.heads != dict(manifest.heads) or set(found.migrations) != set(manifest.migrations):
        raise BackupRefused("The audit trail of this backup is not the one its manifest names. Take another backup.")


def _shred_again(*, must_know_all: bool) -> int:
    """Destroys again what the list outside the database says was destroyed. Before anybody can read anything."""
    listed = shred_list.read() or {}
    with transaction.atomic():
        known = set(ShreddedRecord.objects.values_list("record", flat=True))
        if must_know_all and not known <= listed.keys():
            raise BackupRefused(
                f"The list of shredded records ({shred_list.path_of_list()}) does not even hold those that had been "
                "shredded when this backup was made: it is not the list of this installation, or an old copy. Put "
                "the newest copy there, or say --without-shredded-list."
            )
        new = [ShreddedRecord(record=record, at=at) for record, at in listed.items() if record not in known]
        ShreddedRecord.objects.bulk_create(new, batch_size=500)
        keys = {record for record in RecordKey.objects.values_list("record", flat=True) if record in listed}
        for start in range(0, len(ordered := sorted(keys)), 500):
            RecordKey.objects.filter(record__in=ordered[start : start + 500]).delete()
    return len(keys)


def _open_all() -> tuple[int, int]:
    opened = closed = 0
    for room, values in sealed_values().items():
        for record, field, sealed in values():
            try:
                open_text(record, field, sealed)
                opened += 1
            except Shredded:
                closed += 1
            except CannotOpen as error:
                raise BackupRefused(f"A sealed text of {room} in this backup does not open with these keys.") from error
    return opened, closed


def _record_keys_open() -> int:
    try:
        return check_record_keys()
    except (CannotOpen, KeysMissing) as error:
        raise BackupRefused(
            f"A record's key in this backup does not open with the keys in LEEWARD_KEYS: {error}."
        ) from error


def _chains_hold() -> int:
    breaks, faults = verify(), check_digests()
    if breaks or faults:
        raise BackupRefused(
            "The audit trail in this backup is not whole: "
            + (f"{breaks[0].compartment}, entry {breaks[0].sequence}: {breaks[0].fault}." if breaks else "")
            + (f" Digest of {faults[0].day}: {faults[0].fault}." if faults else "")
        )
    return ChainHead.objects.count()


def _put_right(manifest: Manifest, name: str, again: int, now: datetime) -> tuple[int, int]:
    """One transaction: letters, one-time codes, links already sent, the trace of the restore."""
    with transaction.atomic(), act(SYSTEM, "backup.restored", now=now, subject=f"backup:{manifest.id}") as entry:
        letters, told = _withhold_letters(now)
        # A link to choose a password carries the moment of the last sign-in: with another one it no longer fits.
        Account.objects.filter(last_login__isnull=False).update(last_login=F("last_login") + timedelta(seconds=1))
        shredded = frozenset(ShreddedRecord.objects.values_list("record", flat=True))
        for do in put_right().values():
            do(shredded, now)
        # The backup itself cannot know that it was made.
        for kind, at in ((BackupEvent.Kind.MADE, manifest.made), (BackupEvent.Kind.RESTORED, now)):
            BackupEvent.objects.create(
                kind=kind, at=at, backup=UUID(manifest.id), made_at=manifest.made, name=name[:255]
            )
        entry.details.update({"made-at": manifest.made_at, "shredded-again": again, "letters-withheld": letters})
    return letters, told


def _withhold_letters(now: datetime) -> tuple[int, int]:
    """Letters that waited then may have been sent since. None goes out again; each addressee gets one new letter.

    That one says only that something waits, so nobody misses what a withheld one would have told.
    """
    kind = kind_of(LetterWaits(UUID(int=0), "", ""))
    persons = set()
    waiting = Job.objects.filter(kind=kind).exclude(state=Job.State.DONE)
    for job in waiting.iterator():
        told = decode(job.kind, job.payload)
        assert isinstance(told, LetterWaits)
        persons.add(told.person)
    count = waiting.update(state=Job.State.DONE, done_at=now, lease_until=None, last_error=WITHHELD)
    Job.objects.exclude(state=Job.State.DONE).update(lease_until=None)
    for person in sorted(persons):
        tell_that_something_waits(person, now=now)
    return count, len(persons)
