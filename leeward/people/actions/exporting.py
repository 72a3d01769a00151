"""The directory as a file that can be imported again. It holds personal data: every export is in the audit trail."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.queries.directory import PersonCard, tell_tutors
from leeward.people.queries.searching import everybody
from leeward.people.rules import PersonClass

HEADINGS = (
    *("Reference", "First name", "Surname", "Known as", "Class", "Date of birth", "Email", "Employer"),
    *("Site", "Tutor", "Programme", "Cohort", "Last day"),
)


def export_people(*, actor: Actor, now: datetime, purpose: str, kind: PersonClass | None = None) -> bytes:
    """Everybody the actor may look up, of one class or of all, as CSV in UTF-8 with the mark Excel needs.

    Nothing about cases, vulnerability, parents or sign-ins is in it.
    """
    with act(actor, "people.export", now=now, subject="people") as entry:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        number = 0
        for cells in _rows(actor, now, kind):
            writer.writerow([_plain(cell) for cell in cells])
            number += 1
        content = text.getvalue().encode("utf-8-sig")
        entry.details.update(people=number, kind=kind or "", purpose=purpose, file=hashlib.sha256(content).hexdigest())
    return content


def _rows(actor: Actor, now: datetime, kind: PersonClass | None) -> Iterator[tuple[str, ...]]:
    for cards in everybody(actor, timezone.localdate(now), kind=kind):
        tutors = tell_tutors(card.tutor for card in cards)
        for card in cards:
            yield _cells(card, tutors.get(card.tutor, "") if card.tutor else "")


def _cells(card: PersonCard, tutor: str) -> tuple[str, ...]:
    return (
        card.reference or "",
        card.given_name,
        card.family_name,
        card.known_as,
        "; ".join(sorted(card.classes)),
        card.born.isoformat() if card.born else "",
        card.email or "",
        card.employer,
        card.site,
        tutor,
        card.programme,
        card.cohort,
        card.left_on.isoformat() if card.left_on else "",
    )


def _plain(cell: str) -> str:
    """Nothing that a spreadsheet would run."""
    return "'" + cell if cell[:1] in tuple("=+-@\t\r") else cell
