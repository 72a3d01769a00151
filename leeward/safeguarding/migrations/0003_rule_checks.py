"""Checks of the rule pack by named persons."""

import uuid

from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0002_kept_as_written'),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=60)),
                ('pack', models.CharField(max_length=60)),
                ('fingerprint', models.CharField(max_length=64)),
                ('verdict', models.CharField(choices=[('agrees', 'agrees'), ('differs', 'differs')], max_length=10)),
                ('against', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('by', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['rule', 'at'], name='rule_check_by_rule')],
            },
        ),
        keep_as_written('safeguarding_rulecheck'),
    ]
