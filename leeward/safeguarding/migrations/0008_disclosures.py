"""Requests for what is in a case, and what goes out for them."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0007_transfers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asker', models.CharField(choices=[('police', 'police'), ('authority', 'authority'), ('court', 'court'), ('setting', 'setting'), ('themselves', 'themselves'), ('parent', 'parent'), ('learning', 'learning')], max_length=20)),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('confirmed', 'confirmed'), ('asked', 'asked'), ('approved', 'approved'), ('refused', 'refused'), ('released', 'released')], default='draft', max_length=20)),
                ('asked_on', models.DateField()),
                ('due', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('what', models.BinaryField()),
                ('record', models.BinaryField()),
                ('plan', models.BinaryField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.UUIDField(blank=True, null=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('released_by', models.UUIDField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('words', models.BinaryField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', 'stage'], name='disclosure_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('released_at', None), ('released_by', None), ('sha256', '')), models.Q(('confirmed_at__isnull', False), ('released_at__isnull', False), ('released_by__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='disclosure_released_with_its_hash')],
            },
        ),
    ]
