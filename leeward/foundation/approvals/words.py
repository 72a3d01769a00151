"""The words of a request: sealed when it is made, opened for those who may read them, leaving a trace."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import GENERAL, act
from leeward.foundation.approvals.queries import visible_row
from leeward.foundation.vault.store import open_text

LONGEST = 4000


class ApprovalError(ValueError):
    """What was asked for cannot be done as entered; the text is for the person and says what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """Why it was asked for, and the reason given for the decision (empty while it waits)."""

    why: str
    reason: str


def entered(text: str) -> str:
    """The text, trimmed. Raises ApprovalError when it is missing or too long."""
    text = text.strip().replace("\x00", "")
    if not text:
        raise ApprovalError(_("Give a reason."))
    if len(text) > LONGEST:
        raise ApprovalError(_("Give the reason in at most %(longest)d characters.") % {"longest": LONGEST})
    return text


def open_words(*, actor: Actor, request_id: UUID, now: datetime) -> Words:
    """The words of a request. In any compartment but the general one, opening them leaves a trace.

    Raises NoSuchRequest for whoever may not know of it, CannotOpen when they were shredded.
    """
    row = visible_row(actor, request_id, now=now)
    if row.compartment != GENERAL:
        with act(actor, "approvals.open", now=now, compartment=row.compartment, subject=f"approval:{row.id}"):
            pass
    reason = "" if row.reason_sealed is None else open_text(row.id, "reason", row.reason_sealed)
    return Words(open_text(row.id, "why", row.why_sealed), reason)
