"""Who receives which concern: the routes in words, their history, changing them by two, and trying them out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.foundation.approvals.words import ApprovalError
from leeward.foundation.holders import name_of
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.route_tables import RouteRefused
from leeward.safeguarding.forms.routes import RemoveForm, RouteForm, TryForm
from leeward.safeguarding.queries.outside import outside
from leeward.safeguarding.queries.routes import posts_to_choose, routes_in_force, table_history, waiting_table
from leeward.safeguarding.route_words import rule_in_words
from leeward.safeguarding.views.cases import RECEIVE

CHANGE = ("safeguarding.act", "safeguarding.see_about_team", "safeguarding.see_about_director")
"""The DSL, the managing director and the chair, with their deputies: one proposes, another agrees."""


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """The routes in force, in words, and how they came to be."""
    waiting = waiting_table()
    history = [
        {
            "at": line.in_force_at,
            "added": rule_in_words(line.added, request.now) if line.added else "",
            "removed": rule_in_words(line.removed, request.now) if line.removed else "",
            "made_by": name_of(line.made_by),
            "agreed_by": name_of(line.agreed_by) if line.agreed_by else "",
        }
        for line in table_history()
    ]
    shown = {
        "routes": [rule_in_words(rule, request.now) for rule in routes_in_force(request.now)],
        "waiting": waiting,
        "waiting_words": [rule_in_words(rule, request.now) for rule in waiting.rules] if waiting else [],
        "history": history,
        "outside": outside(request.now),
        "may_change": any(request.actor.may(name) for name in CHANGE),
    }
    return render(request, "safeguarding/routes/routes.html", shown)


@allow(*CHANGE, confirmed=True)
def add(request: Request) -> HttpResponseBase:
    """A new route, for a second person to agree to."""
    form = RouteForm(posts_to_choose(), request.now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_route(actor=request.actor, rule=form.rule, why=form.cleaned_data["why"], now=request.now)
        except RouteRefused as refused:
            form.refuse(refused.faults)
        except ApprovalError as error:
            form.add_error(None, str(error))
        else:
            return _asked(request)
    return render(request, "safeguarding/routes/add.html", {"form": form})


@allow(*CHANGE, confirmed=True)
def remove(request: Request, number: int) -> HttpResponseBase:
    """Taking a route away, for a second person to agree to."""
    routes = routes_in_force(request.now)
    if not 1 <= number <= len(routes):
        raise Http404
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_route(actor=request.actor, number=number, why=form.cleaned_data["why"], now=request.now)
        except ApprovalError as error:
            form.add_error(None, str(error))
        else:
            return _asked(request)
    shown = {"form": form, "route": rule_in_words(routes[number - 1], request.now)}
    return render(request, "safeguarding/routes/remove.html", shown)


def _asked(request: Request) -> HttpResponseBase:
    messages.success(request, _("It waits for a second person. Until they agree, nothing changes."))
    return redirect("safeguarding:routes")


@allow(RECEIVE)
def trial(request: Request) -> HttpResponseBase:
    """Who would read a concern like this today? Worked out by the same rules; nothing is kept."""
    waiting = waiting_table()
    form = TryForm(request.now, waiting is not None, request.POST or None)
    shown: dict[str, object] = {"form": form, "outside": outside(request.now)}
    if request.method == "POST" and form.is_valid():
        rules = waiting.rules if waiting is not None and form.cleaned_data.get("waiting") else None
        plan = queries.who_would_read(form.telling, request.now, facts=form.facts, rules=rules)
        barred: dict[UUID, str] = {one.person: name_of(one.person) for one in plan.route.barred}
        shown |= {
            "plan": plan,
            "rule": rule_in_words(plan.rule, request.now) if plan.rule else "",
            "barred": [(barred[one.person], one) for one in plan.route.barred],
        }
    return render(request, "safeguarding/routes/try.html", shown)
