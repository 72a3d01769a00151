"""Why a page is blocked, asking for it, and deciding. Why may be read by everyone; asking needs a sign-in."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.filtering.forms import AskForm, CheckForm, DecideForm
from leeward.filtering.queries import pages
from leeward.filtering.queries.policy import category_titles
from leeward.filtering.queries.requests import UnblockLine, asked_by, to_decide
from leeward.filtering.queries.verdicts import group_titles
from leeward.foundation.access import EVERYONE, SIGNED_IN, Request, allow
from leeward.foundation.approvals.queries import NoSuchRequest


@allow(EVERYONE)
def blocked(request: Request) -> HttpResponseBase:
    """Why a page was refused, and how to ask for it. Nothing is kept about who looks."""
    address = request.GET.get("url") or request.GET.get("host") or ""
    context = pages.why_blocked(address, request.GET.get("group", ""), request.now)
    context["check"] = CheckForm(initial={"url": context["looked_up"]})
    return render(request, "filtering/blocked.html", context)


@allow(SIGNED_IN)
def ask(request: Request) -> HttpResponseBase:
    """The form by which a site is asked for."""
    initial = {"address": request.GET.get("url", ""), "group": request.GET.get("group", "")}
    form = AskForm(request.POST or None, initial=initial, groups=group_titles())
    if request.method == "POST" and form.is_valid() and (made := form.ask(request.actor, request.now)):
        messages.success(request, _("Asked. Whoever decides has been told that a request waits."))
        return redirect("filtering:request", reference=made.reference)
    return render(request, "filtering/ask.html", {"form": form})


@allow(SIGNED_IN)
def listing(request: Request) -> HttpResponseBase:
    """The requests I may decide, and those I made."""
    context = {
        "to_decide": to_decide(request.actor, now=request.now),
        "mine": asked_by(request.actor),
        "titles": category_titles(),
    }
    return render(request, "filtering/requests.html", context)


@allow(SIGNED_IN)
def one(request: Request, reference: str) -> HttpResponseBase:
    """One request: its state for whoever asked, the decision for whoever decides, nothing for anyone else."""
    try:
        context = pages.one_request(request.actor, reference, request.now)
        form = _decide_form(request, context["line"])
        if form is not None and form.is_valid() and form.decide(request.actor, reference, request.now):
            said = _("Opened, and on its way to every filter.") if form.approves else _("Kept blocked.")
            messages.success(request, said)
            return redirect("filtering:request", reference=reference)
    except (LookupError, NoSuchRequest):
        raise Http404 from None
    return render(request, "filtering/request.html", context | {"form": form})


def _decide_form(request: Request, line: UnblockLine) -> DecideForm | None:
    return DecideForm(request.POST or None, wanted=line.wanted_until) if line.may_decide else None
