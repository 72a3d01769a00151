"""Guided procedures, their answers, and what must be done by when."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0003_rule_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcedureRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('which', models.BinaryField()),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.UUIDField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProcedureAnswers',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('turn', models.PositiveIntegerField()),
                ('body', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='safeguarding.procedurerun')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('run', 'turn'), name='answers_one_after_another')],
            },
        ),
        migrations.CreateModel(
            name='CaseDuty',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=64, unique=True)),
                ('what', models.BinaryField()),
                ('started_at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.UUIDField(blank=True, null=True)),
                ('applies', models.BooleanField(default=True)),
                ('result', models.BinaryField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='safeguarding.case')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='safeguarding.procedurerun')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', 'ended_at', 'due'], name='duty_open_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('applies', True), ('ended_at', None), ('ended_by', None), ('result', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('result__isnull', False)), _connector='OR'), name='duty_ended_by_somebody')],
            },
        ),
        keep_as_written('safeguarding_procedureanswers'),
    ]
