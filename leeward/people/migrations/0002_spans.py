"""Spans do not overlap, kept by the database itself on SQLite and on PostgreSQL.

One main holder of a post that has one; nobody twice in one post or class at a time. A later migration that makes
SQLite build one of these tables anew loses its triggers: it must put them back (the tests of the database notice).
"""

from django.db import migrations

ONE_HOLDER = "('chair', 'managing-director', 'general-manager', 'dsl', 'it-manager', 'information-security-manager')"
OVERLAP = "o.since <= coalesce(NEW.until, '9999-12-31') AND NEW.since <= coalesce(o.until, '9999-12-31') AND o.id <> NEW.id"
RULES = [
    # (name and message, table, what besides the overlap)
    (
        "one-holder-at-a-time",
        "people_postholding",
        f"NOT NEW.deputy AND NOT o.deputy AND o.post = NEW.post AND NEW.post IN {ONE_HOLDER}",
    ),
    ("holding-once-at-a-time", "people_postholding", "o.post = NEW.post AND o.person_id = NEW.person_id"),
    ("class-once-at-a-time", "people_classofperson", "o.kind = NEW.kind AND o.person_id = NEW.person_id"),
]


def guard(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        for name, table, condition in RULES:
            trigger = "people_" + name.replace("-", "_")
            found = f"EXISTS (SELECT 1 FROM {table} o WHERE {condition} AND {OVERLAP})"
            if sqlite:
                for verb in ("INSERT", "UPDATE"):
                    cursor.execute(
                        f"CREATE TRIGGER {trigger}_{verb.lower()} BEFORE {verb} ON {table} "
                        f"WHEN {found} BEGIN SELECT RAISE(ABORT, '{name}'); END"
                    )
                continue
            # The lock makes two transactions that cannot see each other's rows take turns.
            cursor.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"PERFORM pg_advisory_xact_lock(hashtext('{table}')); "
                f"IF {found} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'exclusion_violation'; END IF; "
                "RETURN NEW; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )


def unguard(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        for name, table, _ in RULES:
            trigger = "people_" + name.replace("-", "_")
            if sqlite:
                cursor.execute(f"DROP TRIGGER {trigger}_insert")
                cursor.execute(f"DROP TRIGGER {trigger}_update")
            else:
                cursor.execute(f"DROP TRIGGER {trigger} ON {table}")
                cursor.execute(f"DROP FUNCTION {trigger}()")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
