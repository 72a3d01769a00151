"""What somebody leaves behind among requests: what they asked and nobody decided, and what was given them to decide."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import ngettext

from leeward.foundation.access import Actor
from leeward.foundation.act import GENERAL
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.open_ends.registry import OpenEnd

PATH = "/approvals"


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Requests of the general compartment in which the viewer has no conflict; of others nobody here is told."""
    waiting = ApprovalRequest.objects.filter(state=ApprovalRequest.State.WAITING, compartment=GENERAL)
    if actor.person is not None:
        waiting = waiting.exclude(conflicts__person=actor.person)
    asked = waiting.filter(Q(requester=person)).count()
    given = waiting.filter(delegated_to=person).count()
    ends = []
    if asked:
        what = ngettext(
            "%(number)d request of this person waits. Whoever decides such requests approves or refuses it.",
            "%(number)d requests of this person wait. Whoever decides such requests approves or refuses them.",
            asked,
        ) % {"number": asked}
        ends.append(OpenEnd("approvals", what, f"requests-asked:{person}", PATH))
    if given:
        what = ngettext(
            "%(number)d request was given to this person to decide. Whoever gave it gives it to somebody else.",
            "%(number)d requests were given to this person to decide. Whoever gave them gives them to somebody else.",
            given,
        ) % {"number": given}
        ends.append(OpenEnd("approvals", what, f"requests-given:{person}", PATH))
    return ends
