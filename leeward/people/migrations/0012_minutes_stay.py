"""Minutes, their confirmation and looks at help outside refuse update and delete in the database itself.

On SQLite and on PostgreSQL. A later migration that makes SQLite build one of these tables anew loses its triggers and
must put them back (the tests of the database notice).
"""

from django.db import migrations

TABLES = ["people_minutes", "people_minutesconfirmed", "people_signpostlook"]


def guard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in TABLES:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(
                        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                        "BEGIN SELECT RAISE(ABORT, 'minutes-stay'); END"
                    )
            return
        cursor.execute(
            "CREATE FUNCTION people_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'minutes-stay' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in TABLES:
            cursor.execute(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION people_minutes_stay()"
            )


def unguard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in TABLES:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
            return
        for table in TABLES:
            cursor.execute(f"DROP TRIGGER {table}_stays ON {table}")
        cursor.execute("DROP FUNCTION people_minutes_stay()")


class Migration(migrations.Migration):
    dependencies = [("people", "0011_meetings")]
    operations = [migrations.RunPython(guard, unguard)]
