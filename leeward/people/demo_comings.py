"""The demonstration's joiner, leaver and visitor, so that there is something on the board."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor
from leeward.people.actions import Details, add_person, leave, tick, welcome
from leeward.people.models import Task
from leeward.people.rules import PersonClass

JOINER = Details("Oluwaseun", "Marchbanks", "Seun", reference="W201", site="Quayside")
VISITOR = Details("Winston", "Tarrant-Oak", reference="V301")
LEAVER = Details("Patrick", "Quillfeather", "", reference="W202", site="Harbour Lane")


def build(hr: Actor, now: datetime) -> dict[str, UUID]:
    """Somebody who began yesterday, with the first task ticked by HR, somebody who leaves next week, a guest."""
    today, staff = timezone.localdate(now), frozenset({PersonClass.STAFF})
    joiner = add_person(actor=hr, now=now, details=JOINER, classes=staff, since=today - timedelta(days=1))
    checks = Task.objects.get(list__person_id=joiner, key="checks")
    tick(actor=hr, now=now, task=checks.pk)
    before = now - timedelta(weeks=6)
    began = today - timedelta(days=900)
    leaver = add_person(actor=SYSTEM, now=before, details=LEAVER, classes=staff, since=began)
    visitor = welcome(
        actor=hr,
        now=now,
        details=VISITOR,
        kind=PersonClass.CONTRACTOR,
        sponsor=leaver,
        purpose="Renews the network cabling",
        until=today + timedelta(days=12),
    )
    leave(actor=hr, now=now, person=leaver, last_day=today + timedelta(days=7))
    return {"joiner": joiner, "leaver": leaver, "visitor": visitor}
