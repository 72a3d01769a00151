"""Triage, who leads, how grave it is, what a case is found again by, needs, second readers, and versions of a case."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


def say_who_leads(apps, editor):
    """Whoever first decided on a case that is being worked on has led it so far."""
    case, decision = apps.get_model("safeguarding", "Case"), apps.get_model("safeguarding", "Decision")
    for key in case.objects.filter(state="open", owner=None).values_list("pk", flat=True).iterator():
        first = decision.objects.filter(case=key).order_by("at").first()
        if first is not None:
            case.objects.filter(pk=key).update(owner=first.by)


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0004_procedures'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseMark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sort', models.CharField(choices=[('kind', 'kind'), ('place', 'place'), ('handle', 'handle'), ('employer', 'employer')], max_length=10)),
                ('mark', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NeedsNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('body', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SecondReading',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(blank=True, null=True)),
                ('agreed', models.BooleanField()),
                ('body', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Triage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('body', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='case',
            name='owner',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='severity',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('received', 'received'), ('acknowledged', 'acknowledged'), ('triaged', 'triaged'), ('open', 'open'), ('monitoring', 'monitoring'), ('second-reader', 'second-reader'), ('closed', 'closed')], default='received', max_length=20),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['owner', 'state'], name='case_by_owner'),
        ),
        migrations.AddField(
            model_name='casemark',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='needsnote',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='secondreading',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_readings', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='secondreading',
            name='closure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_reading', to='safeguarding.closure'),
        ),
        migrations.AddField(
            model_name='triage',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='triages', to='safeguarding.case'),
        ),
        migrations.AddIndex(
            model_name='casemark',
            index=models.Index(fields=['mark', 'case'], name='case_by_mark'),
        ),
        migrations.AddConstraint(
            model_name='casemark',
            constraint=models.UniqueConstraint(fields=('case', 'sort', 'mark'), name='each_mark_once_for_a_case'),
        ),
        migrations.RunPython(say_who_leads, migrations.RunPython.noop),
        keep_as_written("safeguarding_triage", "safeguarding_needsnote", "safeguarding_secondreading"),
    ]
