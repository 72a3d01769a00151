"""What this room plugs in: called once by `frontdoor`."""

from leeward.foundation.approvals import kinds
from leeward.foundation.evidence import registry
from leeward.foundation.gates import registry as gates
from leeward.foundation.settings_history import declared
from leeward.policy.actions import publishing, signing
from leeward.policy.choices import SETTINGS
from leeward.policy.evidence import CHECKS
from leeward.policy.gates import AGREEMENTS


def wire() -> None:
    """Makes the room's requests, settings, checks and letters known."""
    kinds.declare(signing.kind())
    for setting in SETTINGS:
        declared.declare(setting)
    for check in CHECKS:
        registry.declare(check)
    gates.declare(AGREEMENTS)
    publishing.declare_letters()
