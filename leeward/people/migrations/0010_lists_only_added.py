"""Versions of task lists are never changed: the database refuses."""

from django.db import migrations

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):
    dependencies = [("people", "0009_comings_and_goings")]
    operations = [
        keep_as_written(
            "people_tasklistversion",
        )
    ]
