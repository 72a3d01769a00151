"""Examples of pages that need an argument. Requests and settings."""

from collections.abc import Mapping

from leeward.foundation.approvals.queries import waiting_for
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _request(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A request open for the one who decides."""
    return "general-manager", {"request_id": waiting_for(demo.actor("general-manager"), now=demo.now)[0].id}


SAMPLES: dict[str, Sample] = {
    "approval": _request,
    "setting": lambda demo: ("managing-director", {"key": "clocks.closes"}),
}

NOT_PAGES = frozenset({"approval-delegate", "approval-withdraw", "setting-give-back"})
