"""One promise: confirm it, set it aside, bind its proof, give one's word."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.policy.actions import (
    ask_for_word,
    bind_promise,
    confirm_promise,
    set_aside_promise,
    state_promise,
    unbind_promise,
)
from leeward.policy.forms import ReasonForm
from leeward.policy.forms_promise import AskForm, BindForm, ConfirmForm, StateForm
from leeward.policy.queries.one_promise import PromisePage, promise_page
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.promises import HOW_MUCH, HOW_OFTEN, HOW_SOON, PROOF, WHO

QUESTIONS = {
    WHO: lambda: _("Who does this? The sentence names nobody, so nobody can be asked."),
    HOW_OFTEN: lambda: _("How often? A word such as “regularly” can never be late."),
    HOW_SOON: lambda: _("By when? A word such as “promptly” can never be missed."),
    HOW_MUCH: lambda: _("What counts as enough? Words such as “appropriate” mean something else to everybody."),
    PROOF: lambda: _("What would prove it? Choose a check, or whose word."),
}


def _forms(page: PromisePage, posted: Request | None, step: str) -> dict[str, Form]:
    """Each form of the page, the posted one filled with what was sent."""

    def data(name: str) -> QueryDict | None:
        return posted.POST if posted is not None and step == name else None

    confirmed = {"holder": page.suggested, "frequency": page.frequency, "limit": page.limit}
    bound = {"checks": list(page.standing.checks)}
    said = {"words": page.last_words, "evidence": page.last_evidence, "valid_until": page.next_due}
    hints = _hints(page)
    return {
        "confirm": ConfirmForm(data("confirm"), prefix="confirm", initial=confirmed, **hints),
        "bind": BindForm(data("bind"), prefix="bind", initial=bound, offered=page.offered),
        "ask": AskForm(data("ask"), prefix="ask", initial={"every_months": page.standing.every_months or 12}),
        "state": StateForm(data("state"), prefix="state", initial=said),
        "aside": ReasonForm(data("aside"), prefix="aside"),
        "unbind": ReasonForm(data("unbind"), prefix="unbind"),
    }


def _hints(page: PromisePage) -> dict[str, str]:
    """What the sentence leaves open, as a plain question beside the answer."""
    often = soon = ""
    if HOW_OFTEN in page.missing and page.frequency:
        often = _("It says “%(words)s”, which nobody can check. What do you mean by it?") % {"words": page.frequency}
    elif HOW_OFTEN in page.missing:
        often = _("It does not say how often. What do you mean?")
    if HOW_SOON in page.missing and page.limit:
        soon = _("It says “%(words)s”, which nobody can check. What do you mean by it?") % {"words": page.limit}
    elif HOW_SOON in page.missing:
        soon = _("It does not say by when. What do you mean?")
    elif HOW_MUCH in page.missing:
        soon = _("It does not say what counts as enough. Say what somebody could look for.")
    return {"often_hint": often, "soon_hint": soon}


def _do(request: Request, promise: UUID, step: str, given: dict[str, object]) -> None:
    actor, now = request.actor, request.now
    match step:
        case "confirm":
            words = {name: str(given[name]) for name in ("holder", "frequency", "limit")}
            confirm_promise(actor=actor, promise=promise, now=now, **words)
        case "bind":
            bind_promise(actor=actor, promise=promise, checks=cast(list[str], given["keys"]), now=now)
        case "ask":
            ask_for_word(actor=actor, promise=promise, every_months=cast(int, given["every_months"]), now=now)
        case "state":
            until = cast(datetime, given["valid_until"])
            said = {"words": str(given["words"]), "evidence": str(given["evidence"])}
            state_promise(actor=actor, promise=promise, valid_until=until, now=now, **said)
        case "aside":
            set_aside_promise(actor=actor, promise=promise, reason=str(given["reason"]), now=now)
        case _:
            unbind_promise(actor=actor, promise=promise, reason=str(given["reason"]), now=now)


@allow(SIGNED_IN)
def promise(request: Request, promise: UUID) -> HttpResponseBase:
    """One promise with its history; `step` says which form was sent."""
    try:
        page = promise_page(request.actor, promise, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error
    step = request.POST.get("step", "")
    if step not in ("", "state") and not request.actor.may("policy.manage"):
        raise Http404
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
        "may_state": page.holds or request.actor.may("promises.state"),
        "questions": [QUESTIONS[one]() for one in page.missing if one in QUESTIONS],
    }
    return render(request, "policy/promise.html", context, status=200 if wrong is None else 400)
