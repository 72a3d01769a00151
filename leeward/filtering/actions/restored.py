"""What this room puts right after a restore."""

from datetime import datetime
from uuid import UUID

from leeward.filtering.actions.snapshots import publish
from leeward.filtering.models import EdgeCode, PolicyState


def put_right(shredded: frozenset[UUID], now: datetime) -> None:
    """One-time codes of then are void; edges get the restored policy, as a snapshot newer than any they have."""
    EdgeCode.objects.all().delete()
    if PolicyState.objects.exclude(digest="").exists():
        publish("restored from a backup", now=now)
