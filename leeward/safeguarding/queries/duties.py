"""What is due next in somebody's cases, by law or local procedure, and whom to ring."""

from datetime import datetime

from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.choices import CONTACTS
from leeward.safeguarding.rules.procedures.shape import Whom


def number_of(whom: Whom, now: datetime) -> str:
    """The name and number the organisation entered for an outside body; empty while nobody has."""
    setting = CONTACTS.get(whom)
    return value(setting, at=now) if setting else ""
