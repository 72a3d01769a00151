"""An outside provider beside the own department of Harbour Lane Training: invented."""

from datetime import datetime, timedelta

from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.settings_history.actions import set_to
from leeward.people.actions.outside_it import ProviderDetails, keep_assurance, keep_provider
from leeward.people.providers.choices import RUNS
from leeward.people.providers.rules import Duty, Runs


def build(now: datetime) -> None:
    """One provider with three duties and something it showed."""
    today = timezone.localdate(now)
    set_to(RUNS, Runs.BOTH.value, actor=SYSTEM, why="Backups and updates are bought in", now=now)
    details = ProviderDetails(
        "Breakwater Systems", "BW-2025-11", today - timedelta(days=400), today + timedelta(days=330), "Morgan Reeve"
    )
    duties = {Duty.BACKUPS: 24, Duty.UPDATES: 72, Duty.INCIDENTS: 4}
    provider = keep_provider(actor=SYSTEM, now=now, details=details, duties=duties)
    dated = today - timedelta(days=120)
    expires = dated + timedelta(days=365)
    what = "A restore was tried and its report sent"
    keep_assurance(actor=SYSTEM, now=now, provider=provider, what=what, dated=dated, expires=expires)
