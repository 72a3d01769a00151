"""The public SCIM compliance suite (scim2-tester) against the live application."""

from collections import Counter

import pytest
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from leeward.frontdoor.wsgi import application
from tests.people.scim.asking import asking
from tests.wsgi import connections_kept

pytestmark = pytest.mark.django_db

FAILED = {Status.ERROR, Status.CRITICAL, Status.DEVIATION}


def test_every_check_of_the_public_suite_passes(settings):
    settings.LEEWARD_URL = "http://testserver"
    token = asking().token
    client = WSGISCIMClient(
        application, base_url="http://testserver/scim/v2", headers={"Authorization": f"Bearer {token}"}
    )
    with connections_kept():
        results = check_server(client)
    failed = [(result.status.name, result.title, result.resource_type, result.reason) for result in results]
    assert [line for line, result in zip(failed, results, strict=True) if result.status in FAILED] == []
    counts = Counter(result.status for result in results)
    assert counts[Status.SKIPPED] == 0
    assert sum(counts.values()) >= 97
