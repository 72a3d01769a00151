"""What was told, written, decided and answered is never changed: the database refuses, on SQLite and on PostgreSQL."""

from django.db import migrations

KEPT = [
    "safeguarding_concern",
    "safeguarding_entry",
    "safeguarding_decision",
    "safeguarding_closure",
    "safeguarding_threadmessage",
]
WORDS = "what was written stays as it was written"


def guard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in KEPT:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(
                        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                    )
            return
        cursor.execute(
            "CREATE FUNCTION leeward_kept_as_written() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in KEPT:
            cursor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION leeward_kept_as_written()"
            )


def unguard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in KEPT:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
            return
        for table in KEPT:
            cursor.execute(f"DROP TRIGGER {table}_kept ON {table}")
        cursor.execute("DROP FUNCTION leeward_kept_as_written()")


class Migration(migrations.Migration):
    dependencies = [("safeguarding", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
