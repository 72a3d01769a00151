"""Printing a case: an act with a reason, and a mark on every page that leads back to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.safeguarding.actions.casework import write_entry
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.recording import moment, part_title, record_of
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.record import Part, Record, only

PRINTED = "safeguarding.print-case"


class NothingChosen(ValueError):
    """No part was chosen, or no reason given."""


@dataclass(frozen=True, slots=True)
class Print:
    """A record as it goes to paper, with who asked for it. `number` is on every page and in the audit trail."""

    record: Record
    number: str
    by: str
    at: str
    reason: str
    left_out: tuple[str, ...]


def print_case(*, actor: Actor, ref: str, parts: Collection[Part], reason: str, now: datetime) -> Print:
    """The chosen parts of a case for paper. The reason is kept in the chronology. Raises NoSuchCase, NothingChosen."""
    with act(actor, PRINTED, now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        if not parts or not reason.strip() or actor.person is None:
            raise NothingChosen
        number = uuid4().hex[:8]
        entry.details.update(number=number, parts=len(parts))
        record = record_of(case, now)
        kept = only(record, parts)
        text = _("Printed as number %(number)s, with: %(parts)s. Reason: %(reason)s") % {
            "number": number,
            "parts": ", ".join(section.title for section in kept.sections),
            "reason": reason.strip(),
        }
        write_entry(case, actor.person, text, now, event_at=now, precision=Precision.MINUTE)
        left_out = tuple(part_title(one.part) for one in record.sections if one.part not in parts)
        return Print(kept, number, actor.name, moment(now), reason.strip(), left_out)
