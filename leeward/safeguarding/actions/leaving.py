"""Somebody who worked on cases has left: their way into each ends, and what they were to do goes to who reads it now.

The team hands its own work over. Whoever closes a leaver is told nothing, and not even that there was anything.
"""

from datetime import datetime
from uuid import UUID

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.people.told import PersonLeft
from leeward.safeguarding.models import Case, CaseAction, Grant
from leeward.safeguarding.queries.readers import admitted


def hand_over(told: PersonLeft, now: datetime) -> None:
    """Hears PersonLeft. Grants end for good: nothing opens again when the person returns."""
    grants = Grant.objects.filter(person=told.person, ended_at=None)
    owned = CaseAction.objects.filter(owner=told.person, done_at=None)
    for case in Case.objects.filter(
        pk__in=[*grants.values_list("case", flat=True), *owned.values_list("case", flat=True)]
    ):
        with act(SYSTEM, "safeguarding.hand-over", now=now, compartment=case.compartment) as entry:
            entry.subject = f"case:{case.pk}"
            entry.details["grants"] = Grant.objects.filter(case=case, person=told.person, ended_at=None).update(
                ended_at=now
            )
            heir = _heir(case, told.person, now)
            if heir is not None:
                entry.details["actions"] = owned.filter(case=case).update(owner=heir)


def _heir(case: Case, leaver: UUID, now: datetime) -> UUID | None:
    """Who reads the case now: its post's holder before deputies, never somebody barred from it."""
    return next((one.holder.person for one in admitted(case, now) if one.holder.person != leaver), None)
