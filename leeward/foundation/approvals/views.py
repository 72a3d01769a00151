"""The pages of requests: what waits for me, what I asked for, and one request."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.foundation.approvals import actions, queries
from leeward.foundation.approvals.actions import CannotDecide
from leeward.foundation.approvals.forms import DecisionForm, DelegateForm
from leeward.foundation.approvals.kinds import About
from leeward.foundation.approvals.queries import NoSuchRequest, RequestLine
from leeward.foundation.approvals.words import ApprovalError, open_words
from leeward.foundation.holders import name_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A request in a list, with the names people know."""

    line: RequestLine
    label: str
    asked_by: str
    about: About


def _shown(line: RequestLine, request: Request) -> Shown:
    asked_by = name_of(line.requester) if line.requester is not None else ""
    return Shown(
        line,
        _(line.kind.label),
        asked_by or _("Somebody not signed in"),
        line.kind.describe(line.subject, request.actor),
    )


def _found(request: Request, request_id: UUID) -> RequestLine:
    try:
        return queries.request(request.actor, request_id, now=request.now)
    except NoSuchRequest:
        raise Http404 from None


@allow(SIGNED_IN)
@require_GET
def approvals(request: Request) -> HttpResponseBase:
    """What this person may decide, and what this person asked for."""
    waiting = [_shown(line, request) for line in queries.waiting_for(request.actor, now=request.now)]
    asked = [_shown(line, request) for line in queries.asked_by(request.actor)]
    return render(request, "foundation/approvals/list.html", {"waiting": waiting, "asked": asked})


@allow(SIGNED_IN, confirmed=True)
@require_http_methods(["GET", "POST"])
def approval(request: Request, request_id: UUID) -> HttpResponseBase:
    """One request; a POST decides it."""
    line = _found(request, request_id)
    form = DecisionForm(line.kind, request.POST or None)
    if request.method == "POST" and line.may_decide and form.is_valid():
        try:
            _decide(request, request_id, form)
        except ApprovalError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your decision is recorded."))
            return redirect("approvals")
    elif request.method == "POST" and not line.may_decide:
        messages.error(request, _("This has been decided already: nothing was changed."))
        return redirect("approval", request_id)
    return _page(request, line, form)


def _decide(request: Request, request_id: UUID, form: DecisionForm) -> None:
    reason, now, actor = form.cleaned_data["reason"], request.now, request.actor
    try:
        if form.approves:
            actions.approve(
                actor=actor,
                request_id=request_id,
                reason=reason,
                confirmed=form.confirmed_points,
                until=form.end,
                now=now,
            )
        else:
            actions.refuse(actor=actor, request_id=request_id, reason=reason, now=now)
    except CannotDecide as error:
        raise ApprovalError(str(error)) from None
    except NoSuchRequest:
        raise Http404 from None


@allow(SIGNED_IN, confirmed=True)
@require_POST
def delegate(request: Request, request_id: UUID) -> HttpResponseBase:
    """Lets a deputy decide as well."""
    line = _found(request, request_id)
    form = DelegateForm(line.may_delegate_to, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a deputy of your post who is free to decide."))
        return redirect("approval", request_id)
    try:
        to = UUID(form.cleaned_data["to"])
        actions.delegate(actor=request.actor, request_id=request_id, to=to, now=request.now)
    except (ApprovalError, CannotDecide) as error:
        messages.error(request, str(error))
    except NoSuchRequest:
        raise Http404 from None
    else:
        messages.success(request, _("The deputy has been told and may decide as well."))
    return redirect("approval", request_id)


@allow(SIGNED_IN)
@require_POST
def withdraw(request: Request, request_id: UUID) -> HttpResponseBase:
    """Takes an own request back."""
    try:
        actions.withdraw(actor=request.actor, request_id=request_id, now=request.now)
    except NoSuchRequest:
        raise Http404 from None
    except ApprovalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have withdrawn your request."))
    return redirect("approvals")


def _page(request: Request, line: RequestLine, form: DecisionForm) -> HttpResponseBase:
    words = open_words(actor=request.actor, request_id=line.id, now=request.now)
    context = {
        "shown": _shown(line, request),
        "line": line,
        "words": words,
        "form": form if line.may_decide else None,
        "delegate": DelegateForm(line.may_delegate_to) if line.may_delegate_to else None,
        "decided_by": name_of(line.decided_by) if line.decided_by is not None else "",
    }
    return render(request, "foundation/approvals/request.html", context)
