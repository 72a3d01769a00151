"""Companies and sites of the group."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import Request, allow
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.forms import LastDayForm, refuse
from leeward.people.learner_forms import PlaceForm, RenameForm
from leeward.people.queries import Place, today


def _place(company: UUID, site: UUID | None) -> Place:
    found = queries.place(company, site)
    if found is None:
        raise Http404
    return found


@allow("people.see", "people.change")
@require_GET
def places(request: Request) -> HttpResponseBase:
    """Every company with its sites."""
    context = {"places": queries.places(), "may_change": request.actor.may("people.change")}
    return render(request, "people/places.html", {**context, "today": today(request.now)})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def add_place(request: Request, company: UUID | None = None) -> HttpResponseBase:
    """A new company, or a new site of one."""
    owner = None if company is None else _place(company, None)
    form = PlaceForm(request.POST or None, initial={"since": today(request.now)})
    if form.is_valid():
        name, since = form.cleaned_data["name"], form.cleaned_data["since"]
        try:
            if owner is None:
                actions.add_company(actor=request.actor, now=request.now, name=name, since=since)
            else:
                actions.add_site(actor=request.actor, now=request.now, company=owner.company, name=name, since=since)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The place is there."))
            return redirect("people:places")
    return render(request, "people/add_place.html", {"form": form, "owner": owner})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def rename_place(request: Request, company: UUID, site: UUID | None = None) -> HttpResponseBase:
    """Another name for a company or site."""
    found = _place(company, site)
    form = RenameForm(request.POST or None, initial={"name": found.alone})
    if form.is_valid():
        try:
            actions.rename_place(
                actor=request.actor, now=request.now, company=company, site=site, name=form.cleaned_data["name"]
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The name is changed."))
            return redirect("people:places")
    return render(request, "people/rename_place.html", {"form": form, "place": found})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def close_place(request: Request, company: UUID, site: UUID | None = None) -> HttpResponseBase:
    """The last day of a company or site."""
    found = _place(company, site)
    form = LastDayForm(request.POST or None, initial={"until": today(request.now)})
    if form.is_valid():
        try:
            actions.close_place(
                actor=request.actor, now=request.now, company=company, site=site, on=form.cleaned_data["until"]
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The last day is recorded."))
            return redirect("people:places")
    return render(request, "people/close_place.html", {"form": form, "place": found})
