"""Certificates that somebody cannot learn of a case."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0010_routes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.UUIDField()),
                ('body', models.BinaryField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='safeguarding.case')),
            ],
            options={
                'abstract': False,
            },
        ),
        keep_as_written('safeguarding_certificate'),
    ]
