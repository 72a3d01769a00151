"""For the board: what has changed since it met last; and what the published pages show."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.policy.actions.board import note_board_day, show_states
from leeward.policy.forms_board import BoardDayForm
from leeward.policy.queries.board import since_board
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused


@allow("promises.see")
def since_the_board(request: Request) -> HttpResponseBase:
    """Which promises stand otherwise than on the day the board met last; that day is noted here."""
    may_note = request.actor.may("policy.manage")
    form = BoardDayForm(request.POST or None) if may_note else None
    if request.method == "POST" and form is not None and form.is_valid() and _noted(request, form):
        return redirect("policy:since-board")
    context = {
        "since": since_board(request.actor, now=request.now),
        "form": form,
        "may_manage": may_note,
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "policy/since_board.html", context, status=400 if wrong else 200)


def _noted(request: Request, form: BoardDayForm) -> bool:
    day, minute = form.cleaned_data["day"], form.cleaned_data["minute"]
    try:
        note_board_day(actor=request.actor, day=day, minute=minute, now=request.now)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.text)
        return False
    messages.success(request, _("Kept."))
    return True


@allow("policy.manage")
def states(request: Request, policy: UUID) -> HttpResponseBase:
    """Choosing whether the published page marks how each sentence stands."""
    form = forms.Form(request.POST)
    if request.method == "POST" and form.is_valid():
        shown = request.POST.get("shown") == "yes"
        try:
            show_states(actor=request.actor, policy=policy, shown=shown, now=request.now)
        except (NoSuchPolicy, NotAllowed) as error:
            raise Http404 from error
        said = _("The published page marks how each sentence stands.") if shown else _("The page shows its text alone.")
        messages.success(request, said)
    return redirect("policy:manage")
