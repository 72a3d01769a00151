"""Examples of pages that need an argument. Posts and cover."""

from datetime import timedelta

from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.people.actions import add_own_post, record_absence
from leeward.people.models import Absence, OwnPost
from leeward.people.queries import holders_of
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _holding(demo: Demo) -> object:
    return holders_of("quality-lead", timezone.localdate(demo.now))[0].id


def _absence(demo: Demo) -> object:
    today = timezone.localdate(demo.now)
    known = Absence.objects.filter(holding=_holding(demo), until__gte=today).first()
    if known is not None:
        return known.pk
    first = today + timedelta(days=3)
    made = record_absence(actor=SYSTEM, now=demo.now, holding=_holding(demo), since=first, until=first)  # type: ignore[arg-type]  # the key of a holding
    return made.absence


def _own(demo: Demo) -> object:
    known = OwnPost.objects.first()
    return known.key if known is not None else add_own_post(actor=SYSTEM, now=demo.now, name="Example post")


SAMPLES: dict[str, Sample] = {
    "people:post": lambda demo: ("hr", {"post": "dsl"}),
    "people:post-names": lambda demo: ("hr", {"post": "dsl"}),
    "people:post-permissions": lambda demo: ("hr", {"post": "quality-lead"}),
    "people:close-post": lambda demo: ("hr", {"post": _own(demo)}),
    "people:absence": lambda demo: ("hr", {"holding": _holding(demo)}),
    "people:end-absence": lambda demo: ("hr", {"absence": _absence(demo)}),
}
