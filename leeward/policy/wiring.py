"""What this room plugs in: called once by `frontdoor`."""

from datetime import time

from leeward.foundation import schedule
from leeward.foundation.approvals import kinds
from leeward.foundation.evidence import registry
from leeward.foundation.gates import registry as gates
from leeward.foundation.open_ends import registry as open_ends
from leeward.foundation.settings_history import declared
from leeward.policy import open_ends as left_open
from leeward.policy.actions import matrix, publishing, reminding, signing
from leeward.policy.choices import SETTINGS
from leeward.policy.evidence import CHECKS
from leeward.policy.evidence_of_promises import PROMISES
from leeward.policy.evidence_of_use import USE
from leeward.policy.gates import AGREEMENTS


def wire() -> None:
    """Makes the room's requests, settings, checks and letters known."""
    kinds.declare(signing.kind())
    kinds.declare(matrix.matrix_kind())
    for setting in SETTINGS:
        declared.declare(setting)
    for check in (*CHECKS, *PROMISES, *USE):
        registry.declare(check)
    gates.declare(AGREEMENTS)
    publishing.declare_letters()
    reminding.declare_letters()
    schedule.daily("policy.remind-duties", time(7), reminding.remind)
    open_ends.declare("policy", left_open.find)
