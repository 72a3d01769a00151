"""Examples of pages that need an argument. Connections to identity providers."""

from collections.abc import Mapping

from leeward.people.models import Connection, ProvidedGroup, ProvidedUser
from leeward.people.queries.imports import latest_imports
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _of(post: str, **more: str) -> Sample:
    """A page about the demonstration's connection, with the key of one more row where asked for."""
    rows = {"group": ProvidedGroup, "user": ProvidedUser}

    def find(_demo: Demo) -> tuple[str, Mapping[str, object]]:
        found: dict[str, object] = {"connection": Connection.objects.get().pk}
        return post, found | {name: rows[name].objects.get().pk for name in more}

    return find


SAMPLES: dict[str, Sample] = {
    "people:connection": _of("hr"),
    "people:make-token": _of("it-manager"),
    "people:add-class-rule": _of("hr"),
    "people:propose-post": _of("hr", group=""),
    "people:settle-user": _of("hr", user=""),
    "people:imported": lambda demo: ("hr", {"run": latest_imports()[0].pk}),
    "people:undo-import": lambda demo: ("hr", {"run": latest_imports()[0].pk}),
}
NOT_PAGES = frozenset({"people:revoke-token", "people:remove-class-rule", "people:end-proposal"})
