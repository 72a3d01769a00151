"""Examples of pages that need an argument. Safeguarding."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from leeward.foundation.access import STRANGER
from leeward.safeguarding.actions import answer_procedure, begin_procedure, open_case, raise_concern
from leeward.safeguarding.demo import submission_of
from leeward.safeguarding.models import Case, Concern
from leeward.safeguarding.rules.telling import About, Source, Telling
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


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


SAMPLES: dict[str, Sample] = {
    "safeguarding:rule": lambda demo: ("dsl", {"rule": "lado"}),
    "safeguarding:case": _open_case,
    "safeguarding:procedures": _open_case,
    "safeguarding:procedure": _procedure,
    "safeguarding:case-duty": _duty,
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
}

NOT_PAGES = frozenset({"safeguarding:procedure-begin"})
