"""The gate of this room before people's own pages: every policy they are asked to agree to is agreed to."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.gates.registry import Gate, Passage
from leeward.people.gates import DOOR
from leeward.people.queries.before_access import access_rule
from leeward.policy.queries.pages import to_acknowledge


def agreements(person: UUID, now: datetime) -> Passage:
    """Shut while a policy this person is asked to agree to waits past its days of grace; leads to the first of them."""
    rule, today = access_rule(person, now), timezone.localdate(now)
    waiting = [
        line for line in to_acknowledge(Actor(person=person), now=now) if rule.shuts(line.dates.published_on, today)
    ]
    if not waiting:
        return Passage(True)
    path = reverse("policy:acknowledge", args=[waiting[0].slug])
    titles = "; ".join(f"“{line.title}”" for line in waiting)
    return Passage(False, _("Read and agree to %(titles)s.") % {"titles": titles}, path)


AGREEMENTS = Gate("policy.agreements", DOOR, "Policies are agreed to before access.", agreements)
