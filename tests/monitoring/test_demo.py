"""The demonstration's monitoring has something true to show on every page."""

import pytest
from django.utils import timezone

from leeward.monitoring import demo, queries
from leeward.monitoring.models import Finding, ReceivedMessage
from leeward.people.demo import build as build_people

pytestmark = pytest.mark.django_db


def test_the_demonstration_shows_what_waits_what_was_dismissed_and_what_was_spared():
    now = timezone.now()
    people = build_people(now)
    demo.build(people, now=now)
    lead = people.actor("dsl", now)
    waiting = queries.waiting(lead, now)
    assert [(one.category, one.severity) for one in waiting] == [("self-harm", 5), ("scam", 4), ("grooming", 4)]
    assert [one.state for one in queries.decided(lead, now)] == ["dismissed"]
    assert ReceivedMessage.objects.count() == len(demo.MESSAGES)
    assert Finding.objects.count() == 4
    assert queries.sources()[0].on
