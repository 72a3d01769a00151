"""The demo organisation, made through the same actions as real use, in one transaction."""

from datetime import datetime

from django.db import transaction

from leeward.foundation.installation.begin import begin
from leeward.foundation.installation.models import Installation
from leeward.people import demo as people_demo

NAME = "Harbour Lane Training"


def build(*, now: datetime) -> None:
    """Builds all of it or nothing. Raises InstallationRefused where there is an organisation already."""
    with transaction.atomic():
        begin(Installation.Kind.DEMO, NAME, now=now)
        people_demo.build(now)
