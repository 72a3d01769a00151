"""Examples of pages that need an argument. Outside providers."""

from leeward.people.models import Provider
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _provider(demo: Demo) -> tuple[str, dict[str, object]]:
    return "it-manager", {"provider": Provider.objects.get().pk}


SAMPLES: dict[str, Sample] = {"people:provider-change": _provider, "people:provider-assurance": _provider}

NOT_PAGES = frozenset({"people:provider-close"})
