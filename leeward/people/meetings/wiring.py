"""What groups, meetings and outside providers plug in: called once by the room's own wiring."""

from datetime import time

from leeward.foundation import schedule
from leeward.foundation.evidence import registry
from leeward.foundation.open_ends import registry as open_ends
from leeward.people.meetings import evidence, letters, reminders
from leeward.people.meetings import open_ends as left_open
from leeward.people.providers import reminders as contracts
from leeward.people.providers.evidence import CHECKS as PROVIDER_CHECKS


def wire() -> None:
    """Makes letters, checks, open ends and the daily reminders known."""
    letters.declare()
    contracts.declare()
    for check in (*evidence.CHECKS, *PROVIDER_CHECKS):
        registry.declare(check)
    open_ends.declare("meetings", left_open.find)
    schedule.daily("people.remind-actions", time(7), reminders.remind)
    schedule.daily("people.remind-contracts", time(7, 5), contracts.remind)
