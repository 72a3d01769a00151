"""One main holder of a post that has one in each scope: the whole group, a company, a site. Triggers put back.

SQLite built the table of holdings anew in the migration before this one and lost them.
"""

from django.db import migrations

ONE_HOLDER = "('chair', 'managing-director', 'general-manager', 'dsl', 'it-manager', 'information-security-manager')"
OVERLAP = "o.since <= coalesce(NEW.until, '9999-12-31') AND NEW.since <= coalesce(o.until, '9999-12-31') AND o.id <> NEW.id"
SAME = {
    "sqlite": "o.company_id IS NEW.company_id AND o.site_id IS NEW.site_id",
    "postgresql": "o.company_id IS NOT DISTINCT FROM NEW.company_id AND o.site_id IS NOT DISTINCT FROM NEW.site_id",
}
RULES = [
    # (name and message, what besides the overlap and the scope)
    ("one-holder-at-a-time", f"NOT NEW.deputy AND NOT o.deputy AND o.post = NEW.post AND NEW.post IN {ONE_HOLDER}"),
    ("holding-once-at-a-time", "o.post = NEW.post AND o.person_id = NEW.person_id"),
]
TABLE = "people_postholding"


def guard(apps, schema_editor):
    _guard(schema_editor, by_scope=True)


def unguard(apps, schema_editor):
    _guard(schema_editor, by_scope=False)


def _guard(schema_editor, by_scope):
    vendor = schema_editor.connection.vendor
    same = SAME[vendor] if by_scope else "1 = 1"
    with schema_editor.connection.cursor() as cursor:
        for name, condition in RULES:
            trigger = "people_" + name.replace("-", "_")
            found = f"EXISTS (SELECT 1 FROM {TABLE} o WHERE {condition} AND {same} AND {OVERLAP})"
            if vendor == "sqlite":
                for verb in ("INSERT", "UPDATE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}_{verb.lower()}")
                    cursor.execute(
                        f"CREATE TRIGGER {trigger}_{verb.lower()} BEFORE {verb} ON {TABLE} "
                        f"WHEN {found} BEGIN SELECT RAISE(ABORT, '{name}'); END"
                    )
                continue
            # The lock makes two transactions that cannot see each other's rows take turns.
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"PERFORM pg_advisory_xact_lock(hashtext('{TABLE}')); "
                f"IF {found} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'exclusion_violation'; END IF; "
                "RETURN NEW; END $$"
            )


class Migration(migrations.Migration):
    dependencies = [("people", "0003_posts_and_facts")]
    operations = [migrations.RunPython(guard, unguard)]
