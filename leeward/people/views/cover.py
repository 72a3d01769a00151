"""Who is away and who covers: a calendar by week, and recording it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.foundation.settings_history.queries import value
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.choices import OUT_OF_HOURS
from leeward.people.forms import refuse
from leeward.people.post_forms import AbsenceForm, CloseForm, candidates
from leeward.people.queries import Holding, today

WEEKS = 8


@allow("safeguarding.report", "people.see")
@require_GET
def calendar(request: Request) -> HttpResponseBase:
    """The next weeks, with whoever is away and who covers."""
    on = today(request.now)
    context = {
        "weeks": queries.weeks(on, WEEKS),
        "uncovered": queries.uncovered_on(on),
        "today": on,
        "out_of_hours": value(OUT_OF_HOURS, at=request.now),
        "may_change": request.actor.may("people.change"),
        "own": [] if request.actor.person is None else _own(request),
    }
    return render(request, "people/cover.html", context)


def _own(request: Request) -> list[Holding]:
    assert request.actor.person is not None
    held = queries.posts_of(request.actor.person, today(request.now), everywhere=True)
    return [each for each in held if not each.cover]


def _holding(request: Request, holding: UUID) -> Holding:
    """A holding whose absence this person may record: HR any, everybody their own. Else a missing page."""
    held = queries.holding(holding)
    if held is None or not (request.actor.may("people.change") or held.person == request.actor.person):
        raise Http404
    return held


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def absence(request: Request, holding: UUID) -> HttpResponseBase:
    """Records that a holder is away, and who covers."""
    held = _holding(request, holding)
    form = AbsenceForm(request.POST or None, people=candidates(today(request.now), but=held.person))
    if form.is_valid():
        try:
            covered = actions.record_absence(actor=request.actor, now=request.now, holding=held.id, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            said = _("A second person is asked about the cover.") if covered.request else _("The absence is recorded.")
            messages.success(request, said)
            return redirect("people:cover")
    return render(request, "people/absence.html", {"form": form, "held": held})


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def end_absence(request: Request, absence: UUID) -> HttpResponseBase:
    """Says that a holder is back, or will not be away."""
    away = queries.absence(absence)
    if away is None:
        raise Http404
    _holding(request, away.holding.id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_absence(actor=request.actor, now=request.now, absence=absence)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The absence is ended, and the cover with it."))
            return redirect("people:cover")
    return render(request, "people/end_absence.html", {"form": form, "away": away})
