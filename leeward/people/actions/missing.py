"""Who should be in a file and is not: recorded as having left, when that is asked for and is not too many at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.settings_history.queries import value as setting
from leeward.people.actions.importing import Imported, import_people
from leeward.people.actions.leaving import leave
from leeward.people.import_settings import MOST_LEAVING
from leeward.people.importing.table import MOST_ROWS
from leeward.people.importing.waiting import Waiting
from leeward.people.models import ClassOfPerson
from leeward.people.queries import on_day
from leeward.people.refusals import Refused
from leeward.people.rules import PersonClass


@dataclass(frozen=True, slots=True)
class Missing:
    """How many are not in the file of how many it should name, and whether that is more than may go unasked."""

    number: int
    of: int
    too_many: bool


def missing_now(outcome: Imported, complete: tuple[str, ...], *, now: datetime) -> Missing:
    """The figures before anything is imported: people whom the file itself adds do not make the share smaller."""
    spans = ClassOfPerson.objects.filter(on_day(timezone.localdate(now)), kind__in=complete)
    before, number = spans.values("person_id").distinct().count(), len(outcome.missing)
    return Missing(number, before, 100 * number > setting(MOST_LEAVING, at=now) * before)


def import_and_part(
    *, actor: Actor, now: datetime, file: Waiting, sure: bool, most_rows: int = MOST_ROWS
) -> tuple[Imported, int]:
    """Imports a file and records those missing from it as having left today: both or neither. Returns how many left.

    Whoever belongs to another class too only ends in those the file is complete for. Whoever imports is left out.
    Raises Refused where more are missing than the setting allows, unless somebody is `sure`; CannotRead.
    """
    complete = frozenset(PersonClass(kind) for kind in file.complete)
    with transaction.atomic():
        given = {"actor": actor, "now": now, "content": file.content, "columns": file.columns, "complete": complete}
        checked = import_people(**given, rehearse=True, most_rows=most_rows)  # type: ignore[arg-type]  # named as there
        figures = missing_now(checked, file.complete, now=now)
        if figures.too_many and not sure:
            raise Refused(
                _(
                    "%(number)d of %(of)d people are not in the file. That is more than %(share)d %% at once: look "
                    "whether it is the right file and all of it. If so, say that you are sure."
                )
                % {"number": figures.number, "of": figures.of, "share": setting(MOST_LEAVING, at=now)}
            )
        done = import_people(**given, source=file.source, most_rows=most_rows)  # type: ignore[arg-type]  # as above
        if not done.kept:
            return done, 0
        leaving = [person for person in done.missing if person != actor.person]
        for person in leaving:
            _part(person, complete, actor, now)
    return done, len(leaving)


def _part(person: UUID, complete: frozenset[PersonClass], actor: Actor, now: datetime) -> None:
    today = timezone.localdate(now)
    spans = ClassOfPerson.objects.filter(on_day(today), person_id=person)
    kinds = {PersonClass(kind) for kind in spans.values_list("kind", flat=True)}
    if kinds <= complete:
        leave(actor=actor, now=now, person=person, last_day=today)
    else:
        with act(actor, "people.end-class", now=now, subject=f"person:{person}") as entry:
            spans.filter(kind__in=complete).update(until=today)
            entry.details["class"] = " ".join(sorted(kinds & complete))
    if PersonClass.LEARNER in kinds & complete:
        # Rules about contact go on protecting somebody who was a learner here until they are 18.
        since = today + timedelta(days=1)
        ClassOfPerson.objects.create(person_id=person, kind=PersonClass.FORMER_LEARNER, since=since)
