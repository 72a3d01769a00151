"""Pages about the policy: what is blocked for whom and why, exceptions, edges, lists, and who changed what."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from leeward.filtering.actions import edges as edge_actions
from leeward.filtering.actions import policy as actions
from leeward.filtering.actions.policy import CHANGE, DECIDE
from leeward.filtering.forms import ExceptionForm, GroupForm, MembersForm, WhyForm
from leeward.filtering.queries import pages, policy
from leeward.filtering.queries.edges import edge_lines
from leeward.filtering.queries.verdicts import group_titles
from leeward.foundation.access import Request, allow

SEE = "filtering.see"


@allow(SEE)
def overview(request: Request) -> HttpResponseBase:
    """Everything about the filter on one page."""
    may = request.actor.may
    context = pages.overview(request.actor, request.now) | {
        "may_change": may(CHANGE),
        "may_except": may(CHANGE) or may(DECIDE),
    }
    return render(request, "filtering/overview.html", context)


@allow(CHANGE)
def group(request: Request, name: str) -> HttpResponseBase:
    """What one group may do with each category."""
    line = _group(name)
    form = GroupForm(request.POST or None, group=line, categories=policy.category_lines([line]))
    if request.method == "POST" and form.is_valid():
        changed = actions.set_categories(
            actor=request.actor,
            group=name,
            verdicts=form.verdicts(),
            why=form.cleaned_data["why"],
            now=request.now,
        )
        said = (
            _("Changed, and on its way to every filter.") if changed else _("Nothing was different: nothing changed.")
        )
        messages.success(request, said)
        return redirect("filtering:overview")
    return render(request, "filtering/group.html", {"form": form, "group": line})


@allow(CHANGE)
def members(request: Request, name: str) -> HttpResponseBase:
    """Who is in one group."""
    line = _group(name)
    initial = {"users": "\n".join(line.users), "networks": "\n".join(line.networks)}
    form = MembersForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_members(actor=request.actor, group=name, now=request.now, **form.cleaned_data)
        messages.success(request, _("Changed, and on its way to every filter."))
        return redirect("filtering:overview")
    return render(request, "filtering/members.html", {"form": form, "group": line})


@allow(CHANGE, DECIDE)
def add_exception(request: Request) -> HttpResponseBase:
    """Opens or closes one site."""
    form = ExceptionForm(
        request.POST or None,
        groups=group_titles(),
        may_open=request.actor.may(DECIDE),
        may_close=request.actor.may(CHANGE),
    )
    if request.method == "POST" and form.is_valid() and form.add(request.actor, request.now):
        messages.success(request, _("Done, and on its way to every filter."))
        return redirect("filtering:overview")
    return render(request, "filtering/exception.html", {"form": form})


@allow(CHANGE, DECIDE)
def end_exception(request: Request, reference: str) -> HttpResponseBase:
    """Ends one exception now."""
    try:
        line = policy.exception_line(reference, request.now)
    except LookupError:
        raise Http404 from None
    if not request.actor.may(CHANGE if line.opens else DECIDE):
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_exception(actor=request.actor, reference=reference, why=form.cleaned_data["why"], now=request.now)
        messages.success(request, _("Ended, and on its way to every filter."))
        return redirect("filtering:overview")
    return render(request, "filtering/end_exception.html", {"form": form, "exception": line})


@allow(CHANGE, confirmed=True)
def edges(request: Request) -> HttpResponseBase:
    """The filters at the sites; a code for a new one, shown once."""
    code = edge_actions.make_code(actor=request.actor, now=request.now) if request.method == "POST" else ""
    context = {"edges": edge_lines(request.now), "code": code}
    return render(request, "filtering/edges.html", context)


@allow(CHANGE, confirmed=True)
def revoke_edge(request: Request, edge: UUID) -> HttpResponseBase:
    """Asks once more, then stops taking an edge's key."""
    line = next((line for line in edge_lines(request.now) if line.id == edge and line.revoked_at is None), None)
    if line is None:
        raise Http404
    if request.method == "POST":
        edge_actions.revoke_edge(actor=request.actor, edge=edge, now=request.now)
        messages.success(request, _("Revoked. It goes on filtering by the last policy it had."))
        return redirect("filtering:edges")
    return render(request, "filtering/revoke_edge.html", {"edge": line, "back": reverse("filtering:edges")})


def _group(name: str) -> policy.GroupLine:
    try:
        return policy.group_line(name)
    except LookupError:
        raise Http404 from None
