"""An installation is one organisation, and demo never meets real data."""

from datetime import UTC, datetime

import pytest

from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.installation.begin import (
    InstallationRefused,
    begin,
    installation,
    refuse_demo_on_real_data,
)

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_installation_begins_once_and_leaves_a_trace():
    begin("real", "Some College", now=NOW)
    assert (installation().kind, AuditEntry.objects.get().action) == ("real", "installation.begin")
    with pytest.raises(InstallationRefused, match="already holds Some College"):
        begin("demo", "Another", now=NOW)


def test_a_demo_is_refused_where_real_accounts_are():
    Account.objects.create_account("someone@example.org", "a long enough phrase")
    with pytest.raises(InstallationRefused, match="another LEEWARD_HOME"):
        begin("demo", "Demo", now=NOW)
    assert installation() is None


@pytest.mark.parametrize(
    ("kind", "demo", "refused"), [("real", True, True), ("real", False, False), ("demo", True, False)]
)
def test_demo_mode_cannot_be_switched_on_over_real_data(kind, demo, refused, settings):
    begin(kind, "Somewhere", now=NOW)
    settings.LEEWARD_DEMO = demo
    if refused:
        with pytest.raises(InstallationRefused, match="LEEWARD_DEMO=off"):
            refuse_demo_on_real_data()
    else:
        refuse_demo_on_real_data()
