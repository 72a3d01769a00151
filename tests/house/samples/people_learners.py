"""Examples of pages that need an argument. Places, learners, vulnerability."""

from collections.abc import Mapping

from leeward.people.models import Marker, Relation
from leeward.people.queries import places
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _company(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {"company": places()[0].company}


def _site(demo: Demo) -> tuple[str, Mapping[str, object]]:
    found = next(place for place in places() if place.site is not None)
    return "hr", {"company": found.company, "site": found.site}


def _of(post: str) -> Sample:
    return lambda demo: (post, {"person": demo.people.everybody["young-learner"]})


def _relation(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {"relation": Relation.objects.filter(until=None)[0].pk}


def _marker(demo: Demo) -> tuple[str, Mapping[str, object]]:
    marker = Marker.objects.filter(until=None)[0].pk
    return "dsl", {"person": demo.people.everybody["young-learner"], "marker": marker}


SAMPLES: dict[str, Sample] = {
    "people:add-site": _company,
    "people:rename-company": _company,
    "people:close-company": _company,
    "people:rename-site": _site,
    "people:close-site": _site,
    "people:that-day": _of("hr"),
    "people:set-fact": _of("hr"),
    "people:add-relation": _of("hr"),
    "people:end-relation": _relation,
    "people:vulnerability": _of("dsl"),
    "people:record-vulnerability": _of("dsl"),
    "people:end-vulnerability": _marker,
}
