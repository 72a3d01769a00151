"""Examples of pages that need an argument. Groups and meetings, as the chair of the group opens them."""

from leeward.people.models import Group, GroupAction, Meeting
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _group(demo: Demo) -> tuple[str, dict[str, object]]:
    return "dsl", {"group": Group.objects.get().pk}


def _meeting(state: str) -> Sample:
    return lambda demo: ("dsl", {"meeting": Meeting.objects.get(state=state).pk})


SAMPLES: dict[str, Sample] = {
    "people:group": _group,
    "people:group-change": _group,
    "people:group-members": _group,
    "people:meeting-call": _group,
    "people:action": lambda demo: ("dsl", {"action": GroupAction.objects.earliest("due").pk}),
    "people:meeting": _meeting("held"),
    "people:meeting-attendance": _meeting("held"),
    "people:minutes": _meeting("held"),
    "people:minutes-write": _meeting("held"),
    "people:action-add": _meeting("held"),
    "people:meeting-invitation": _meeting("called"),
}

NOT_PAGES = frozenset({"people:group-membership", "people:meeting-step"})
