"""Routes of an organisation's own, keyed marks of the names in a case, and the half that is about systems."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0009_plans_and_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='RouteTable',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('rules', models.JSONField()),
                ('what', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AlterField(
            model_name='concern',
            name='source',
            field=models.CharField(choices=[('public-form', 'public-form'), ('staff-form', 'staff-form'), ('on-behalf', 'on-behalf'), ('monitoring', 'monitoring'), ('transfer', 'transfer'), ('post-online', 'post-online'), ('from-it', 'from-it')], max_length=20),
        ),
        migrations.CreateModel(
            name='RouteTableInForce',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField(blank=True, null=True)),
                ('table', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='in_force', to='safeguarding.routetable')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SecurityHalf',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened', models.CharField(max_length=30)),
                ('system', models.CharField(max_length=30)),
                ('needs', models.JSONField()),
                ('noticed', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.UUIDField(blank=True, null=True)),
                ('done_what', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='security_half_done_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='CaseName',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['mark', 'case'], name='case_name_by_mark')],
                'constraints': [models.UniqueConstraint(fields=('case', 'mark'), name='one_mark_of_a_name_for_each_case')],
            },
        ),
        migrations.CreateModel(
            name='CaseRoute',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('also', models.JSONField()),
                ('lead', models.CharField(max_length=40)),
                ('site', models.CharField(blank=True, max_length=80)),
                ('facts', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', 'at'], name='case_route_by_case')],
            },
        ),
        keep_as_written('safeguarding_routetable', 'safeguarding_routetableinforce', 'safeguarding_caseroute'),
    ]
