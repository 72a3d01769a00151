"""Examples of pages that need an argument. Safeguarding."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from leeward.foundation.access import STRANGER
from leeward.foundation.outbox.jobs import work_off
from leeward.people.queries import account_of_person
from leeward.safeguarding.actions import (
    DecisionText,
    acknowledge,
    answer_procedure,
    begin_plan,
    begin_procedure,
    close,
    decide,
    open_case,
    pass_half_on,
    plan_check_in,
    prove_cannot,
    raise_concern,
)
from leeward.safeguarding.demo import submission_of
from leeward.safeguarding.models import Case, Concern, SecurityHalf
from leeward.safeguarding.rules.lifecycle import Closing, Outcome, Step
from leeward.safeguarding.rules.security_half import Half, Happened, Need, System
from leeward.safeguarding.rules.telling import About, Source, Telling
from tests.house.demo import Demo
from tests.house.samples.kind import Sample
from tests.safeguarding.made import needs_noted, triaged


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


def _procedure(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A procedure half answered."""
    case, lead = _case(3), demo.actor("dsl")
    run = begin_procedure(actor=lead, ref=case.ref, procedure="nudes", now=demo.now)
    who = {"under_18": "yes", "adult": "no", "seen": ""}
    answer_procedure(actor=lead, ref=case.ref, run=run, screen="who", answers=who, now=demo.now)
    return "dsl", {"ref": case.ref, "run": run}


def _duty(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """Something the answers to a procedure ask for."""
    _post, found = _procedure(demo)
    case, lead, run = _case(3), demo.actor("dsl"), UUID(str(found["run"]))
    triggers = {"coerced": "yes", "unusual": "no", "under-13": "no", "at_risk": "no", "spread": "no"}
    answer_procedure(actor=lead, ref=case.ref, run=run, screen="triggers", answers=triggers, now=demo.now)
    family = {"wishes": "“Make it stop”", "parents": "told", "parents_why": "She asked for it"}
    answer_procedure(actor=lead, ref=case.ref, run=run, screen="family", answers=family, now=demo.now)
    return "dsl", {"ref": case.ref, "duty": case.duties.earliest("due").pk}


def _pending(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A grave case that waits for its second reader: one shows it, another may read it."""
    made = raise_concern(
        actor=STRANGER,
        telling=Telling(about=About.LEARNER, happened="He carries a knife to feel safe on the bus."),
        source=Source.PUBLIC_FORM,
        submission=uuid4(),
        now=demo.now,
        way_back=False,
    )
    lead = demo.actor("deputy-dsl")
    open_case(lead, made.ref, demo.now)
    acknowledge(actor=lead, ref=made.ref, now=demo.now)
    triaged(lead, made.ref, now=demo.now, severity=4)
    decide(actor=lead, ref=made.ref, decision=DecisionText("Refer?", "", "No", "…"), step=Step.TAKE_ON, now=demo.now)
    needs_noted(lead, made.ref, now=demo.now)
    close(actor=lead, ref=made.ref, closing=Closing("…", "…", Outcome.RESOLVED, "…", "…"), now=demo.now)
    return "dsl", {"ref": made.ref}


def _plan(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A support plan that runs."""
    case = _case(3)
    made = begin_plan(
        actor=demo.actor("dsl"), ref=case.ref, person="Ellie-Mae", needs="“Not to be alone”", steps="…", now=demo.now
    )
    return "dsl", {"ref": case.ref, "plan": made}


def _check_in(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """Somebody who is back after a time away."""
    case = _case(3)
    made = plan_check_in(
        actor=demo.actor("dsl"), ref=case.ref, who="Ellie-Mae", why="Back after two weeks away", now=demo.now
    )
    return "dsl", {"ref": case.ref, "check_in": made}


def _concern(demo: Demo) -> tuple[str, Mapping[str, object]]:
    case = _case(3)
    return "dsl", {"ref": case.ref, "concern": case.concerns.earliest("raised_at").pk}


def _half(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """Something for those who keep the systems safe."""
    told = Half(Happened.IDENTITY_TAKEN, System.EMAIL, (Need.RESET,), demo.now)
    pass_half_on(actor=demo.actor("dsl"), ref=_case(3).ref, half=told, now=demo.now)
    work_off(demo.now)
    return "information-security-manager", {"half": SecurityHalf.objects.get().pk}


def _certificate(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """Somebody without a sign-in, proven unable to learn of a case: the walk through every page has its own test."""
    case, lead = _case(3), demo.actor("dsl")
    person = next(one for one in demo.people.learners if account_of_person(one) is None)
    return "dsl", {
        "ref": case.ref,
        "certificate": prove_cannot(actor=lead, ref=case.ref, person=person, now=demo.now),
    }


SAMPLES: dict[str, Sample] = {
    "safeguarding:case-cannot": _open_case,
    "safeguarding:case-certificate": _certificate,
    "safeguarding:security-half": _half,
    "safeguarding:case-systems": _open_case,
    "safeguarding:case-facts": _open_case,
    "safeguarding:route-remove": lambda demo: ("managing-director", {"number": 1}),
    "safeguarding:rule": lambda demo: ("dsl", {"rule": "lado"}),
    "safeguarding:case": _open_case,
    "safeguarding:procedures": _open_case,
    "safeguarding:procedure": _procedure,
    "safeguarding:case-duty": _duty,
    "safeguarding:case-acknowledge": _unread_case,
    "safeguarding:case-chronology": _open_case,
    "safeguarding:case-link": _open_case,
    "safeguarding:case-move": _concern,
    "safeguarding:case-split": _concern,
    "safeguarding:case-plan": _open_case,
    "safeguarding:case-review": _plan,
    "safeguarding:case-check-in": _open_case,
    "safeguarding:case-asked": _check_in,
    "safeguarding:case-triage": _open_case,
    "safeguarding:case-owner": _open_case,
    "safeguarding:case-not-safeguarding": _open_case,
    "safeguarding:case-needs": _open_case,
    "safeguarding:case-settle": lambda demo: ("dsl", {"ref": _case(3).ref, "point": "police"}),
    "safeguarding:case-second": _pending,
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
}

NOT_PAGES = frozenset({"safeguarding:procedure-begin"})
