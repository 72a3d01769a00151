"""Support plans, check-ins, linked cases, and concerns that may be put into another case but never rewritten."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import WORDS, keep_as_written

TABLE = "safeguarding_concern"
WRITTEN = "id, record, submission, source, raised_at, learned_at, telling"


def let_concerns_move(_apps, editor):
    """Which case a concern belongs to may change; not a word of it, and it is never taken away."""
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
            cursor.execute(
                f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {WRITTEN} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
            return
        cursor.execute(f"DROP TRIGGER {TABLE}_kept ON {TABLE}")
        cursor.execute(
            f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE OR UPDATE OF {WRITTEN} ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION leeward_only_added_to()"
        )


def keep_concerns_in_place(_apps, editor):
    """As it was before: no column of a concern changes."""
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
            cursor.execute(
                f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
            return
        cursor.execute(f"DROP TRIGGER {TABLE}_kept ON {TABLE}")
        cursor.execute(
            f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION leeward_only_added_to()"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0008_disclosures'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLink',
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
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.UUIDField()),
                ('due', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('what', models.BinaryField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.UUIDField(blank=True, null=True)),
                ('result', models.BinaryField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConcernMove',
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
            name='PlanReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('verdict', models.CharField(choices=[('goes-on', 'goes-on'), ('solved', 'solved'), ('stayed-solved', 'stayed-solved'), ('came-back', 'came-back')], max_length=20)),
                ('body', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SupportPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.UUIDField()),
                ('state', models.CharField(choices=[('running', 'running'), ('looking-back', 'looking-back'), ('ended', 'ended')], default='running', max_length=20)),
                ('due', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('body', models.BinaryField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='caseaction',
            index=models.Index(fields=['case', 'done_at', 'due'], name='action_open_by_case'),
        ),
        migrations.AddField(
            model_name='caselink',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_from', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='caselink',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='checkin',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='concernmove',
            name='came_from',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved_out', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='concernmove',
            name='concern',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='safeguarding.concern'),
        ),
        migrations.AddField(
            model_name='concernmove',
            name='went_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved_in', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='safeguarding.case'),
        ),
        migrations.AddField(
            model_name='planreview',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='safeguarding.supportplan'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='two_cases_linked_once'),
        ),
        migrations.AddIndex(
            model_name='checkin',
            index=models.Index(fields=['case', 'done_at', 'due'], name='check_in_open_by_case'),
        ),
        migrations.AddConstraint(
            model_name='checkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('result', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('result__isnull', False)), _connector='OR'), name='check_in_done_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='supportplan',
            index=models.Index(fields=['case', 'ended_at', 'due'], name='plan_open_by_case'),
        ),
        migrations.AddConstraint(
            model_name='supportplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at', None)), _connector='OR'), name='plan_ended_at_a_time'),
        ),
        migrations.RunPython(let_concerns_move, keep_concerns_in_place),
        keep_as_written("safeguarding_planreview", "safeguarding_caselink", "safeguarding_concernmove"),
    ]
