"""Examples of pages that need an argument. Monitoring."""

from collections.abc import Mapping

from leeward.monitoring.actions import open_finding
from leeward.monitoring.queries import sources as monitored
from leeward.monitoring.queries import waiting as waiting_findings
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _opened_finding(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A finding that waits, opened by the lead."""
    lead = demo.actor("dsl")
    ref = waiting_findings(lead, demo.now)[0].ref
    open_finding(actor=lead, ref=ref, reason="To decide about it", now=demo.now)
    return "dsl", {"ref": ref}


SAMPLES: dict[str, Sample] = {
    "monitoring:switch-off": lambda demo: ("dsl", {"source": monitored()[0].id}),
    "monitoring:finding": _opened_finding,
    "monitoring:dismiss": _opened_finding,
    "monitoring:raise": _opened_finding,
}

NOT_PAGES = frozenset({"monitoring:open", "monitoring:message"})
