"""Texts, promises, steps, statements, signatures and acknowledgements are never changed: the database refuses."""

from django.db import migrations

from leeward.foundation.guards import keep_as_written


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [
        keep_as_written(
            "policy_policyversion",
            "policy_section",
            "policy_promise",
            "policy_promisestep",
            "policy_promisestatement",
            "policy_signature",
            "policy_acknowledgement",
        )
    ]
