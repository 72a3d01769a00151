"""What backups ask of this room: where its sealed words lie, and what to put right after a restore."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from leeward.foundation.backup.registry import Sealed
from leeward.monitoring.models import Finding, FindingOpening, ReceivedMessage


def sealed_words() -> Iterator[Sealed]:
    """Every sealed value of the room."""
    for message in ReceivedMessage.objects.iterator():
        if message.body is not None:
            yield message.pk, "body", message.body
    for finding in Finding.objects.iterator():
        if finding.body is not None:
            yield finding.record, f"finding {finding.pk}", finding.body
        if finding.reason is not None:
            yield finding.record, f"reason {finding.pk}", finding.reason
    for opening in FindingOpening.objects.select_related("finding").iterator():
        yield opening.finding.record, f"opening {opening.pk}", opening.reason


def put_right(shredded: frozenset[UUID], now: datetime) -> None:
    """Messages and findings that were let go since the backup are let go again; nobody is to assess or review them."""
    for message in ReceivedMessage.objects.filter(body__isnull=False).iterator():
        if message.pk in shredded:
            message.body, message.shredded_at = None, now
            message.state, message.assessed_at = ReceivedMessage.State.ASSESSED, message.assessed_at or now
            message.save(update_fields=["body", "shredded_at", "state", "assessed_at"])
    for finding in Finding.objects.filter(body__isnull=False).iterator():
        if finding.record in shredded:
            finding.body, finding.reason = None, None
            finding.save(update_fields=["body", "reason"])
            finding.openings.all().delete()
