"""The pages about the product's own running: the trail of acts, and whether everything runs."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from leeward.foundation.access import Request, allow
from leeward.foundation.act import GENERAL, act
from leeward.foundation.audit.queries import Line, lines, newest_digest
from leeward.foundation.holders import name_of
from leeward.foundation.outbox.jobs import dead_letters, requeue
from leeward.frontdoor.health import examine


class TrailForm(forms.Form):
    """Which part of the trail to show."""

    on = forms.DateField(
        label=lazy("Day"),
        help_text=lazy("Such as 2026-11-25, or empty for the newest."),
        required=False,
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False, widget=forms.HiddenInput)


def _who(reference: str) -> str:
    kind, _colon, key = reference.partition(":")
    if kind != "person":
        return {"system": _("Leeward itself"), "stranger": _("Someone not signed in")}.get(reference, reference)
    return name_of(UUID(key)) or _("Someone who has left")


def _shown(line: Line) -> dict[str, object]:
    kind, _colon, key = line.subject.partition(":")
    about, rest = (_who(line.subject), "") if kind == "person" else (kind, key)
    return {
        "at": line.at,
        "who": _who(line.actor),
        "action": line.action,
        "about": about,
        "key": rest,
        "details": line.details,
    }


@allow("audit.see")
@require_GET
def trail(request: Request) -> HttpResponseBase:
    """The general compartment of the audit trail; cases have theirs on the case, for those admitted."""
    form = TrailForm(request.GET or None)
    on: date | None = None
    page = 1
    if form.is_bound and form.is_valid():
        on, page = form.cleaned_data["on"], form.cleaned_data["page"] or 1
    found, more = lines([GENERAL], on=on, page=page)
    context = {
        "form": form,
        "lines": [_shown(line) for line in found],
        "on": on,
        "page": page,
        "more": more,
        "digest": newest_digest(),
    }
    return render(request, "frontdoor/trail.html", context)


@allow("operations.see")
@require_GET
def running(request: Request) -> HttpResponseBase:
    """What `leeward doctor` says, and what gave up; no names, no case text."""
    context = {"signs": list(examine(request.now)), "dead": dead_letters()}
    return render(request, "frontdoor/running.html", context)


@allow("operations.see")
@require_POST
def try_again(request: Request, job: UUID) -> HttpResponseBase:
    """Gives a dead letter another life."""
    with act(request.actor, "outbox.requeue", now=request.now, subject=f"job:{job}") as entry:
        entry.details["requeued"] = requeue(job, request.now)
    return redirect("running")
