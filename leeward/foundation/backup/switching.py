"""Putting a filled copy in the place of what is there: one atomic step for the database, the rest finished after it.

Killed before that step, everything is as it was; killed after it, the next command finishes (`settle`).
"""

import contextlib
import filecmp
import json
import os
import shutil
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from leeward.foundation.backup.copying import SQLITE_PART
from leeward.foundation.backup.home import WORK, alone, kept_files
from leeward.foundation.backup.refusal import BackupRefused

UNFINISHED = "restore-unfinished.json"
ADDED_BEFORE = ("lists", "snapshots")
"""Folders whose files are only named by the database: new ones beside the old do no harm before the switch."""
NEVER_BEFORE = ("current", "signing-key.pub")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a restore is about to do. `scratch` is the schema with the copy, empty on SQLite."""

    aside: str
    scratch: str


def refuse_while_running() -> None:
    """Raises BackupRefused while any other process uses the database."""
    fix = "Stop Leeward (`leeward up`, web, worker, mail) first, then restore; start it again afterwards."
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        if not path.exists():
            return
        try:
            with contextlib.closing(sqlite3.connect(path, timeout=1)) as alone_with_it:
                # Leaving the write-ahead log is possible only for the one process that has the file open.
                mode = alone_with_it.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "locked"
        except sqlite3.DatabaseError:
            return  # damaged: nobody can be using it, and replacing it is what a restore is for
        if mode != "delete":
            raise BackupRefused(f"The database is in use. {fix}")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise BackupRefused(f"{others} other connections use the database. {fix}")


def switch(new: Path, scratch: str, aside: str) -> None:
    """Makes the copy the database of this installation, and its files the files. `aside` names where the old goes."""
    home: Path = settings.LEEWARD_HOME
    _add_files(new / "home", home)
    _write_intent(home, Intent(aside, scratch))
    if scratch:
        _switch_schema(scratch, aside)
    else:
        _switch_file(new / SQLITE_PART, home / aside)
    finish(home, new, home / aside)


def unfinished() -> bool:
    """Whether a restore was begun and neither finished nor forgotten."""
    return (settings.LEEWARD_HOME / UNFINISHED).exists()


def settle() -> bool:
    """Finishes, or forgets, a restore that was killed. True when it had been switched and is finished now."""
    home: Path = settings.LEEWARD_HOME
    if not unfinished():
        return False
    try:
        with alone():
            return _settle(home)
    except BackupRefused:
        return False  # the restore is still at it


def _settle(home: Path) -> bool:
    intent = Intent(**json.loads((home / UNFINISHED).read_text()))
    new = home / WORK / "new"
    if intent.scratch:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (intent.scratch,))
            switched = cursor.fetchone() is None
    else:
        switched = not (new / SQLITE_PART).exists()
    if switched:
        finish(home, new, home / intent.aside)
    else:
        (home / UNFINISHED).unlink()
        shutil.rmtree(home / WORK, ignore_errors=True)
    return switched


def finish(home: Path, new: Path, aside: Path) -> None:
    """What follows the switch; done again it changes nothing. Files the backup does not have go aside."""
    coming = new / "home"
    keep = set(kept_files(coming))
    for path in list(kept_files(home)):
        same = path in keep and filecmp.cmp(home / path, coming / path, shallow=False)
        if not same:
            (aside / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (home / path).replace(aside / path)
    for path in keep:
        if not (home / path).exists():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            _whole(coming / path, home / path)
    (home / UNFINISHED).unlink(missing_ok=True)
    shutil.rmtree(new, ignore_errors=True)


def _add_files(coming: Path, home: Path) -> None:
    for path in kept_files(coming):
        if path.parts[0] in ADDED_BEFORE and path.name not in NEVER_BEFORE and not (home / path).exists():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            _whole(coming / path, home / path)


def _whole(source: Path, target: Path) -> None:
    """A file under its name, whole or not at all; its content stays where it comes from."""
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _write_intent(home: Path, intent: Intent) -> None:
    part = home / f".{UNFINISHED}.part"
    with part.open("w") as file:
        file.write(json.dumps(asdict(intent)))
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / UNFINISHED)
    _sync(home)


def _switch_file(new: Path, aside: Path) -> None:
    with contextlib.closing(sqlite3.connect(new)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
    with new.open("rb") as file:
        os.fsync(file.fileno())
    connection.close()
    old = Path(connection.settings_dict["NAME"])
    refuse_while_running()
    if _holds_something(old):
        aside.mkdir(mode=0o700, exist_ok=True)
        try:
            os.link(old, aside / old.name)
        except OSError:
            shutil.copy2(old, aside / old.name)
    for ending in ("-wal", "-shm"):
        old.with_name(old.name + ending).unlink(missing_ok=True)
    try:
        new.replace(old)
    except OSError:  # the database lies on another volume than LEEWARD_HOME
        beside = old.with_name(f".{old.name}.part")
        shutil.copyfile(new, beside)
        beside.replace(old)
        new.unlink()
    _sync(old.parent)


def _holds_something(database: Path) -> bool:
    """Whether there is a file with tables in it, or one that cannot even be looked at."""
    if not database.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(database)) as opened:
            return bool(opened.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError:
        return True


def _switch_schema(scratch: str, aside: str) -> None:
    name = aside.replace("-", "_")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), COUNT(*) FROM pg_tables WHERE schemaname = current_schema()")
        live, tables = cursor.fetchone()
        if tables:
            cursor.execute(f'ALTER SCHEMA "{live}" RENAME TO "{name}"')
        elif live:
            cursor.execute(f'DROP SCHEMA "{live}"')
        cursor.execute(f'ALTER SCHEMA "{scratch}" RENAME TO "{live or "public"}"')


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
