"""Examples of pages that need an argument. Tokens of other systems."""

from collections.abc import Mapping

import leeward.frontdoor.api  # noqa: F401  # gathers the scopes of every room
from leeward.foundation.api.tokens import make_token
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _token(demo: Demo) -> Mapping[str, object]:
    maker = demo.actor("it-manager")
    made = make_token(actor=maker, name="Learner record system", scopes_wanted=["people:write"], days=30, now=demo.now)
    return {"token": made.id}


SAMPLES: dict[str, Sample] = {
    "api-token-confirm": lambda demo: ("hr", _token(demo)),
    "api-token-end": lambda demo: ("it-manager", _token(demo)),
}
