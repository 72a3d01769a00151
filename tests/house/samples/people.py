"""Examples of pages that need an argument. The directory."""

from collections.abc import Mapping

from django.utils import timezone

from leeward.people.queries import holders_of
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _of(key: str) -> Sample:
    """A page about one of the demonstration's people, as HR opens it."""
    return lambda demo: ("hr", {"person": demo.people.everybody[key]})


def _holding(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {"holding": holders_of("dsl", timezone.localdate(demo.now))[0].id}


SAMPLES: dict[str, Sample] = {
    "people:person": _of("young-learner"),
    "people:change": _of("young-learner"),
    "people:give-class": _of("young-learner"),
    "people:end-class": lambda demo: ("hr", {"person": demo.people.everybody["young-learner"], "kind": "learner"}),
    "people:leave": _of("tutor"),
    "people:sign-in": _of("tutor-2"),
    "people:appoint": lambda demo: ("hr", {"post": "dsl"}),
    "people:end-holding": _holding,
}
