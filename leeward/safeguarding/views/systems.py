"""What those who keep the systems safe are asked to do, and handing it to them from a case. No way leads back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.forms.systems import DoneForm, HalfForm
from leeward.safeguarding.queries.security_half import SEE, half_to_do, halves
from leeward.safeguarding.views.cases import RECEIVE


@allow(SEE)
def queue(request: Request) -> HttpResponseBase:
    """What is to be done, the oldest first, and what was."""
    shown = {"to_do": halves(request.actor), "done": halves(request.actor, done=True)}
    return render(request, "safeguarding/systems/queue.html", shown)


@allow(SEE)
def finish(request: Request, half: UUID) -> HttpResponseBase:
    """It is done."""
    row = half_to_do(request.actor, half)
    if row is None:
        raise Http404
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish_half(actor=request.actor, half=half, what=form.cleaned_data["what"], now=request.now)
        except LookupError:
            raise Http404 from None
        return redirect("safeguarding:security-halves")
    return render(request, "safeguarding/systems/done.html", {"form": form, "half": row})


@allow(RECEIVE, confirmed=True)
def from_case(request: Request, ref: str) -> HttpResponseBase:
    """The half that is about systems goes to those who keep them safe: choices only, no word of the case."""
    if queries.find_case(request.actor, ref, request.now) is None:
        raise Http404
    form = HalfForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        half = form.half(request.now)
        assert half is not None
        try:
            actions.pass_half_on(actor=request.actor, ref=ref, half=half, now=request.now)
        except actions.NoSuchCase:
            raise Http404 from None
        except actions.KeepersInvolved:
            form.add_error(
                None,
                _("Nothing was sent: somebody who keeps the systems safe is kept out of this case. Ask outside."),
            )
        else:
            messages.success(request, _("Handed over, without a word of the case."))
            return redirect("safeguarding:case", ref=ref)
    return render(request, "safeguarding/systems/from_case.html", {"form": form, "ref": ref})
