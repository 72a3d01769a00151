"""Somebody outside asks for what is in a case: written down, reviewed, approved by a second person, released once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.foundation.approvals.words import ApprovalError
from leeward.foundation.pdf import PdfFailed
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import disclosing
from leeward.safeguarding.actions.finding import find_in_cases
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.forms.disclosures import AskedForm, FindForm, ReviewForm
from leeward.safeguarding.rules.disclosures import Stage
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.printing import as_file


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """The requests in the cases of whoever looks."""
    return render(
        request, "safeguarding/records/requests.html", {"lines": disclosing.requests_for(request.actor, request.now)}
    )


@allow(RECEIVE, confirmed=True)
def find(request: Request) -> HttpResponseBase:
    """Somebody asks for their own data: in which of one's cases they are."""
    form = FindForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_in_cases(actor=request.actor, name=form.cleaned_data["name"], now=request.now)
    return render(request, "safeguarding/records/find.html", {"form": form, "found": found})


@allow(RECEIVE, confirmed=True)
def ask(request: Request, ref: str) -> HttpResponseBase:
    """A request is written down."""
    if queries.find_case(request.actor, ref, request.now) is None:
        raise Http404
    form = AskedForm(PARTS, timezone.localdate(request.now), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = disclosing.begin_disclosure(
                actor=request.actor,
                ref=ref,
                asker=form.asker_kind,
                asked=form.what,
                asked_on=form.cleaned_data["asked_on"],
                parts=form.parts,
                now=request.now,
            )
        except actions.NoSuchCase:
            raise Http404 from None
        return redirect("safeguarding:case-disclosure", ref=ref, disclosure=made)
    lines = disclosing.requests_for(request.actor, request.now, ref)
    return render(request, "safeguarding/records/asked.html", {"form": form, "ref": ref, "lines": lines})


@allow(RECEIVE, confirmed=True)
def review(request: Request, ref: str, disclosure: UUID) -> HttpResponseBase:
    """Every passage as it goes out; what is left out, and why."""
    try:
        opened = disclosing.open_disclosure(request.actor, ref, disclosure, request.now)
        form = ReviewForm(opened, request.POST or None)
        if request.method == "POST" and form.is_valid():
            _plan(request, ref, disclosure, form)
            return redirect("safeguarding:case-disclosure", ref=ref, disclosure=disclosure)
    except actions.NoSuchCase:
        raise Http404 from None
    except disclosing.NotYet:
        messages.error(request, _("Somebody was asked to approve this: it stays as it is."))
        return redirect("safeguarding:case-disclosure", ref=ref, disclosure=disclosure)
    may_plan = opened.stage in (Stage.DRAFT, Stage.CONFIRMED, Stage.REFUSED)
    shown = {"ref": ref, "opened": opened, "form": form, "may_plan": may_plan}
    return render(request, "safeguarding/records/review.html", shown)


def _plan(request: Request, ref: str, disclosure: UUID, form: ReviewForm) -> None:
    given = form.cleaned_data
    disclosing.plan_disclosure(
        actor=request.actor,
        ref=ref,
        disclosure=disclosure,
        left_out=form.left_out,
        keep_names=given["keep_names"],
        more_names=given["more_names"].splitlines(),
        confirmed=given["confirmed"],
        now=request.now,
    )


@allow(RECEIVE, confirmed=True)
@require_POST
def ask_approval(request: Request, ref: str, disclosure: UUID) -> HttpResponseBase:
    """A second person is asked."""
    try:
        disclosing.ask_approval(actor=request.actor, ref=ref, disclosure=disclosure, now=request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    except disclosing.NotYet:
        messages.error(request, _("Read every passage and say so first."))
    except ApprovalError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("A second person has been asked. You are told when they have decided."))
    return redirect("safeguarding:case-disclosure", ref=ref, disclosure=disclosure)


@allow(RECEIVE, confirmed=True)
@require_POST
def release(request: Request, ref: str, disclosure: UUID) -> HttpResponseBase:
    """The sealed package, once."""
    try:
        made = disclosing.release(actor=request.actor, ref=ref, disclosure=disclosure, now=request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    except disclosing.NotYet:
        messages.error(request, _("Nobody else has approved this: it was not released, and the attempt is recorded."))
        return redirect("safeguarding:case-disclosure", ref=ref, disclosure=disclosure)
    except PdfFailed as failed:
        messages.error(request, _("The file could not be made. %(why)s") % {"why": failed})
        return redirect("safeguarding:case-disclosure", ref=ref, disclosure=disclosure)
    return as_file(made, "sealed-record.html", "application/octet-stream")


@allow(RECEIVE, confirmed=True)
@require_POST
def words(request: Request, ref: str, disclosure: UUID) -> HttpResponseBase:
    """The six words of what was released, to be said on the telephone."""
    try:
        found = disclosing.words_of_release(actor=request.actor, ref=ref, disclosure=disclosure, now=request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    except disclosing.NotYet:
        return redirect("safeguarding:case-disclosure", ref=ref, disclosure=disclosure)
    return render(request, "safeguarding/records/words.html", {"ref": ref, "words": found.split()})


@allow(SIGNED_IN, confirmed=True)
def for_approval(request: Request, disclosure: UUID) -> HttpResponseBase:
    """What would go out, for whoever may decide it; for everybody else there is no such page."""
    try:
        opened, approval = disclosing.open_for_approval(request.actor, disclosure, request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    return render(request, "safeguarding/records/for_approval.html", {"opened": opened, "approval": approval})
