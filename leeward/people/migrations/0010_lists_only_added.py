"""Versions of task lists refuse update and delete in the database itself, on SQLite and on PostgreSQL."""

from django.db import migrations

TABLE = "people_tasklistversion"
SAYS = "a version of a list is never changed"


def guard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
                    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
                )
            return
        cursor.execute(
            f"CREATE FUNCTION {TABLE}_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER {TABLE}_only_added BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_only_added()"
        )


def unguard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")
            return
        cursor.execute(f"DROP TRIGGER {TABLE}_only_added ON {TABLE}")
        cursor.execute(f"DROP FUNCTION {TABLE}_only_added()")


class Migration(migrations.Migration):
    dependencies = [("people", "0009_comings_and_goings")]
    operations = [migrations.RunPython(guard, unguard)]
