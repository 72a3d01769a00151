"""Examples of pages that need an argument. Filtering."""

from collections.abc import Mapping

from leeward.filtering.actions.edges import enrol_edge, make_code
from leeward.filtering.queries.policy import exceptions_now
from leeward.filtering.queries.requests import to_decide
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _unblock(demo: Demo) -> tuple[str, Mapping[str, object]]:
    (waiting,) = to_decide(demo.actor("general-manager"), now=demo.now)
    return "general-manager", {"reference": waiting.reference}


def _exception(demo: Demo) -> tuple[str, Mapping[str, object]]:
    opened = next(line for line in exceptions_now(demo.now) if line.opens)
    return "it-manager", {"reference": opened.reference}


def _edge(demo: Demo) -> tuple[str, Mapping[str, object]]:
    code = make_code(actor=demo.actor("it-manager"), now=demo.now)
    return "it-manager", {"edge": enrol_edge(code=code, name="Quayside", now=demo.now).edge}


SAMPLES: dict[str, Sample] = {
    "filtering:group": lambda demo: ("it-manager", {"name": "learners"}),
    "filtering:members": lambda demo: ("it-manager", {"name": "staff"}),
    "filtering:request": _unblock,
    "filtering:end-exception": _exception,
    "filtering:revoke-edge": _edge,
}
