"""An example of each page that needs an argument, from the demonstration: who opens it, and with what.

A room adds one line per route: `"safeguarding:case": lambda demo: ("dsl", {"case": …})`. A page without one fails.
"""

from collections.abc import Callable, Mapping
from uuid import uuid4

from django.utils import timezone

from leeward.filtering.actions.edges import enrol_edge, make_code
from leeward.filtering.queries.policy import exceptions_now
from leeward.filtering.queries.requests import to_decide
from leeward.foundation.access import STRANGER
from leeward.foundation.approvals.queries import waiting_for
from leeward.monitoring.actions import open_finding
from leeward.monitoring.queries import sources as monitored
from leeward.monitoring.queries import waiting as waiting_findings
from leeward.people.queries import holders_of
from leeward.policy.models import PromiseStatement, Publication
from leeward.safeguarding.actions import open_case, raise_concern
from leeward.safeguarding.demo import submission_of
from leeward.safeguarding.models import Case, Concern
from leeward.safeguarding.rules.telling import About, Source, Telling
from tests.house.demo import Demo

Sample = Callable[[Demo], tuple[str, Mapping[str, object]]]


def _request(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A request open for the one who decides."""
    return "general-manager", {"request_id": waiting_for(demo.actor("general-manager"), now=demo.now)[0].id}


def _unblock(demo: Demo) -> tuple[str, Mapping[str, object]]:
    (waiting,) = to_decide(demo.actor("general-manager"), now=demo.now)
    return "general-manager", {"reference": waiting.reference}


def _exception(demo: Demo) -> tuple[str, Mapping[str, object]]:
    opened = next(line for line in exceptions_now(demo.now) if line.opens)
    return "it-manager", {"reference": opened.reference}


def _edge(demo: Demo) -> tuple[str, Mapping[str, object]]:
    code = make_code(actor=demo.actor("it-manager"), now=demo.now)
    return "it-manager", {"edge": enrol_edge(code=code, name="Quayside", now=demo.now).edge}


def _version(demo: Demo) -> Mapping[str, object]:
    return {"version": Publication.objects.get(ended_at__isnull=True).version_id}


def _promise(demo: Demo) -> Mapping[str, object]:
    return {"promise": PromiseStatement.objects.earliest("valid_until").promise_id}


def _of(key: str) -> Sample:
    """A page about one of the demonstration's people, as HR opens it."""
    return lambda demo: ("hr", {"person": demo.people.everybody[key]})


def _holding(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "hr", {"holding": holders_of("dsl", timezone.localdate(demo.now))[0].id}


def _opened_finding(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A finding that waits, opened by the lead."""
    lead = demo.actor("dsl")
    ref = waiting_findings(lead, demo.now)[0].ref
    open_finding(actor=lead, ref=ref, reason="To decide about it", now=demo.now)
    return "dsl", {"ref": ref}


def _case(number: int) -> Case:
    """One case of the demonstration, by the number of its concern."""
    return Concern.objects.get(submission=submission_of(number)).case


def _open_case(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "dsl", {"ref": _case(3).ref}


def _unread_case(demo: Demo) -> tuple[str, Mapping[str, object]]:
    case = _case(8)
    open_case(demo.actor("dsl"), case.ref, demo.now)
    return "dsl", {"ref": case.ref}


def _line(demo: Demo) -> tuple[str, Mapping[str, object]]:
    case = _case(3)
    return "dsl", {"ref": case.ref, "corrects": case.entries.earliest("recorded_at").pk}


def _action(demo: Demo) -> tuple[str, Mapping[str, object]]:
    case = _case(3)
    return "dsl", {"ref": case.ref, "action": case.tasks.earliest("due").pk}


def _uncertain(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """Only a family name was given, and it is a recipient's: the next one decides whether it is her."""
    told = Telling(
        about=About.STAFF, about_names="Oseitutu", happened="Someone of that name was rude on the telephone."
    )
    made = raise_concern(
        actor=STRANGER, telling=told, source=Source.PUBLIC_FORM, submission=uuid4(), now=demo.now, way_back=False
    )
    case = Case.objects.get(ref=made.ref)
    return "managing-director", {"ref": made.ref, "bar": case.bars.filter(certain=False).earliest("pk").pk}


SAMPLES: dict[str, Sample] = {
    "monitoring:switch-off": lambda demo: ("dsl", {"source": monitored()[0].id}),
    "monitoring:finding": _opened_finding,
    "monitoring:dismiss": _opened_finding,
    "monitoring:raise": _opened_finding,
    "people:person": _of("young-learner"),
    "people:change": _of("young-learner"),
    "people:give-class": _of("young-learner"),
    "people:end-class": lambda demo: ("hr", {"person": demo.people.everybody["young-learner"], "kind": "learner"}),
    "people:leave": _of("tutor"),
    "people:sign-in": _of("tutor-2"),
    "people:appoint": lambda demo: ("hr", {"post": "dsl"}),
    "people:end-holding": _holding,
    "safeguarding:case": _open_case,
    "safeguarding:case-acknowledge": _unread_case,
    "safeguarding:case-decide": _open_case,
    "safeguarding:case-entry": _open_case,
    "safeguarding:case-correction": _line,
    "safeguarding:case-action": _open_case,
    "safeguarding:case-finish": _action,
    "safeguarding:case-reply": lambda demo: ("deputy-dsl", {"ref": _case(4).ref}),
    "safeguarding:case-person": _open_case,
    "safeguarding:case-clear": _uncertain,
    "safeguarding:case-step-back": _open_case,
    "safeguarding:case-close": _open_case,
    "safeguarding:case-reopen": lambda demo: ("dsl", {"ref": _case(1).ref}),
    "account_reset_password_from_key": lambda demo: ("stranger", {"uidb36": "1", "key": "old-link"}),
    "mfa_remove_webauthn": lambda demo: ("dsl", {"pk": 1}),
    "mfa_edit_webauthn": lambda demo: ("dsl", {"pk": 1}),
    "approval": _request,
    "filtering:group": lambda demo: ("it-manager", {"name": "learners"}),
    "filtering:members": lambda demo: ("it-manager", {"name": "staff"}),
    "filtering:request": _unblock,
    "filtering:end-exception": _exception,
    "filtering:revoke-edge": _edge,
    "setting": lambda demo: ("managing-director", {"key": "clocks.closes"}),
    "policy:policy": lambda demo: ("stranger", {"slug": "online-safety-policy"}),
    "policy:acknowledge": lambda demo: ("tutor", {"slug": "online-safety-policy"}),
    "policy:version": lambda demo: ("quality-lead", _version(demo)),
    "policy:version-promises": lambda demo: ("quality-lead", _version(demo)),
    "policy:promise": lambda demo: ("quality-lead", _promise(demo)),
}

NOT_PAGES: frozenset[str] = frozenset(
    {"approval-delegate", "approval-withdraw", "setting-give-back", "try-again"}
    | {"monitoring:open", "monitoring:message"}
    | {"policy:submit", "policy:sign", "policy:refuse", "policy:publish", "policy:withdraw"}
)
"""Routes with arguments which never answer GET with a page: forms sent elsewhere, downloads, machine doors apart."""
