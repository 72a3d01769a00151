"""The application as it would be without one case, for one connection, until its transaction is rolled back.

The trail stays as it is: without some of its links it would be called broken, and that would be the difference.
Each table with a row of the case is covered by a view of the same name that leaves those rows out; both databases look
among a connection's own temporary names first. Nobody else sees them, nothing is deleted, and the rollback takes them
away. On SQLite what a page writes into a covered table goes nowhere; it would be rolled back all the same.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from leeward.foundation.evidence.models import Observation
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault.models import RecordKey
from leeward.safeguarding.models import Case

AnyModel = type[models.Model]
Rows = dict[AnyModel, list[UUID]]


def _ways(model: AnyModel, seen: tuple[AnyModel, ...] = ()) -> Iterator[str]:
    """The look-ups that lead from a model of this room to its case."""
    if model is Case:
        yield ""
        return
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and field.related_model not in (*seen, model):
            target = field.related_model
            if target._meta.app_label == Case._meta.app_label:
                yield from (f"{field.name}__{way}" if way else field.name for way in _ways(target, (*seen, model)))


def rows_of(case: Case) -> Rows:
    """Every row that exists because the case does, by model: in this room, and in the foundation under it."""
    found: Rows = {Case: [case.pk]}
    for model in apps.get_app_config(Case._meta.app_label).get_models():
        keys = {
            key
            for way in _ways(model)
            if way
            for key in model._default_manager.filter(**{way: case.pk}).values_list("pk", flat=True)
        }
        if keys:
            found[model] = sorted(keys)
    records = [case.record, *case.concerns.values_list("record", flat=True)]
    found[RecordKey] = list(RecordKey.objects.filter(record__in=records).values_list("pk", flat=True))
    # Clocks name what they watch: the case, or a piece of work, a duty, a closing or a transfer of it.
    own = [str(key) for keys in found.values() for key in keys]
    named = Q(
        *((f"payload__{name}__in", own) for name in ("case", "row", "duty", "closure", "transfer")), _connector=Q.OR
    )
    jobs = Job.objects.filter(Q(key__contains=str(case.pk)) | named)
    found[Job] = list(jobs.values_list("pk", flat=True))
    units = Observation.objects.filter(unit__endswith=f"/{case.pk}")
    found[Observation] = list(units.values_list("pk", flat=True))
    return {model: keys for model, keys in found.items() if keys}


def marks_of(case: Case, rows: Rows) -> tuple[str, ...]:
    """What gives the case away wherever it stands: its reference, and the keys of its rows."""
    own = [key for model, keys in rows.items() if model._meta.app_label == Case._meta.app_label for key in keys]
    return (case.ref, str(case.record), *(str(key) for key in own))


def hide(rows: Rows) -> None:
    """Covers the tables, in a transaction that the caller rolls back."""
    if not connection.in_atomic_block:
        raise RuntimeError("Hiding belongs in a transaction that is rolled back.")
    with connection.cursor() as cursor:
        for model, keys in rows.items():
            table, key = model._meta.db_table, model._meta.pk.column
            for statement in _cover(table, str(key), keys):
                cursor.execute(statement)


def _cover(table: str, key: str, keys: Sequence[UUID]) -> Iterator[str]:
    """The statements. Names come from our own models and keys are UUIDs: nothing anybody entered is in them."""
    lite = connection.vendor == "sqlite"
    schema = "main" if lite else "public"
    hidden = ", ".join(f"'{one.hex if lite else one}'" for one in keys)
    name, pk = f'"{table}"', f'"{key}"'
    yield f"CREATE TEMPORARY VIEW {name} AS SELECT * FROM {schema}.{name} WHERE {pk} NOT IN ({hidden})"  # noqa: S608  # as said above
    if not lite:
        return
    # What the page writes into a covered table goes nowhere: it would be rolled back with everything else.
    for verb in ("INSERT", "UPDATE", "DELETE"):
        trigger = f'"{table}_{verb.lower()}_nowhere"'
        yield f"CREATE TEMPORARY TRIGGER {trigger} INSTEAD OF {verb} ON temp.{name} BEGIN SELECT 1; END"
