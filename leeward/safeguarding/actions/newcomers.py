"""Posts changed hands: a new holder or deputy may be somebody a case is about.

They themselves are kept out from their first moment on by the names in the case (`queries.names`). Here follows what
that means for others: their circle is barred, the case moves on, and whoever reads it now is told.
"""

from datetime import datetime

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.people.told import PostChanged
from leeward.safeguarding.actions.involved import work_out_again
from leeward.safeguarding.models import Case
from leeward.safeguarding.queries.access import whole
from leeward.safeguarding.queries.names import cases_about, cases_that_name
from leeward.safeguarding.queries.readers import roster


def post_changed(told: PostChanged, now: datetime) -> None:
    """Hears PostChanged."""
    newcomers(now)


def newcomers(now: datetime) -> int:
    """Looks at every case that is, or may be, about somebody in a post of the route today. Idempotent; daily as well,
    because posts begin on a day and names are changed. Returns how many cases changed.
    """
    persons = {holder.person for held in roster(now).values() for holder in held}
    found = {pk for person in persons for pk in cases_about(person, now).values_list("pk", flat=True)}
    found |= {pk for person in persons for pk in cases_that_name(person).values_list("pk", flat=True)}
    changed = 0
    for case in whole(Case.objects.filter(pk__in=found)).order_by("pk"):
        changed += _look(case, now)
    return changed


def _look(case: Case, now: datetime) -> bool:
    with act(SYSTEM, "safeguarding.work-out-again", now=now, subject=f"case:{case.pk}") as entry:
        locked = Case.objects.select_for_update().get(pk=case.pk)
        changed = work_out_again(locked, now)
        entry.compartment, entry.details["changed"] = locked.compartment, changed
        return changed
