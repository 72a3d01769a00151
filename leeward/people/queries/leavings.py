"""Somebody's leaving: what is handed over, what is left on purpose, what keeps them from being closed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.foundation.open_ends.registry import OpenEnd, left_behind
from leeward.people.models import Leaving
from leeward.people.queries.comings import ListLine, lists_of
from leeward.people.task_rules import Occasion


@dataclass(frozen=True, slots=True)
class LeavingLine:
    """That somebody leaves."""

    id: UUID
    person: UUID
    name: str
    last_day: date
    recorded_by: str
    closed_at: datetime | None
    closed_by: str


@dataclass(frozen=True, slots=True)
class EndShown:
    """One open end as this viewer may know it, numbered as on the page; with why it is left, and by whom."""

    number: int
    end: OpenEnd
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class LeaverPage:
    """Everything about one leaver for those who look after people."""

    line: LeavingLine
    ends: tuple[EndShown, ...]
    unanswered: bool
    lists: tuple[ListLine, ...]


def _line(row: Leaving) -> LeavingLine:
    return LeavingLine(
        row.pk,
        row.person_id,
        row.person.name,
        row.last_day,
        row.recorded_by.name if row.recorded_by else "",
        row.closed_at,
        row.closed_by.name if row.closed_by else "",
    )


def leaving_of(person: UUID) -> LeavingLine | None:
    """The leaving of somebody that is not closed yet, or None."""
    rows = Leaving.objects.filter(person_id=person, closed_at=None, stayed_at=None)
    row = rows.select_related("person", "recorded_by", "closed_by").first()
    return None if row is None else _line(row)


def leaver_page(actor: Actor, leaving: UUID, now: datetime) -> LeaverPage | None:
    """One leaver, with what every room says to this actor; None without `people.change`."""
    rows = Leaving.objects.filter(pk=leaving, stayed_at=None).select_related("person", "recorded_by", "closed_by")
    row = rows.first()
    if row is None or not actor.may("people.change"):
        return None
    left = left_behind(row.person_id, actor=actor, now=now)
    chosen = {(one.room, one.reference): one for one in row.left_open.select_related("by")}
    ends = []
    for number, end in enumerate(left.ends):
        kept = chosen.get((end.room, end.reference))
        by = kept.by.name if kept is not None and kept.by is not None else ""
        ends.append(EndShown(number, end, kept.reason if kept else "", by))
    lists = [line for line in lists_of(row.person_id, now) if line.occasion is Occasion.LEAVING]
    return LeaverPage(_line(row), tuple(ends), bool(left.unanswered), tuple(lists))
