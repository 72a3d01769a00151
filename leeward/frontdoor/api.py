"""The machine interface as a whole: the chapters of every room, their addresses, the description, and the metrics."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path

from leeward import __version__
from leeward.filtering import api as filtering
from leeward.filtering import edges_described
from leeward.foundation.access import EVERYONE, MACHINE, Request, allow
from leeward.foundation.api.describing import described
from leeward.foundation.api.operations import Call, Chapter, Operation, Scope, gather
from leeward.foundation.api.problems import Problem, as_answer
from leeward.foundation.api.serving import caller, door
from leeward.foundation.evidence import api as evidence
from leeward.frontdoor import metrics
from leeward.frontdoor.figures import figures
from leeward.frontdoor.traffic import counted_routes, folder, traffic
from leeward.people import api as people
from leeward.policy import api as policy

HEALTH = Scope("health:read", "read whether everything runs", frozenset({"operations.see"}))
METRICS = Scope("metrics:read", "read /metrics", frozenset({"operations.see"}))

chapter = Chapter("health", "Whether everything runs.", further=(METRICS,))


@dataclass(frozen=True, slots=True)
class EdgeHealth:
    """One filter at a site."""

    name: str
    answering: bool
    current: bool
    seen_seconds: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """How everything runs. Work that is not due yet is counted nowhere."""

    version: str
    outbox_due: int
    outbox_oldest_seconds: int
    outbox_dead: int
    letters_failing: int
    letters_dead: int
    audit_whole: bool | None
    audit_verified_at: datetime | None
    digest_made_at: datetime | None
    snapshot_version: int
    snapshot_made_at: datetime | None
    edges: tuple[EdgeHealth, ...]


@chapter.get("health", HEALTH)
def health(call: Call) -> Health:
    """How everything runs, in figures that are about nobody."""
    found = figures(call.now)
    outbox = found.outbox
    return Health(
        __version__,
        outbox.due,
        outbox.oldest_seconds,
        outbox.dead,
        outbox.letters_failing,
        outbox.letters_dead,
        found.audit_whole,
        found.audit_verified_at,
        found.digest_made_at,
        found.snapshot_version,
        found.snapshot_made_at,
        tuple(EdgeHealth(edge.name, edge.answering, edge.current, edge.seen_seconds) for edge in found.edges),
    )


CHAPTERS = (
    people.chapter,
    filtering.chapter,
    policy.chapter,
    evidence.chapter,
    chapter,
    edges_described.chapter,
)
gather(CHAPTERS)


@allow(EVERYONE)
def openapi(request: Request) -> HttpResponseBase:
    """The description of the interface. It says what anybody can read in the source."""
    return JsonResponse(described(__version__))


@allow(MACHINE)
def scrape(request: Request) -> HttpResponseBase:
    """The metrics, for a token that may read them or from a configured network; for anyone else there is nothing."""
    if not metrics.comes_from_a_scraper(request):
        if "Authorization" not in request.headers:
            raise Http404
        try:
            if METRICS.name not in caller(request).scopes:
                raise Problem(403, f"This needs a token with the scope {METRICS.name}.")
        except Problem as problem:
            return as_answer(problem)
    text = metrics.exposition(figures(request.now), traffic(folder(), counted_routes()), request.now)
    return HttpResponse(text, content_type=metrics.CONTENT_TYPE)


def _addresses() -> list[URLPattern]:
    """One address per path, in the order of the chapters; the name is that of its first operation."""
    by_path: dict[str, list[Operation]] = {}
    for one in CHAPTERS:
        for operation in one.operations:
            by_path.setdefault(operation.path, []).append(operation)
    return [
        path(f"api/v1/{_pattern(operations[0])}", door(operations), name=operations[0].name)
        for operations in by_path.values()
    ]


def _pattern(operation: Operation) -> str:
    found = operation.path
    for name, kind in operation.parts.items():
        found = found.replace(f"{{{name}}}", f"<{'uuid' if kind.__name__ == 'UUID' else 'str'}:{name}>")
    return found


urlpatterns = [path("api/v1/openapi.json", openapi, name="openapi"), *_addresses()]
