"""The list of somebody's cases."""

from django.http import HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import Request, allow, lately_confirmed
from leeward.safeguarding import actions, queries

RECEIVE = "safeguarding.receive"


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """What is due right now, then the cases that are not closed. Nothing sealed is opened for the list itself."""
    lines = queries.case_lines(request.actor, request.now)
    right_now = actions.open_right_now(request.actor, request.now, sealed=not lately_confirmed(request))
    return render(request, "safeguarding/cases.html", {"lines": lines, "right_now": right_now})


@allow(RECEIVE)
def closed(request: Request) -> HttpResponseBase:
    """Closed cases, the newest first."""
    lines = queries.case_lines(request.actor, request.now, closed=True)
    return render(request, "safeguarding/cases_closed.html", {"lines": lines})
