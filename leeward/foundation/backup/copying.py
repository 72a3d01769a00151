"""One consistent copy of the database while everything runs, as files, and what it holds.

SQLite: `VACUUM INTO`, one read transaction; unlike a copy page by page it carries nothing of what was deleted, so no
key that was shredded is in it. PostgreSQL: `COPY` of every table in one REPEATABLE READ snapshot; no program besides
our own is needed.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import IsolationLevel, sql

NOT_KEPT = ("django_session", "frontdoor_cache")
"""Tables whose rows stay out: who is signed in, and counts of attempts. Neither may live on in a restored copy."""
SQLITE_PART = "database.sqlite3"
TABLES = "tables"

Rows = Sequence[Sequence[Any]]  # Any: what the two database drivers give
Ask = Callable[[str], Rows]


@dataclass(frozen=True, slots=True)
class Held:
    """What a copy of the database holds; the same figures are asked for again after a restore."""

    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, int]
    heads: dict[str, tuple[int, str]]
    keks: tuple[int, ...]
    shredded: int
    organisation: str
    kind: str


def held(ask: Ask, tables: Sequence[str]) -> Held:
    """The figures, by the same questions to either database."""
    counted = {name: int(ask(f'SELECT COUNT(*) FROM "{name}"')[0][0]) for name in tables}  # noqa: S608  # own names
    heads = ask("SELECT compartment, sequence, mac FROM foundation_chainhead")
    present = ask("SELECT organisation, kind FROM foundation_installation")
    return Held(
        migrations=tuple((app, name) for app, name in ask("SELECT app, name FROM django_migrations ORDER BY id")),
        tables=counted,
        heads={compartment: (int(sequence), bytes(mac).hex()) for compartment, sequence, mac in heads},
        keks=tuple(
            sorted(int(row[0]) for row in ask("SELECT DISTINCT kek FROM foundation_compartmentkey")),
        ),
        shredded=counted["foundation_shreddedrecord"],
        organisation=present[0][0] if present else "",
        kind=present[0][1] if present else "",
    )


def copy_out(into: Path, progress: Callable[[int, int], None]) -> tuple[dict[str, Path], Held]:
    """Writes the copy under `into`; gives its files by their name in the archive, and what it holds."""
    return (_sqlite_out if connection.vendor == "sqlite" else _postgres_out)(into, progress)


def sqlite_tables(ask: Ask) -> list[str]:
    names = ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return [name for (name,) in names if name not in NOT_KEPT]


def postgres_tables(ask: Ask) -> list[str]:
    names = ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in names if name not in NOT_KEPT]


def _sqlite_out(into: Path, progress: Callable[[int, int], None]) -> tuple[dict[str, Path], Held]:
    place = into / SQLITE_PART
    source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=rw", uri=True, timeout=30)
    try:
        source.execute("VACUUM INTO ?", (str(place),))
    finally:
        source.close()
    progress(1, 2)
    copy = sqlite3.connect(place)
    try:
        copy.execute("PRAGMA secure_delete = ON")
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in there.intersection(NOT_KEPT):
            copy.execute(f'DELETE FROM "{name}"')  # noqa: S608  # one of our own two names
        copy.commit()

        def ask(question: str) -> Rows:
            return copy.execute(question).fetchall()

        found = held(ask, sqlite_tables(ask))
    finally:
        copy.close()
    place.chmod(0o600)
    progress(2, 2)
    return {SQLITE_PART: place}, found


def _postgres_out(into: Path, progress: Callable[[int, int], None]) -> tuple[dict[str, Path], Held]:
    folder = into / TABLES
    folder.mkdir()
    own = connection.copy()
    try:
        own.ensure_connection()
        raw = own.connection
        raw.autocommit = False
        raw.isolation_level = IsolationLevel.REPEATABLE_READ
        raw.read_only = True
        with raw.cursor() as cursor:

            def ask(question: str) -> Rows:
                cursor.execute(question)
                found: Rows = cursor.fetchall()
                return found

            tables = postgres_tables(ask)
            found = held(ask, tables)
            files = {}
            for number, name in enumerate(tables, 1):
                place = folder / f"{name}.copy"
                _table_out(cursor, name, place)
                files[f"{TABLES}/{place.name}"] = place
                progress(number, len(tables))
        raw.rollback()
    finally:
        own.close()
    return files, found


def _table_out(cursor: Any, name: str, place: Path) -> None:  # Any: a psycopg cursor of Django's own class
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum",
        (f'"{name}"',),
    )
    columns = [column for (column,) in cursor.fetchall()]
    with place.open("wb") as file:
        file.write(json.dumps(columns).encode() + b"\n")
        with cursor.copy(_copy(name, columns, "TO STDOUT")) as copy:
            for block in copy:
                file.write(block)


def _copy(name: str, columns: Sequence[str], way: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(name), listed, sql.SQL(way))


def postgres_in(folder: Path) -> None:
    """Fills the empty tables of the current schema from the files. What migrations had put there is replaced."""
    with connection.cursor() as cursor:
        files = sorted((folder / TABLES).glob("*.copy"))
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        for name in tables:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')  # tables of which rows may only be added
        connection.set_autocommit(False)
        try:
            for name in tables:
                cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608  # names of our own tables
            for path in files:
                _table_in(cursor, path)
            connection.commit()
        finally:
            connection.set_autocommit(True)
        for name in tables:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
            _reset_numbers(cursor, name)


def _table_in(cursor: Any, path: Path) -> None:  # Any: as above
    with path.open("rb") as file:
        columns = json.loads(file.readline())
        with cursor.copy(_copy(path.stem, columns, "FROM STDIN")) as copy:
            while block := file.read(1024 * 1024):
                copy.write(block)


def _reset_numbers(cursor: Any, name: str) -> None:  # Any: as above
    cursor.execute(
        "SELECT attname, pg_get_serial_sequence(%s, attname) FROM pg_attribute WHERE attrelid = %s::regclass "
        "AND attnum > 0 AND NOT attisdropped AND pg_get_serial_sequence(%s, attname) IS NOT NULL",
        (f'"{name}"', f'"{name}"', f'"{name}"'),
    )
    for column, sequence in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(%s, COALESCE(MAX("{column}"), 0) + 1, false) FROM "{name}"',  # noqa: S608  # as above
            (sequence,),
        )
