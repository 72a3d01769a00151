"""Keeping and shredding: the list for review, one case, holds, the two persons, certificates."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import retention as keeping
from leeward.safeguarding.forms.case import refuse
from leeward.safeguarding.forms.retention import AgreeForm, HoldForm, PlanForm, ProposeForm
from leeward.safeguarding.queries.retention import certificate_of, kept_lines, shredded_lines
from leeward.safeguarding.rules.retention import Basis
from leeward.safeguarding.views.cases import RECEIVE


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """Closed cases by the day they are looked at, and what was shredded."""
    shown = {
        "lines": kept_lines(request.actor, request.now),
        "shredded": shredded_lines(request.actor, request.now),
    }
    return render(request, "safeguarding/keeping/list.html", shown)


def _case(request: Request, ref: str) -> None:
    if queries.find_case(request.actor, ref, request.now) is None:
        raise Http404


@allow(RECEIVE, confirmed=True)
def show(request: Request, ref: str) -> HttpResponseBase:
    """How one case is kept."""
    _case(request, ref)
    found = keeping.open_keeping(request.actor, ref, request.now)
    return render(request, "safeguarding/keeping/case.html", {"keeping": found})


@allow(RECEIVE, confirmed=True)
def plan(request: Request, ref: str) -> HttpResponseBase:
    """How long it is kept, by which rule, and why."""
    _case(request, ref)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            keeping.plan_keeping(
                actor=request.actor,
                ref=ref,
                basis=Basis(given["basis"]),
                born=given["born"],
                left=given["left"],
                keep_until=given["keep_until"],
                reason=given["reason"],
                now=request.now,
            )
            return redirect("safeguarding:keep", ref=ref)
        except ValueError:
            refuse(form, [("keep_until", _("The rule itself keeps it longer. Enter a later day, or none."))])
    return render(request, "safeguarding/keeping/plan.html", {"form": form, "ref": ref})


@allow(RECEIVE, confirmed=True)
def hold(request: Request, ref: str) -> HttpResponseBase:
    """Nothing of it may be destroyed."""
    _case(request, ref)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        keeping.hold(actor=request.actor, ref=ref, asked_by=given["asked_by"], why=given["why"], now=request.now)
        return redirect("safeguarding:keep", ref=ref)
    return render(request, "safeguarding/keeping/hold.html", {"form": form, "ref": ref})


@allow(RECEIVE, confirmed=True)
@require_POST
def lift(request: Request, ref: str, hold: UUID) -> HttpResponseBase:
    """Asking that a hold be lifted, or lifting it."""
    _case(request, ref)
    try:
        lifted = keeping.lift_hold(actor=request.actor, ref=ref, hold_id=hold, now=request.now)
    except ValueError:
        raise Http404 from None
    done, asked = _("The hold is lifted."), _("Asked. The hold stands until another reader of the case lifts it.")
    messages.success(request, done if lifted else asked)
    return redirect("safeguarding:keep", ref=ref)


@allow(RECEIVE, confirmed=True)
def shred(request: Request, ref: str) -> HttpResponseBase:
    """Proposing to shred a case, or deciding what somebody else proposed."""
    _case(request, ref)
    found = keeping.open_keeping(request.actor, ref, request.now)
    form = AgreeForm(request.POST or None) if found.proposed_by else ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, ref, form) if found.proposed_by else _proposed(request, ref, form)
        except actions.NoSuchCase:
            raise Http404 from None
        except keeping.CannotShred:
            messages.error(request, _("Nothing was changed: something stands in the way."))
            return redirect("safeguarding:keep", ref=ref)
    return render(request, "safeguarding/keeping/shred.html", {"form": form, "keeping": found, "ref": ref})


def _proposed(request: Request, ref: str, form: ProposeForm | AgreeForm) -> HttpResponse:
    why = form.cleaned_data["why"]
    keeping.propose_shredding(actor=request.actor, ref=ref, why=why, now=request.now)
    messages.success(request, _("Proposed. Another reader of the case decides."))
    return redirect("safeguarding:keep", ref=ref)


def _decided(request: Request, ref: str, form: ProposeForm | AgreeForm) -> HttpResponse:
    agree = form.cleaned_data["decision"] == "agree"
    keeping.decide_shredding(actor=request.actor, ref=ref, agree=agree, now=request.now)
    if not agree:
        return redirect("safeguarding:keep", ref=ref)
    messages.success(request, _("It is shredded. This certificate is what is left."))
    return redirect("safeguarding:shredded", ref=ref)


@allow(RECEIVE)
def certificate(request: Request, ref: str) -> HttpResponseBase:
    """What is left of a shredded case."""
    text = certificate_of(request.actor, ref, request.now)
    if text is None:
        raise Http404
    return render(request, "safeguarding/keeping/certificate.html", {"text": text, "ref": ref})


@allow(RECEIVE)
def certificate_as_text(request: Request, ref: str) -> HttpResponseBase:
    """The same as a plain text to keep."""
    text = certificate_of(request.actor, ref, request.now)
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{ref}.txt"'
    return answer
