"""Examples of pages that need an argument. Policies and promises."""

from collections.abc import Mapping

from leeward.policy.models import PromiseStatement, Publication, Reconsideration
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _version(demo: Demo) -> Mapping[str, object]:
    return {"version": Publication.objects.get(ended_at__isnull=True).version_id}


def _promise(demo: Demo) -> Mapping[str, object]:
    return {"promise": PromiseStatement.objects.earliest("valid_until").promise_id}


def _policy(demo: Demo) -> Mapping[str, object]:
    return {"policy": Publication.objects.get(ended_at__isnull=True).policy_id}


def _look(demo: Demo) -> Mapping[str, object]:
    return {"look": Reconsideration.objects.get(outcome__isnull=True).pk}


SAMPLES: dict[str, Sample] = {
    "policy:policy": lambda demo: ("stranger", {"slug": "online-safety-policy"}),
    "policy:acknowledge": lambda demo: ("tutor", {"slug": "online-safety-policy"}),
    "policy:version": lambda demo: ("quality-lead", _version(demo)),
    "policy:version-promises": lambda demo: ("quality-lead", _version(demo)),
    "policy:version-writing": lambda demo: ("quality-lead", _version(demo)),
    "policy:changes": lambda demo: ("quality-lead", _version(demo)),
    "policy:review": lambda demo: ("quality-lead", _policy(demo)),
    "policy:cycle": lambda demo: ("quality-lead", _policy(demo)),
    "policy:reconsider": lambda demo: ("quality-lead", _policy(demo)),
    "policy:reconsideration": lambda demo: ("quality-lead", _look(demo)),
    "policy:promise": lambda demo: ("quality-lead", _promise(demo)),
    "policy:matrix-version": lambda demo: ("tutor", {"number": 1}),
    "policy:matrix-line": lambda demo: ("quality-lead", {"place": 0}),
}

NOT_PAGES = frozenset(
    {
        "policy:states",
        "policy:submit",
        "policy:sign",
        "policy:refuse",
        "policy:publish",
        "policy:withdraw",
        "policy:matrix-drop",
    }
)
