"""One promise: confirm it, set it aside, bind its proof, give one's word."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.policy.actions import bind_promise, confirm_promise, set_aside_promise, state_promise, unbind_promise
from leeward.policy.forms import BindForm, ConfirmForm, ReasonForm, StateForm
from leeward.policy.queries.one_promise import PromisePage, promise_page
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused


def _forms(page: PromisePage, posted: Request | None, step: str) -> dict[str, Form]:
    """Each form of the page, the posted one filled with what was sent."""

    def data(name: str) -> QueryDict | None:
        return posted.POST if posted is not None and step == name else None

    confirmed = {"holder": page.suggested, "frequency": page.frequency}
    return {
        "confirm": ConfirmForm(data("confirm"), prefix="confirm", initial=confirmed),
        "bind": BindForm(data("bind"), prefix="bind", initial={"check_key": page.standing.check_key}),
        "state": StateForm(data("state"), prefix="state", initial={"words": page.last_words}),
        "aside": ReasonForm(data("aside"), prefix="aside"),
        "unbind": ReasonForm(data("unbind"), prefix="unbind"),
    }


def _do(request: Request, promise: UUID, step: str, given: dict[str, object]) -> None:
    actor, now = request.actor, request.now
    match step:
        case "confirm":
            holder, frequency = str(given["holder"]), str(given["frequency"])
            confirm_promise(actor=actor, promise=promise, holder=holder, frequency=frequency, now=now)
        case "bind":
            bind_promise(actor=actor, promise=promise, check_key=str(given["check_key"]), now=now)
        case "state":
            until = given["valid_until"]
            assert isinstance(until, datetime)
            state_promise(actor=actor, promise=promise, words=str(given["words"]), valid_until=until, now=now)
        case "aside":
            set_aside_promise(actor=actor, promise=promise, reason=str(given["reason"]), now=now)
        case _:
            unbind_promise(actor=actor, promise=promise, reason=str(given["reason"]), now=now)


@allow("policy.manage", "promises.state")
def promise(request: Request, promise: UUID) -> HttpResponseBase:
    """One promise with its history; `step` says which form was sent."""
    try:
        page = promise_page(request.actor, promise, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error
    step = request.POST.get("step", "")
    forms = _forms(page, request if request.method == "POST" else None, step)
    form = forms.get(step) if request.method == "POST" else None
    if form is not None and form.is_valid() and _done(request, page, step, form):
        onward = page.following if step in ("confirm", "aside") and "next" in request.POST else None
        return redirect("policy:promise", promise=onward or promise)
    return _show(request, page, forms, form)


def _done(request: Request, page: PromisePage, step: str, form: Form) -> bool:
    """Takes the step. False when it was refused; the form then says why."""
    try:
        _do(request, page.id, step, form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
        return False
    except (NoSuchPolicy, NotAllowed) as error:
        raise Http404 from error
    messages.success(request, _("Kept."))
    return True


def _show(request: Request, page: PromisePage, forms: dict[str, Form], form: Form | None) -> HttpResponseBase:
    wrong = form if form is not None and form.errors else None
    context = {
        "page": page,
        "forms": forms,
        "form": wrong,
        "may_manage": request.actor.may("policy.manage"),
        "may_state": request.actor.may("promises.state"),
    }
    return render(request, "policy/promise.html", context, status=200 if wrong is None else 400)
