"""Records sent to other settings and received from them."""


import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0006_files'),
    ]

    operations = [
        migrations.AlterField(
            model_name='concern',
            name='source',
            field=models.CharField(choices=[('public-form', 'public-form'), ('staff-form', 'staff-form'), ('on-behalf', 'on-behalf'), ('monitoring', 'monitoring'), ('transfer', 'transfer')], max_length=20),
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('what', models.BinaryField()),
                ('pack', models.BinaryField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['mark'], name='arrival_by_mark')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField()),
                ('what', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('receipt_mark', models.CharField(max_length=64, unique=True)),
                ('receipt_due', models.DateTimeField()),
                ('received_at', models.DateTimeField(blank=True, null=True)),
                ('receipt', models.BinaryField(null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', 'received_at'], name='transfer_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('receipt', None), ('received_at', None)), models.Q(('receipt__isnull', False), ('received_at__isnull', False)), _connector='OR'), name='transfer_received_with_a_receipt')],
            },
        ),
        keep_as_written('safeguarding_arrival'),
    ]
