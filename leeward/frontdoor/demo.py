"""The demo organisation, made through the same actions as real use, in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from leeward.filtering import demo as filtering
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.installation.begin import begin
from leeward.foundation.installation.models import Installation
from leeward.monitoring import demo as monitoring
from leeward.people import demo as people_demo
from leeward.people.demo import DemoPeople
from leeward.policy import demo as policy
from leeward.safeguarding import demo as safeguarding

ROOMS: list[Callable[..., None]] = [policy.build, safeguarding.build, filtering.build, monitoring.build]
"""Each room's part, in the order of the stairs, called as build(people, now=…)."""
DAYS_OBSERVED = 7


def build(*, now: datetime) -> DemoPeople:
    """Builds all of it or nothing. Raises InstallationRefused where there is an organisation already."""
    with transaction.atomic():
        begin(Installation.Kind.DEMO, people_demo.ORGANISATION, now=now)
        people = people_demo.build(now)
        for room in ROOMS:
            room(people, now=now)
        # As if the worker had run on each of the last days, so that a past day of the ledger has something to show.
        for back in range(DAYS_OBSERVED, -1, -1):
            observe_all(now=now - timedelta(days=back))
    return people
