"""Proving that somebody cannot learn of a case, and the certificates of it."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions
from leeward.safeguarding.forms.proof import CannotForm
from leeward.safeguarding.views.cases import RECEIVE


@allow(RECEIVE, confirmed=True)
def choose(request: Request, ref: str) -> HttpResponseBase:
    """Who? Then every page is opened as them, with the case and without it. It takes some seconds."""
    try:
        form = CannotForm(actions.open_candidates(request.actor, ref, request.now), request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = actions.prove_cannot(actor=request.actor, ref=ref, person=form.chosen, now=request.now)
            except actions.CanRead:
                form.add_error("person", _("They may read this case: there is nothing to prove."))
            else:
                return redirect("safeguarding:case-certificate", ref=ref, certificate=made)
        before = actions.open_certificates(request.actor, ref, request.now)
    except (actions.NoSuchCase, LookupError):
        raise Http404 from None
    return render(request, "safeguarding/proof/choose.html", {"form": form, "ref": ref, "before": before})


@allow(RECEIVE, confirmed=True)
def show(request: Request, ref: str, certificate: UUID) -> HttpResponseBase:
    """One certificate, for printing and keeping with the case."""
    try:
        found = actions.open_certificate(request.actor, ref, certificate, request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    return render(request, "safeguarding/proof/certificate.html", {"certificate": found, "ref": ref})
