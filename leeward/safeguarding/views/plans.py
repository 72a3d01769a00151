"""Support plans and check-ins of a case."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.forms.plans import AskedForm, CheckInForm, PlanForm, ReviewForm
from leeward.safeguarding.rules.plans import PlanState
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.taking import Page, take_step, the_case


def _readers(request: Request, ref: str) -> list[Holder]:
    return [one.holder for one in queries.admitted(the_case(request, ref), request.now)]


@allow(RECEIVE, confirmed=True)
def begin(request: Request, ref: str) -> HttpResponseBase:
    """A new plan."""
    form = PlanForm(_readers(request, ref), request.POST or None, initial={"owner": str(request.actor.person)})

    def do() -> None:
        given = form.cleaned_data
        actions.begin_plan(
            actor=request.actor,
            ref=ref,
            person=given["person"],
            needs=given["needs"],
            steps=given["steps"],
            owner=form.owner,
            review=form.review,
            seen=given["seen"],
            now=request.now,
        )

    lead = _("A plan runs until a later look back finds that the problem has stayed solved.")
    return take_step(request, ref, Page(_("Support plan"), _("Begin it"), lead), form, do)


@allow(RECEIVE, confirmed=True)
def review(request: Request, ref: str, plan: UUID) -> HttpResponseBase:
    """A look at a plan."""
    row = the_case(request, ref).plans.filter(pk=plan, ended_at=None).first()
    if row is None:
        raise Http404
    form = ReviewForm(PlanState(row.state), request.POST or None)

    def do() -> None:
        actions.review_plan(
            actor=request.actor,
            ref=ref,
            plan=plan,
            verdict=form.verdict,
            text=form.cleaned_data["text"],
            review=form.review,
            seen=form.cleaned_data["seen"],
            now=request.now,
        )

    return take_step(request, ref, Page(_("Look at the plan"), _("Record it")), form, do)


@allow(RECEIVE, confirmed=True)
def check_in(request: Request, ref: str) -> HttpResponseBase:
    """Somebody will be asked how they are."""
    form = CheckInForm(_readers(request, ref), request.POST or None, initial={"owner": str(request.actor.person)})

    def do() -> None:
        given = form.cleaned_data
        actions.plan_check_in(
            actor=request.actor,
            ref=ref,
            who=given["who"],
            why=given["why"],
            owner=form.owner,
            due=form.due,
            now=request.now,
        )

    lead = _("After an absence or a time apart people are asked how they are: things may have happened unseen.")
    return take_step(request, ref, Page(_("Check-in"), _("Set it"), lead), form, do)


@allow(RECEIVE, confirmed=True)
def asked(request: Request, ref: str, check_in: UUID) -> HttpResponseBase:
    """They were asked."""
    if not the_case(request, ref).check_ins.filter(pk=check_in, done_at=None).exists():
        raise Http404
    form = AskedForm(request.POST or None)

    def do() -> None:
        result = form.cleaned_data["result"]
        actions.record_check_in(actor=request.actor, ref=ref, check_in=check_in, result=result, now=request.now)

    return take_step(request, ref, Page(_("They were asked"), _("Record it")), form, do)
