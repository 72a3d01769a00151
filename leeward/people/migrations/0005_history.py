"""What the directory says today becomes the first of the dated facts; everybody gets the words they are found by."""

import datetime
import itertools

from django.db import migrations

BATCH = 500
NEW_WORDS = ("employer", "programme", "cohort")


def begin(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    Spans = apps.get_model("people", "ClassOfPerson")
    rows = Person.objects.select_related("account").order_by("id").iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(rows, BATCH)):
        first = {}
        for owner, since in Spans.objects.filter(person__in=batch).order_by("-since").values_list("person_id", "since"):
            first[owner] = since
        _facts(apps, batch, first)
        _words(apps, batch)
        _sign_ins(apps, batch)


def _facts(apps, batch, first):
    Fact = apps.get_model("people", "DatedFact")
    facts = []
    for row in batch:
        common = {"person": row, "since": first.get(row.pk, row.added_at.date()), "recorded_at": row.added_at}
        facts += [Fact(kind=kind, words=getattr(row, kind), **common) for kind in NEW_WORDS if getattr(row, kind)]
        if row.site_id:
            facts.append(Fact(kind="site", site_id=row.site_id, **common))
        if row.tutor_id:
            facts.append(Fact(kind="tutor", tutor_id=row.tutor_id, **common))
    Fact.objects.bulk_create(facts)


def _words(apps, batch):
    Word = apps.get_model("people", "PersonWord")
    words = []
    for row in batch:
        found = set(row.search_name.split()) | {(row.email or "").lower(), (row.reference or "").lower()}
        words += [Word(person=row, word=word) for word in sorted(found - {""})]
    Word.objects.bulk_create(words)


def _sign_ins(apps, batch):
    Change = apps.get_model("people", "SignInChange")
    owners = [row for row in batch if row.account_id]
    changes = [Change(person=row, open=True, at=row.account.made_at) for row in owners]
    for row in owners:
        if not row.account.is_active and row.left_on:
            at = datetime.datetime.combine(row.left_on, datetime.time(23, 59, 59), datetime.UTC)
            changes.append(Change(person=row, open=False, at=at))
    Change.objects.bulk_create(changes)


def forget(apps, schema_editor):
    for name in ("DatedFact", "PersonWord", "SignInChange"):
        apps.get_model("people", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_spans_by_scope"), ("foundation", "0004_approvals_settings_evidence")]
    operations = [migrations.RunPython(begin, forget)]
