"""The list of somebody's cases."""

from django.http import HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import Request, allow
from leeward.safeguarding import queries

RECEIVE = "safeguarding.receive"


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """Cases that are not closed: overdue first, then what is due next. Nothing sealed is opened for a list."""
    lines = queries.case_lines(request.actor, request.now)
    waiting = queries.concerns_waiting(request.actor, request.now)
    return render(request, "safeguarding/cases.html", {"lines": lines, "waiting": waiting})


@allow(RECEIVE)
def closed(request: Request) -> HttpResponseBase:
    """Closed cases, the newest first."""
    lines = queries.case_lines(request.actor, request.now, closed=True)
    return render(request, "safeguarding/cases_closed.html", {"lines": lines})
