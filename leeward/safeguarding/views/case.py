"""One case, opened for one person: looking at it leaves a trace."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.views.cases import RECEIVE


@allow(RECEIVE, confirmed=True)
def show(request: Request, ref: str) -> HttpResponseBase:
    """The case. One that is hidden from this person is exactly as missing as one that never was."""
    try:
        file = actions.open_case(request.actor, ref, request.now)
        files = actions.files_of_case(request.actor, ref, request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    linked = queries.linked_refs(request.actor, ref, request.now)
    case = queries.find_case(request.actor, ref, request.now)
    found = queries.patterns(request.actor, request.now, case=case) if case else []
    told = {"case": file, "files": files, "linked": linked, "patterns": found}
    return render(request, "safeguarding/case.html", told)
