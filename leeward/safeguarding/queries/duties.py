"""What is due next in somebody's cases, by law or local procedure, and whom to ring."""

from collections.abc import Mapping
from datetime import datetime

from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.choices import CONTACTS, SWITCHES
from leeward.safeguarding.rules.procedures import PROCEDURES
from leeward.safeguarding.rules.procedures.shape import Procedure, Whom


def number_of(whom: Whom, now: datetime) -> str:
    """The name and number the organisation entered for an outside body; empty while nobody has."""
    setting = CONTACTS.get(whom)
    return value(setting, at=now) if setting else ""


def offered(now: datetime) -> Mapping[str, Procedure]:
    """The procedures that may be begun: those behind a switch only while it is on."""
    return {
        key: procedure
        for key, procedure in PROCEDURES.items()
        if not procedure.switch or value(SWITCHES[procedure.switch], at=now)
    }
