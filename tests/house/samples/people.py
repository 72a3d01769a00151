"""Examples of pages that need an argument. The directory."""

from collections.abc import Mapping

from django.utils import timezone

from leeward.people.queries import comings, holders_of, leavings, stays
from leeward.people.task_rules import Occasion
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _of(key: str) -> Sample:
    """A page about one of the demonstration's people, as HR opens it."""
    return lambda demo: ("hr", {"person": demo.people.everybody[key]})


def _holding(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {"holding": holders_of("dsl", timezone.localdate(demo.now))[0].id}


def _list(occasion: str) -> Sample:
    """A list of the demonstration, as HR opens it."""
    return lambda demo: ("hr", {"task_list": _line(demo, occasion).id})


def _line(demo: Demo, occasion: str) -> comings.ListLine:
    return comings.board(demo.actor("hr"), demo.now, occasion=Occasion(occasion)).lines[0]


def _task(demo: Demo) -> tuple[str, Mapping[str, object]]:
    page = comings.list_page(demo.actor("hr"), _line(demo, "joining").id, demo.now)
    assert page is not None
    return "hr", {"task": page.tasks[-1].id}


def _leaver(demo: Demo) -> tuple[str, Mapping[str, object]]:
    leaving = leavings.leaving_of(_line(demo, "leaving").person)
    assert leaving is not None
    return "hr", {"leaving": leaving.id}


def _open_end(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {**_leaver(demo)[1], "number": 0}


def _stay(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {"stay": stays.stays_for(demo.actor("hr"))[0].id}


SAMPLES: dict[str, Sample] = {
    "people:person": _of("young-learner"),
    "people:change": _of("young-learner"),
    "people:give-class": _of("young-learner"),
    "people:end-class": lambda demo: ("hr", {"person": demo.people.everybody["young-learner"], "kind": "learner"}),
    "people:leave": _of("tutor"),
    "people:sign-in": _of("tutor-2"),
    "people:appoint": lambda demo: ("hr", {"post": "dsl"}),
    "people:end-holding": _holding,
    "people:change-list": lambda demo: ("hr", {"occasion": "temporary", "kind": "visitor"}),
    "people:list": _list("joining"),
    "people:settle": _task,
    "people:not-applicable": _task,
    "people:leaver": _leaver,
    "people:close-leaver": _leaver,
    "people:leave-open": _open_end,
    "people:more-time": _stay,
    "people:sponsor": _stay,
    "people:end-stay": _stay,
    "people:close-sign-in": _of("tutor"),
}
