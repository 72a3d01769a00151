"""Recording that somebody leaves, handing over, closing the leaver, and closing a sign-in at once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.people import actions
from leeward.people.actions import Refused
from leeward.people.coming_forms import CloseSignInForm, LeaveForm, LeaveOpenForm
from leeward.people.forms import refuse
from leeward.people.queries import leavings, today
from leeward.people.queries.leavings import LeaverPage
from leeward.people.task_rules import WhyClosed
from leeward.people.views.directory import found


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def leave(request: Request, person: UUID) -> HttpResponseBase:
    """Records somebody's last day; what is left open is handed over on the page after."""
    card = found(request, person)
    form = LeaveForm(request.POST or None, initial={"until": card.left_on or today(request.now)})
    if form.is_valid():
        last_day, at_once = form.cleaned_data["until"], form.cleaned_data["sign_in"] == "now"
        try:
            actions.leave(actor=request.actor, now=request.now, person=person, last_day=last_day, at_once=at_once)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The last day is recorded."))
            leaving = leavings.leaving_of(person)
            return redirect("people:leaver", leaving.id) if leaving else redirect("people:person", person)
    left = actions.left_behind_by(person, actor=request.actor, now=request.now)
    return render(request, "people/leave.html", {"form": form, "card": card, "left": left})


def _page(request: Request, leaving: UUID) -> LeaverPage:
    page = leavings.leaver_page(request.actor, leaving, request.now)
    if page is None:
        raise Http404
    return page


@allow("people.change")
@require_GET
def leaver(request: Request, leaving: UUID) -> HttpResponseBase:
    """One leaver: tasks, open ends, and closing."""
    return render(request, "people/comings/leaver.html", {"page": _page(request, leaving)})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def leave_open(request: Request, leaving: UUID, number: int) -> HttpResponseBase:
    """Leaves one open end as it is, with a reason."""
    page = _page(request, leaving)
    if number >= len(page.ends):
        raise Http404
    end = page.ends[number].end
    form = LeaveOpenForm(request.POST or None)
    # What the page showed, not what has its number now: something may have been handed over in between.
    same = request.POST.get("reference", "") == end.reference
    if form.is_valid() and same:
        given = {"room": end.room, "reference": end.reference, "reason": form.cleaned_data["reason"]}
        try:
            actions.leave_open(actor=request.actor, now=request.now, leaving=leaving, **given)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:leaver", leaving)
    return render(request, "people/comings/leave_open.html", {"form": form, "page": page, "end": end})


@allow("people.change")
@require_POST
def close(request: Request, leaving: UUID) -> HttpResponseBase:
    """Closes a leaver, or says what is still to settle."""
    _page(request, leaving)
    try:
        actions.close_leaver(actor=request.actor, now=request.now, leaving=leaving)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Everything is settled: the leaver is closed."))
    return redirect("people:leaver", leaving)


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def close_sign_in(request: Request, person: UUID) -> HttpResponseBase:
    """Closes somebody's sign-in now."""
    card = found(request, person)
    form = CloseSignInForm(request.POST or None)
    if form.is_valid():
        why = WhyClosed(form.cleaned_data["why"])
        try:
            actions.close_sign_in(actor=request.actor, now=request.now, person=person, why=why)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The sign-in is closed. Every session ends at its next request."))
            return redirect("people:person", person)
    return render(request, "people/comings/close_sign_in.html", {"form": form, "card": card})
