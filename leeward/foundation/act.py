"""The one way to change something: one transaction, one audit entry.

with act(actor, "safeguarding.acknowledge", now=now, compartment=case.compartment) as entry:
    entry.subject = f"case:{case.pk}"
    …
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from leeward.foundation.access import Actor
from leeward.foundation.audit.trail import Detail, record

GENERAL = "general"


@dataclass(slots=True)
class Act:
    """What the audit entry will say. Details are states, counts and references: never names, never text of a case."""

    subject: str = ""
    details: dict[str, Detail] = field(default_factory=dict)
    compartment: str = GENERAL


@contextmanager
def act(actor: Actor, action: str, *, now: datetime, compartment: str = GENERAL, subject: str = "") -> Iterator[Act]:
    """Opens a transaction and writes its audit entry at the end: there is one exactly when there is an effect."""
    entry = Act(subject=subject, compartment=compartment)
    with transaction.atomic():
        yield entry
        record(
            actor.label,
            action,
            subject=entry.subject,
            compartment=entry.compartment,
            details=entry.details,
            now=now,
        )
