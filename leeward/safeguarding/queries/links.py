"""Which cases belong to one, for somebody who may see both."""

from datetime import datetime

from django.db.models import Q

from leeward.foundation.access import Actor
from leeward.safeguarding.models import CaseLink
from leeward.safeguarding.queries.access import cases_for, find_case


def linked_refs(actor: Actor, ref: str, now: datetime) -> list[str]:
    """The references of the cases linked with this one that the actor may know of; empty for a hidden one."""
    case = find_case(actor, ref, now)
    if case is None:
        return []
    pairs = CaseLink.objects.filter(Q(one=case) | Q(other=case)).values_list("one", "other")
    others = {key for pair in pairs for key in pair} - {case.pk}
    return sorted(cases_for(actor, now).filter(pk__in=others).values_list("ref", flat=True))
