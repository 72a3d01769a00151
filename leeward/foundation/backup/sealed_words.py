"""The foundation's own sealed words: why something was asked for, and the reason it was decided."""

from collections.abc import Iterator

from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.backup.registry import Sealed


def sealed_requests() -> Iterator[Sealed]:
    """Every sealed value of every request."""
    for row in ApprovalRequest.objects.iterator():
        yield row.id, "why", row.why_sealed
        if row.reason_sealed is not None:
            yield row.id, "reason", row.reason_sealed
