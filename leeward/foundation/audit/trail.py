"""Writing the trail and checking that it is whole."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import connection, transaction

from leeward.foundation.audit.chain import START, Break, Detail, Link, first_break, mac_of
from leeward.foundation.audit.models import AuditEntry, ChainHead
from leeward.foundation.vault.keyring import keyring

__all__ = ["Detail", "record", "verify"]

LONGEST_DETAIL = 200
"""Characters. Details are states and references; anything longer is somebody's text and does not belong here."""


def _key(compartment: str) -> bytes:
    return keyring().derived(f"audit chain {compartment}")


def _head(compartment: str) -> ChainHead:
    ChainHead.objects.bulk_create([ChainHead(compartment=compartment, sequence=0, mac=START)], ignore_conflicts=True)
    return ChainHead.objects.select_for_update().get(compartment=compartment)


def record(
    actor: str,
    action: str,
    *,
    now: datetime,
    subject: str = "",
    compartment: str = "general",
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Appends one entry to a compartment's chain. Must run inside the transaction of the act it records.

    Raises ValueError for a detail that is text rather than a state, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry belongs in the transaction of its act: use `act(...)`.")
    details = dict(details or {})
    for name, value in details.items():
        if isinstance(value, str) and len(value) > LONGEST_DETAIL:
            raise ValueError(f"Audit detail {name!r} is longer than {LONGEST_DETAIL} characters: give a reference.")
    with transaction.atomic():
        head = _head(compartment)
        link = Link(compartment, head.sequence + 1, now, actor, action, subject, details, bytes(head.mac), b"")
        mac = mac_of(_key(compartment), link)
        AuditEntry.objects.create(
            compartment=compartment,
            sequence=link.sequence,
            at=now,
            actor=actor,
            action=action,
            subject=subject,
            details=details,
            previous=link.previous,
            mac=mac,
        )
        ChainHead.objects.filter(compartment=compartment).update(sequence=link.sequence, mac=mac)


def _links(compartment: str) -> Iterator[Link]:
    rows = AuditEntry.objects.filter(compartment=compartment).order_by("sequence").iterator(chunk_size=2000)
    for row in rows:
        yield Link(
            row.compartment,
            row.sequence,
            row.at,
            row.actor,
            row.action,
            row.subject,
            row.details,
            bytes(row.previous),
            bytes(row.mac),
        )


def verify() -> list[Break]:
    """The first fault of every compartment that has one; an empty list means the trail is whole."""
    heads = {head.compartment: (head.sequence, bytes(head.mac)) for head in ChainHead.objects.all()}
    compartments = set(AuditEntry.objects.values_list("compartment", flat=True).distinct()) | set(heads)
    breaks = []
    for compartment in sorted(compartments):
        fault = first_break(_key(compartment), _links(compartment), head=heads.get(compartment, (0, START)))
        if fault is not None:
            breaks.append(Break(compartment, fault.sequence, fault.fault))
    return breaks
