"""Who hears whom: every handler, check and resolver is plugged in here, and nowhere else."""

from datetime import time

from django.utils.translation import gettext_lazy as lazy

import leeward.foundation.clocks.organisation  # noqa: F401  # declares the settings of the calendar
from leeward.foundation import mail, schedule
from leeward.foundation.approvals import endings
from leeward.foundation.audit.digest import make_digest
from leeward.foundation.audit.evidence import AUDIT_WHOLE
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.registry import declare
from leeward.foundation.outbox.messages import listen
from leeward.frontdoor import (
    filtering_wiring,
    monitoring_wiring,
    people_cards,
    policy_cards,
    request_cards,
    safeguarding_cards,
)
from leeward.frontdoor.navigation import Item, add_to_navigation
from leeward.people import wiring as people
from leeward.policy import wiring as policy
from leeward.safeguarding import actions as safeguarding
from leeward.safeguarding import evidence as safeguarding_evidence
from leeward.safeguarding.actions import forget_old_drafts


def wire() -> None:
    """Called once when Django has loaded the rooms."""
    _foundation()
    people.wire()
    people_cards.wire()
    _safeguarding()
    filtering_wiring.wire()
    monitoring_wiring.wire()
    policy.wire()
    policy_cards.wire()


def _foundation() -> None:
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
    listen(endings.RequestDue, "foundation.approval-due", endings.come_up)
    endings.declare_letters()
    request_cards.wire()
    declare(AUDIT_WHOLE)
    add_to_navigation(Item(lazy("Audit trail"), "audit", 80))
    add_to_navigation(Item(lazy("Running"), "running", 90))
    schedule.daily("foundation.audit-digest", time(23, 30), make_digest)
    schedule.daily("foundation.observe", time(5), lambda now: observe_all(now=now))
    schedule.daily("foundation.start-delays", time(6), endings.start_delays)


def _safeguarding() -> None:
    listen(safeguarding.ConcernWaits, "safeguarding.escalate", safeguarding.escalate)
    schedule.daily("safeguarding.forget-drafts", time(2), lambda now: forget_old_drafts(now=now))
    safeguarding_evidence.declare()
    safeguarding_cards.wire()
