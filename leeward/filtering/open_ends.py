"""What somebody leaves behind in filtering: sites that are open because they asked for it, or opened them.

Requests that still wait are told of with all other requests (foundation.approvals).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import ngettext

from leeward.engine.web.values import Verdict
from leeward.filtering.models import WebException
from leeward.foundation.access import Actor
from leeward.foundation.open_ends.registry import OpenEnd


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Only pointed out: each closes by itself on its day."""
    theirs = Q(made_by=person) | Q(request__requester=person)
    number = WebException.objects.filter(theirs, verdict=Verdict.ALLOW.value, ends__gt=now).count()
    if not number:
        return []
    what = ngettext(
        "%(number)d site is open because this person asked for it or opened it. See whether it is still wanted.",
        "%(number)d sites are open because this person asked for them or opened them. See whether they are wanted.",
        number,
    ) % {"number": number}
    return [OpenEnd("filtering", what, f"exceptions:{person}", "/filtering", blocks=False)]
