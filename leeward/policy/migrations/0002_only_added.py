"""Texts, promises, steps, statements, signatures and acknowledgements refuse update and delete in the database itself."""

from django.db import migrations

TABLES = [
    "policy_policyversion",
    "policy_section",
    "policy_promise",
    "policy_promisestep",
    "policy_promisestatement",
    "policy_signature",
    "policy_acknowledgement",
]


def guard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in TABLES:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(
                        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                        "BEGIN SELECT RAISE(ABORT, 'what a policy said is never changed'); END"
                    )
            return
        cursor.execute(
            "CREATE FUNCTION leeward_policy_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'what a policy said is never changed' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in TABLES:
            cursor.execute(
                f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION leeward_policy_only_added()"
            )


def unguard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in TABLES:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
            return
        for table in TABLES:
            cursor.execute(f"DROP TRIGGER {table}_only_added ON {table}")
        cursor.execute("DROP FUNCTION leeward_policy_only_added()")


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
