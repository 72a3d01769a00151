"""What was told, written, decided and answered is never changed: the database refuses."""

from django.db import migrations

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):
    dependencies = [("safeguarding", "0001_initial")]
    operations = [
        keep_as_written(
            "safeguarding_concern",
            "safeguarding_entry",
            "safeguarding_decision",
            "safeguarding_closure",
            "safeguarding_threadmessage",
        )
    ]
