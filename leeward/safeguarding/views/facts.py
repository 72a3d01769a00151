"""Saying what kind of concern a case is and how serious: the routes may then let other posts read it as well."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions
from leeward.safeguarding.forms.facts import FactsForm
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.taking import after


@allow(RECEIVE, confirmed=True)
def change(request: Request, ref: str) -> HttpResponseBase:
    """The facts as they stand, and other ones."""
    try:
        facts = actions.open_facts(request.actor, ref, request.now)
        form = FactsForm(request.now, request.POST or None, initial=facts)
        if request.method == "POST" and form.is_valid():
            moved = actions.set_facts(actor=request.actor, ref=ref, facts=form.facts, now=request.now)
            return after(request, ref, moved)
    except actions.NoSuchCase:
        raise Http404 from None
    return render(request, "safeguarding/steps/facts.html", {"form": form, "ref": ref})
