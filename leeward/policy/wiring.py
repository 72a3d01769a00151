"""What this room plugs in: called once by `frontdoor`."""

from datetime import time

from leeward.foundation import schedule
from leeward.foundation.approvals import kinds
from leeward.foundation.evidence import registry
from leeward.foundation.gates import registry as gates
from leeward.foundation.open_ends import registry as open_ends
from leeward.foundation.outbox.messages import listen
from leeward.foundation.settings_history import declared
from leeward.people.told import PostChanged
from leeward.policy import open_ends as left_open
from leeward.policy.actions import matrix, publishing, reconsidering, reminding, signing
from leeward.policy.choices import SETTINGS, SWITCHES
from leeward.policy.evidence import CHECKS
from leeward.policy.evidence_of_promises import PROMISES
from leeward.policy.evidence_of_reviews import CHECKS as REVIEWS
from leeward.policy.evidence_of_use import USE
from leeward.policy.gates import AGREEMENTS
from leeward.policy.told import RulesChanged


def wire() -> None:
    """Makes the room's requests, settings, checks and letters known."""
    kinds.declare(signing.kind())
    kinds.declare(matrix.matrix_kind())
    for setting in SETTINGS:
        declared.declare(setting)
    for switch in SWITCHES:
        declared.declare(switch)
    for check in (*CHECKS, *PROMISES, *REVIEWS, *USE):
        registry.declare(check)
    gates.declare(AGREEMENTS)
    publishing.declare_letters()
    reminding.declare_letters()
    reconsidering.declare_letters()
    listen(PostChanged, "policy.lead-changed", reconsidering.lead_changed)
    listen(RulesChanged, "policy.rules-changed", reconsidering.rules_changed)
    schedule.daily("policy.watch-rules", time(6), reconsidering.watch_rules)
    schedule.daily("policy.remind-reviews", time(7), reconsidering.remind_reviews)
    schedule.daily("policy.remind-duties", time(7), reminding.remind)
    open_ends.declare("policy", left_open.find)
