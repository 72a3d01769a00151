"""Names are found by what stands inside their words through an index; people are paged through in their order."""

from django.db import migrations, models

BATCH = 500
LETTERS = 3


def begin(apps, schema_editor):
    Person, Part = apps.get_model("people", "Person"), apps.get_model("people", "NamePart")
    words = set()
    for name in Person.objects.values_list("search_name", flat=True).iterator(chunk_size=BATCH):
        words.update(name.split())
    parts = ((word[at : at + LETTERS], word) for word in sorted(words) for at in range(len(word) - LETTERS + 1))
    rows = [Part(part=part, word=word) for part, word in dict.fromkeys(parts)]
    Part.objects.bulk_create(rows, batch_size=BATCH)


def forget(apps, schema_editor):
    apps.get_model("people", "NamePart").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0016_class_index")]
    operations = [
        migrations.CreateModel(
            name="NamePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=3)),
                ("word", models.CharField(db_index=True, max_length=254)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("part", "word"), name="name_part_once")],
            },
        ),
        migrations.RemoveIndex(model_name="person", name="person_by_name"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["family_name", "given_name", "id"], name="person_in_order"),
        ),
        migrations.RunPython(begin, forget),
    ]
