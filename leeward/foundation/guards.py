"""Tables whose rows are never changed nor deleted: guarded by migrations, looked at later. Both databases refuse it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.migrations import RunPython

WORDS = "what was written stays as it was written"

Step = Callable[[Any, Any], None]  # Any: what Django hands to a migration carries no type of its own


def keep_as_written(*tables: str) -> RunPython:
    """The operation of a migration after which rows of the tables can only be added."""
    return RunPython(_guard(tables), _unguard(tables))


def lift(*tables: str) -> RunPython:
    """Takes the guard off while a migration adds columns; put `keep_as_written` after the last of them.

    SQLite makes a table anew for a new column and forgets its triggers; PostgreSQL keeps them. This makes both alike.
    """
    return RunPython(_unguard(tables), _guard(tables))


def still_kept(tables: Sequence[str]) -> frozenset[str]:
    """Those of the tables that the database guards now, as its own catalogue says: a switched-off trigger is none."""
    wanted = frozenset(tables)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            names = {str(name) for (name,) in cursor.fetchall()}
            return frozenset(table for table in wanted if {f"{table}_no_update", f"{table}_no_delete"} <= names)
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        names = {str(name) for (name,) in cursor.fetchall()}
        return frozenset(table for table in wanted if f"{table}_kept" in names)


def _guard(tables: Sequence[str]) -> Step:
    def guard(_apps: Any, editor: Any) -> None:  # Any: as above
        with editor.connection.cursor() as cursor:
            if editor.connection.vendor == "sqlite":
                for table in tables:
                    for verb in ("UPDATE", "DELETE"):
                        cursor.execute(
                            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                        )
                return
            cursor.execute(
                "CREATE OR REPLACE FUNCTION leeward_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            for table in tables:
                cursor.execute(
                    f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION leeward_only_added_to()"
                )

    return guard


def _unguard(tables: Sequence[str]) -> Step:
    def unguard(_apps: Any, editor: Any) -> None:  # Any: as above
        with editor.connection.cursor() as cursor:
            for table in tables:
                if editor.connection.vendor == "sqlite":
                    for verb in ("update", "delete"):
                        cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
                else:
                    cursor.execute(f"DROP TRIGGER {table}_kept ON {table}")

    return unguard
