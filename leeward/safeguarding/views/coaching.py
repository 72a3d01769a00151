"""The step between writing and saving: what the record coach noticed, “Save it as it is” or “Change it”."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from leeward.foundation.access import Request
from leeward.safeguarding.queries.coaching import AdviceLine

FIELD = "coach"
KEEP, CHANGE = "keep", "change"


def asked_to_change(request: Request) -> bool:
    """Did the writer go back from the advice to their text?"""
    return request.POST.get(FIELD) == CHANGE


def first(request: Request, lines: Sequence[AdviceLine]) -> HttpResponse | None:
    """The page of advice, holding all that was entered; None where there is nothing to say, or it was said.

    Nothing is kept while it shows: the answers travel in the page itself.
    """
    if not lines or request.POST.get(FIELD) == KEEP:
        return None
    held = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (FIELD, "csrfmiddlewaretoken")
        for value in values
    ]
    return render(request, "safeguarding/coach.html", {"lines": lines, "held": held})
