"""Examples of pages that need an argument. Posts and cover."""

from django.utils import timezone

from leeward.people.models import Absence, OwnPost
from leeward.people.queries import holders_of
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _holding(demo: Demo) -> object:
    return holders_of("quality-lead", timezone.localdate(demo.now))[0].id


def _absence(demo: Demo) -> object:
    return Absence.objects.order_by("-until")[0].pk


SAMPLES: dict[str, Sample] = {
    "people:post": lambda demo: ("hr", {"post": "dsl"}),
    "people:post-names": lambda demo: ("hr", {"post": "dsl"}),
    "people:post-permissions": lambda demo: ("hr", {"post": "quality-lead"}),
    "people:close-post": lambda demo: ("hr", {"post": OwnPost.objects.all()[0].key}),
    "people:absence": lambda demo: ("hr", {"holding": _holding(demo)}),
    "people:end-absence": lambda demo: ("hr", {"absence": _absence(demo)}),
}
