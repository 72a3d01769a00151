"""Reviews held, cycles chosen, looks between reviews and what came of them: rows that are only added."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0004_matrix'),
    ]

    operations = [
        migrations.CreateModel(
            name='RulesSeen',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=80, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reconsideration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('trigger', models.CharField(choices=[('incident', 'incident'), ('law', 'law'), ('technology', 'technology'), ('finding', 'finding'), ('company', 'company'), ('lead-changed', 'lead-changed'), ('rules-changed', 'rules-changed')], max_length=20)),
                ('reference', models.CharField(max_length=120)),
                ('why', models.CharField(max_length=500)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.UUIDField(null=True)),
                ('due', models.DateField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconsiderations', to='policy.policy')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconsiderations', to='policy.policyversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reconsidered',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('decision', models.CharField(choices=[('stands', 'stands'), ('new-version', 'new-version')], max_length=20)),
                ('reason', models.CharField(max_length=1000)),
                ('by', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('reconsideration', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='policy.reconsideration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('planned_for', models.DateField()),
                ('done_on', models.DateField()),
                ('decision', models.CharField(choices=[('stands', 'stands'), ('new-version', 'new-version')], max_length=20)),
                ('finding', models.CharField(max_length=1000)),
                ('by', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policy.policy')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policy.policyversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewCycle',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('months', models.PositiveSmallIntegerField()),
                ('anchor', models.DateField(null=True)),
                ('why', models.CharField(max_length=500)),
                ('by', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='policy.policy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.UniqueConstraint(fields=('policy', 'trigger', 'reference'), name='reconsidered_once_for_an_event'),
        ),
        migrations.AddConstraint(
            model_name='reconsidered',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reconsidered_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('policy', 'done_on'), name='review_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('finding', ''), _negated=True), name='review_with_finding'),
        ),
        migrations.AddConstraint(
            model_name='reviewcycle',
            constraint=models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 36)), name='review_cycle_of_months'),
        ),
        keep_as_written(
            "policy_review",
            "policy_reviewcycle",
            "policy_reconsideration",
            "policy_reconsidered",
            "policy_rulesseen",
        ),
    ]
