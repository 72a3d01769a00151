"""The one-page form for those who work here."""

from datetime import datetime, time

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions
from leeward.safeguarding.actions import sending
from leeward.safeguarding.forms.report import StaffForm
from leeward.safeguarding.queries.outside import outside
from leeward.safeguarding.queries.readers import who_would_read
from leeward.safeguarding.rules.telling import Source, Telling
from leeward.safeguarding.views.cookies import DRAFT, hold

REPORT = "safeguarding.report"


@allow(REPORT, gated=False)
def report(request: Request) -> HttpResponseBase:
    """One page, one press. Who reads it follows from the answers; a recipient it may be about never does."""
    readers = who_would_read(Telling(), request.now).route.readers
    today = timezone.localdate(request.now)
    form = StaffForm(readers, today, request.POST) if request.method == "POST" else StaffForm(readers, today)
    if request.method == "POST" and form.is_valid():
        submission = form.cleaned_data["submission"]
        receipt = actions.raise_concern(
            actor=request.actor,
            telling=_telling(form, request),
            source=Source.ON_BEHALF if form.cleaned_data["whose"] == "on-behalf" else Source.STAFF_FORM,
            submission=submission,
            flagged=form.flagged_persons,
            learned_at=_learned_at(form),
            now=request.now,
        )
        response = redirect("safeguarding:report-sent")
        hold(response, DRAFT, sending.keep_receipt(receipt, submission, now=request.now))
        return response
    shown = {"form": form, "readers": readers, "outside": outside(request.now)}
    return render(request, "safeguarding/report/staff.html", shown)


def _telling(form: StaffForm, request: Request) -> Telling:
    answers = form.cleaned_data
    written = (
        "about",
        "about_names",
        "close_names",
        "happened",
        "exact_words",
        "opinion",
        "when",
        "where",
        "told",
        "done",
    )
    return Telling(
        **{name: answers[name] for name in written},
        on_behalf_of=answers["on_behalf_of"],
        reporter_name=request.actor.name,
        reporter_person=str(request.actor.person or ""),
    )


def _learned_at(form: StaffForm) -> datetime | None:
    day = form.cleaned_data["learned_on"]
    return None if day is None else datetime.combine(day, time(), timezone.get_default_timezone())
