"""The permission matrix: a draft, versions, and the agreements that put them in force."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0003_binding'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatrixDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('only', models.BooleanField(default=True, unique=True)),
                ('cells', models.JSONField(default=list)),
                ('hours', models.JSONField(default=list)),
                ('changed_by', models.UUIDField(null=True)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MatrixVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('cells', models.JSONField()),
                ('hours', models.JSONField()),
                ('text_hash', models.CharField(max_length=64)),
                ('reason', models.CharField(max_length=500)),
                ('talked_with', models.CharField(blank=True, max_length=500)),
                ('written_by', models.UUIDField(null=True)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MatrixAgreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text_hash', models.CharField(max_length=64)),
                ('person', models.UUIDField()),
                ('post', models.CharField(max_length=60)),
                ('agreed_at', models.DateTimeField()),
                ('request', models.UUIDField(unique=True)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='policy.matrixversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        keep_as_written("policy_matrixversion", "policy_matrixagreement"),
    ]
