"""People and requests for tests of the filtering room."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from leeward.engine.web import Decision
from leeward.filtering.models import SnapshotVersion
from leeward.filtering.queries.verdicts import decided_now
from leeward.foundation.access import Actor

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def person(number: int, *permissions: str) -> Actor:
    return Actor(
        account=UUID(int=1000 + number), person=UUID(int=number), name=f"P{number}", permissions=frozenset(permissions)
    )


TUTOR = person(1)
MANAGER = person(2, "filtering.see", "filtering.decide_unblock")
MANAGERS_DEPUTY = person(3, "filtering.see", "filtering.decide_unblock")
IT = person(4, "filtering.see", "filtering.change")
LEARNER = person(5)


def decided(address: str, group: str = "learners", at: datetime = NOW) -> Decision:
    return decided_now(address, group, at)


def layer_in_force() -> dict[str, object]:
    row = SnapshotVersion.objects.order_by("-version").first()
    assert row is not None
    layer = json.loads(bytes(row.manifest))["layer"]
    assert isinstance(layer, dict)
    return layer
