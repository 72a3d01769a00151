"""Promises carry on those of the version before; several checks, asked-for words, evidence, board days, states shown."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written, lift

CHANGED = ("policy_promise", "policy_promisestatement", "policy_promisestep")


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0002_only_added'),
    ]

    operations = [
        lift(*CHANGED),
        migrations.CreateModel(
            name='BoardDay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(unique=True)),
                ('minute', models.CharField(blank=True, max_length=200)),
                ('noted_by', models.UUIDField(null=True)),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='promise',
            name='before',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after', to='policy.promise'),
        ),
        migrations.AddField(
            model_name='promise',
            name='condition',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='promise',
            name='likeness',
            field=models.CharField(blank=True, choices=[('same', 'same'), ('similar', 'similar')], max_length=10),
        ),
        migrations.AddField(
            model_name='promisestatement',
            name='evidence',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='promisestep',
            name='checks',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='promisestep',
            name='every_months',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='promisestep',
            name='limit',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='promisestep',
            name='step',
            field=models.CharField(choices=[('confirm', 'confirm'), ('set-aside', 'set-aside'), ('bind', 'bind'), ('state', 'state'), ('ask', 'ask'), ('unbind', 'unbind'), ('carry', 'carry')], max_length=10),
        ),
        migrations.CreateModel(
            name='StatesShown',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('shown', models.BooleanField()),
                ('by', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='states_shown', to='policy.policy')),
            ],
            options={
                'abstract': False,
            },
        ),
        keep_as_written(*CHANGED, "policy_boardday", "policy_statesshown"),
    ]
