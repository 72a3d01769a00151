"""The first look at a case, and who leads the work."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.forms.case import ReasonForm
from leeward.safeguarding.forms.triage import OwnerForm, TriageForm, before
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.lifecycle import State, Step
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.taking import Page, take_step, the_case


def _readers(case: Case, request: Request) -> list[Holder]:
    return [one.holder for one in queries.admitted(case, request.now)]


def _form(request: Request, case: Case) -> TriageForm:
    """Begins with the last look, where there was one."""
    found = actions.open_triage(request.actor, case.ref, request.now)
    return TriageForm(
        queries.severity_scale(request.now),
        _readers(case, request),
        request.POST or None,
        initial=before(found.text) if found else {"owner": str(request.actor.person)},
        may_wait=case.state == State.ACKNOWLEDGED,
    )


@allow(RECEIVE, confirmed=True)
def triage(request: Request, ref: str) -> HttpResponseBase:
    """What made it safe, how grave it is, of which kinds, and who leads; a new one begins with the last one."""
    case = the_case(request, ref)
    form = _form(request, case)

    def do() -> None:
        actions.triage(
            actor=request.actor,
            ref=ref,
            text=form.text,
            take_on=form.take_on,
            seen=form.cleaned_data["seen"],
            now=request.now,
        )

    lead = _("Safety comes first. What you are not sure of takes the careful way; you can look again at any time.")
    return take_step(request, ref, Page(_("First look"), _("Keep it"), lead), form, do)


@allow(RECEIVE, confirmed=True)
def owner(request: Request, ref: str) -> HttpResponseBase:
    """Somebody else leads from now on."""
    case = the_case(request, ref)
    form = OwnerForm(_readers(case, request), request.POST or None, initial={"owner": str(case.owner or "")})

    def do() -> None:
        chosen, seen = form.owner, form.cleaned_data["seen"]
        actions.hand_on(actor=request.actor, ref=ref, owner=chosen, seen=seen, now=request.now)

    return take_step(request, ref, Page(_("Who leads"), _("Hand it on"), _("They are told.")), form, do)


@allow(RECEIVE, confirmed=True)
def not_safeguarding(request: Request, ref: str) -> HttpResponseBase:
    """It is something else, with the reason; the record stays."""
    the_case(request, ref)
    form = ReasonForm(request.POST or None)

    def do() -> None:
        text = actions.DecisionText("not-safeguarding", "", "not-safeguarding", form.cleaned_data["reason"])
        actions.decide(
            actor=request.actor,
            ref=ref,
            decision=text,
            step=Step.NOT_SAFEGUARDING,
            seen=form.cleaned_data["seen"],
            now=request.now,
        )

    lead = _("The case is closed and stays in the register with your reason. It can be opened again.")
    return take_step(request, ref, Page(_("Not a safeguarding matter"), _("Close it"), lead), form, do)
