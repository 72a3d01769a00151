"""Examples of pages that need an argument. Keeping and shredding."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from leeward.foundation.access import STRANGER
from leeward.safeguarding import actions
from leeward.safeguarding.actions import DecisionText, retention
from leeward.safeguarding.demo import submission_of
from leeward.safeguarding.models import Concern, ShredCertificate
from leeward.safeguarding.rules.lifecycle import Step
from leeward.safeguarding.rules.retention import Basis
from leeward.safeguarding.rules.telling import About, Source, Telling
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _ref(number: int) -> str:
    return Concern.objects.get(submission=submission_of(number)).case.ref


def _kept(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A closed case with a plan and a hold."""
    lead, ref = demo.actor("dsl"), _ref(1)
    retention.plan_keeping(
        actor=lead, ref=ref, basis=Basis.NOT_SAFEGUARDING, reason="Our rule for reports of this kind.", now=demo.now
    )
    retention.hold(actor=lead, ref=ref, asked_by="The police", why="An inquiry is open.", now=demo.now)
    return "dsl", {"ref": ref}


def _proposed(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """The lead proposed it; the deputy decides."""
    return "deputy-dsl", {"ref": _ready(demo, 1)}


def _shredded(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """One that is shredded."""
    ref = _ready(demo, 2)
    if not ShredCertificate.objects.filter(case__ref=ref).exists():
        retention.decide_shredding(actor=demo.actor("deputy-dsl"), ref=ref, agree=True, now=demo.now)
    return "dsl", {"ref": ref}


def _ready(demo: Demo, number: int) -> str:
    """A case of its own whose shredding is proposed; made once, where every page of one demonstration is visited."""
    submission, lead = UUID(int=number), demo.actor("dsl")
    if (before := actions.receipt_again(submission, demo.now)) is not None:
        return before.ref
    telling = Telling(about=About.NOT_SURE, happened="The lock of the shed is broken.")
    ref = actions.raise_concern(
        actor=STRANGER, telling=telling, source=Source.PUBLIC_FORM, submission=submission, now=demo.now
    ).ref
    actions.open_case(lead, ref, demo.now)
    actions.acknowledge(actor=lead, ref=ref, now=demo.now)
    decision = DecisionText("Is it?", "", "No", "A broken lock.")
    actions.decide(actor=lead, ref=ref, decision=decision, step=Step.NOT_SAFEGUARDING, now=demo.now)
    born = demo.now.date() - timedelta(days=40 * 365)
    retention.plan_keeping(actor=lead, ref=ref, basis=Basis.CHILD, born=born, reason="Our rule.", now=demo.now)
    retention.propose_shredding(actor=lead, ref=ref, why="The lock was mended.", now=demo.now)
    return ref


SAMPLES: dict[str, Sample] = {
    "safeguarding:keep": _kept,
    "safeguarding:keep-plan": _kept,
    "safeguarding:keep-hold": _kept,
    "safeguarding:keep-shred": _proposed,
    "safeguarding:shredded": _shredded,
    "safeguarding:shredded-text": _shredded,
}

NOT_PAGES = frozenset({"safeguarding:keep-lift"})
