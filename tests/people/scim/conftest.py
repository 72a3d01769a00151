"""One moment for every test of SCIM: what is asked over the wire happens at NOW too."""

import pytest

from tests.people.made import NOW


@pytest.fixture(autouse=True)
def _at_now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
