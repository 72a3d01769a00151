"""Examples of pages that need an argument. Places, learners, vulnerability."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.people.actions import Closeness, Details, record_vulnerability, relate
from leeward.people.models import Marker, Relation
from leeward.people.queries import places
from leeward.people.rules import RelationKind
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
    known: UUID | None = Relation.objects.filter(until=None).values_list("pk", flat=True).first()
    if known is None:
        known = relate(
            actor=SYSTEM,
            now=demo.now,
            learner=demo.people.everybody["young-learner"],
            other=None,
            new=Details("Jo", "Brambleby"),
            said=Closeness(RelationKind.MOTHER),
            since=timezone.localdate(demo.now),
        )
    return "hr", {"relation": known}


def _marker(demo: Demo) -> tuple[str, Mapping[str, object]]:
    person = demo.people.everybody["young-learner"]
    known: UUID | None = Marker.objects.filter(until=None).values_list("pk", flat=True).first()
    if known is None:
        known = record_vulnerability(
            actor=demo.actor("dsl"),
            now=demo.now,
            person=person,
            kind="Young carer",
            source="The learner",
            since=timezone.localdate(demo.now),
        )
    return "dsl", {"person": person, "marker": known}


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
