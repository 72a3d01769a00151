"""Temporary users: who is here for a while, adding one, more time, another sponsor, ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.foundation.approvals.words import ApprovalError
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.coming_forms import MoreTimeForm, SponsorForm, WelcomeForm
from leeward.people.forms import refuse
from leeward.people.queries import stays, today
from leeward.people.queries.stays import StayLine
from leeward.people.rules import WORKFORCE


@allow(SIGNED_IN)
@require_GET
def temporary(request: Request) -> HttpResponseBase:
    """Everybody who is here for a while, or those the reader vouches for."""
    context = {"stays": stays.stays_for(request.actor), "may_change": request.actor.may("people.change")}
    return render(request, "people/comings/temporary.html", {**context, "today": today(request.now)})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new temporary user."""
    sponsors = queries.people_of_class(WORKFORCE, today(request.now))
    form = WelcomeForm(request.POST or None, sponsors=sponsors)
    if form.is_valid():
        try:
            made = actions.welcome(actor=request.actor, now=request.now, **form.welcome())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Added, until the last day."))
            return redirect("people:person", made)
    return render(request, "people/comings/welcome.html", {"form": form})


def _stay(request: Request, stay: UUID) -> StayLine:
    line = stays.stay_for(request.actor, stay)
    if line is None:
        raise Http404
    return line


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def more_time(request: Request, stay: UUID) -> HttpResponseBase:
    """Asks for a later last day; a second person decides."""
    line = _stay(request, stay)
    form = MoreTimeForm(request.POST or None)
    if form.is_valid():
        until, why = form.cleaned_data["until"], form.cleaned_data["why"]
        try:
            actions.ask_for_more_time(actor=request.actor, now=request.now, stay=stay, until=until, why=why)
        except Refused as refusal:
            refuse(form, refusal)
        except ApprovalError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked. Until somebody agrees, the last day stays as it is."))
            return redirect("people:temporary")
    return render(request, "people/comings/more_time.html", {"form": form, "line": line})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def sponsor(request: Request, stay: UUID) -> HttpResponseBase:
    """Another sponsor."""
    line = _stay(request, stay)
    form = SponsorForm(request.POST or None, sponsors=queries.people_of_class(WORKFORCE, today(request.now)))
    if form.is_valid():
        chosen = UUID(form.cleaned_data["sponsor"])
        try:
            actions.another_sponsor(actor=request.actor, now=request.now, stay=stay, sponsor=chosen)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:temporary")
    return render(request, "people/comings/sponsor.html", {"form": form, "line": line})


@allow("people.change")
@require_POST
def end(request: Request, stay: UUID) -> HttpResponseBase:
    """Ends somebody's time here today."""
    _stay(request, stay)
    try:
        actions.end_stay(actor=request.actor, now=request.now, stay=stay)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Ended. The sign-in is closed."))
    return redirect("people:temporary")
