"""The list of somebody's cases."""

from datetime import timedelta

from django.http import HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import Request, allow, lately_confirmed
from leeward.safeguarding import actions, queries
from leeward.safeguarding.forms.cases import FilterForm
from leeward.safeguarding.queries.delays import delays_for

RECEIVE = "safeguarding.receive"


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """What is due right now, then the cases that are not closed. Nothing sealed is opened for the list itself."""
    right_now = actions.open_right_now(request.actor, request.now, sealed=not lately_confirmed(request))
    delays = delays_for(request.actor, request.now, since=request.now - timedelta(weeks=4))
    return _listed(request, "safeguarding/cases.html", closed=False, right_now=right_now, delays=delays)


@allow(RECEIVE)
def closed(request: Request) -> HttpResponseBase:
    """Closed cases, the newest first."""
    return _listed(request, "safeguarding/cases_closed.html", closed=True)


def _listed(request: Request, template: str, *, closed: bool, **more: object) -> HttpResponseBase:
    """A page of cases, narrowed by the form above it."""
    scale = queries.severity_scale(request.now)
    form = FilterForm(queries.case_owners(request.actor, request.now), scale, request.GET)
    wanted = form.wanted(closed=closed)
    number = request.GET.get("page", "")
    found = queries.case_page(
        request.actor, request.now, wanted, int(number) if number.isdecimal() and len(number) < 7 else 1
    )
    shown = {"found": found, "lines": found.lines, "form": form, "query": form.query, "scale": scale}
    return render(request, template, {**shown, **more})
