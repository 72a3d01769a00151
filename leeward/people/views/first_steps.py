"""Somebody's own first steps: what comes before their pages open, and what else their list says."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leeward.foundation.access import FIRST_STEPS_PAGE, SIGNED_IN, Request, allow
from leeward.foundation.gates.registry import may_enter
from leeward.people.gates import DOOR
from leeward.people.queries import comings


@allow(SIGNED_IN, gated=False)
@require_GET
def first_steps(request: Request) -> HttpResponseBase:
    """What is missing, and how to finish it."""
    person = request.actor.person
    shut = may_enter(person, DOOR, now=request.now).shut if person is not None else ()
    lists = comings.lists_of(person, request.now) if person is not None else []
    context = {
        "shut": [passage for _gate, passage in shut if passage.path != FIRST_STEPS_PAGE],
        "held_back": bool(shut),
        "own": [one for one in comings.to_do(request.actor, request.now) if one.own],
        "lists": [line for line in lists if line.occasion != "leaving"][:3],
    }
    return render(request, "people/comings/first_steps.html", context)
