"""Minutes, their confirmation and looks at help outside are never changed: the database refuses.

A later migration that makes SQLite build one of these tables anew loses its triggers and must put them back (the tests
of the database notice).
"""

from django.db import migrations

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):
    dependencies = [("people", "0011_meetings")]
    operations = [
        keep_as_written(
            "people_minutes",
            "people_minutesconfirmed",
            "people_signpostlook",
        )
    ]
