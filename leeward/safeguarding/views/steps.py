"""The steps of work on a case, each a small form of its own. A refused step keeps what was written."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.involved import Moved
from leeward.safeguarding.forms.case import (
    ActionForm,
    CloseForm,
    DecideForm,
    EntryForm,
    FinishForm,
    PersonForm,
    ReasonForm,
    ReplyForm,
    refuse,
)
from leeward.safeguarding.labels import label
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.lifecycle import Refused, State
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.views.cases import RECEIVE


def _case(request: Request, ref: str) -> Case:
    found = queries.find_case(request.actor, ref, request.now)
    if found is None:
        raise Http404
    return found


def _step(request: Request, ref: str, name: str, form: forms.Form, do: Callable[[], Moved | None]) -> HttpResponseBase:
    """Shows the form; when it is sent, takes the step and goes back to the case, or says what stands in the way."""
    if request.method == "POST" and form.is_valid():
        try:
            return _after(request, ref, do())
        except actions.NoSuchCase:
            raise Http404 from None
        except Refused as refused:
            refuse(form, [(str(one).replace("-", "_"), label(one)) for one in refused.missing])
        except actions.PromisesSecrecy as promises:
            refuse(form, [("text", _promise(promises))])
        except actions.NobodyToAnswer:
            refuse(form, [("text", _("Nobody can be answered here: the concern came without a way back."))])
    return render(request, f"safeguarding/steps/{name}.html", {"form": form, "ref": ref})


def _promise(found: actions.PromisesSecrecy) -> str:
    words = ", ".join(f"“{promise.words}”" for promise in found.promises)
    return _("This promises to keep a secret: %(words)s. Nobody may promise that; say who knows and why.") % {
        "words": words
    }


def _after(request: Request, ref: str, moved: Moved | None) -> HttpResponse:
    if moved is None or moved.still_mine:
        return redirect("safeguarding:case", ref=ref)
    names = ", ".join(moved.reader_names) or _("nobody here")
    messages.success(request, _("You can no longer read that case. It is read by: %(names)s.") % {"names": names})
    return redirect("safeguarding:cases")


@allow(RECEIVE, confirmed=True)
@require_POST
def acknowledge(request: Request, ref: str) -> HttpResponseBase:
    """Says that it is read and in hand."""
    _case(request, ref)
    try:
        actions.acknowledge(actor=request.actor, ref=ref, now=request.now)
    except Refused as refused:
        messages.error(request, label(refused.missing[0]))
    except actions.NoSuchCase:
        raise Http404 from None
    return redirect("safeguarding:case", ref=ref)


@allow(RECEIVE, confirmed=True)
def decide(request: Request, ref: str) -> HttpResponseBase:
    """A decision with its reason."""
    pack = queries.pack_now(request.now)
    form = DecideForm(State(_case(request, ref).state), pack.rules if pack else (), request.POST or None)

    def do() -> None:
        answers = form.cleaned_data
        guidance = queries.frozen_rule(answers["rule"], request.now) if answers["rule"] else ""
        decision = actions.DecisionText(
            answers["question"], answers["options"], answers["chosen"], answers["reason"], guidance
        )
        actions.decide(actor=request.actor, ref=ref, decision=decision, step=form.step, now=request.now)

    return _step(request, ref, "decide", form, do)


@allow(RECEIVE, confirmed=True)
def entry(request: Request, ref: str) -> HttpResponseBase:
    """A new line of the chronology."""
    return _entry(request, ref, None)


@allow(RECEIVE, confirmed=True)
def correction(request: Request, ref: str, corrects: UUID) -> HttpResponseBase:
    """A line that corrects another; both stay."""
    if not queries.has_entry(_case(request, ref), corrects):
        raise Http404
    return _entry(request, ref, corrects)


def _entry(request: Request, ref: str, corrects: UUID | None) -> HttpResponseBase:
    _case(request, ref)
    form = EntryForm(request.now, request.POST or None)

    def do() -> None:
        actions.add_entry(
            actor=request.actor,
            ref=ref,
            text=form.cleaned_data["text"],
            event_at=form.event_at,
            precision=Precision(form.cleaned_data["precision"]),
            corrects=corrects,
            now=request.now,
        )

    return _step(request, ref, "correction" if corrects else "entry", form, do)


@allow(RECEIVE, confirmed=True)
def action(request: Request, ref: str) -> HttpResponseBase:
    """Something to be done."""
    readers = [one.holder for one in queries.admitted(_case(request, ref), request.now)]
    form = ActionForm(readers, request.POST or None, initial={"owner": str(request.actor.person)})

    def do() -> None:
        actions.add_action(
            actor=request.actor,
            ref=ref,
            what=form.cleaned_data["what"],
            due=form.due,
            owner=form.owner,
            now=request.now,
        )

    return _step(request, ref, "action", form, do)


@allow(RECEIVE, confirmed=True)
def finish(request: Request, ref: str, action: UUID) -> HttpResponseBase:
    """An action is done."""
    if not queries.has_action(_case(request, ref), action):
        raise Http404
    form = FinishForm(request.POST or None)

    def do() -> None:
        result = form.cleaned_data["result"]
        actions.finish_action(actor=request.actor, ref=ref, action=action, result=result, now=request.now)

    return _step(request, ref, "finish", form, do)


@allow(RECEIVE, confirmed=True)
def reply(request: Request, ref: str) -> HttpResponseBase:
    """A message to whoever raised the concern."""
    _case(request, ref)
    form = ReplyForm(request.POST or None)

    def do() -> None:
        actions.reply(actor=request.actor, ref=ref, text=form.cleaned_data["text"], now=request.now)

    return _step(request, ref, "reply", form, do)


@allow(RECEIVE, confirmed=True)
def person(request: Request, ref: str) -> HttpResponseBase:
    """Somebody in the case; the readers are worked out again."""
    _case(request, ref)
    form = PersonForm(request.POST or None)

    def do() -> Moved:
        answers = form.cleaned_data
        return actions.add_person(
            actor=request.actor, ref=ref, name=answers["name"], role=Role(answers["role"]), now=request.now
        )

    return _step(request, ref, "person", form, do)


@allow(RECEIVE, confirmed=True)
def clear(request: Request, ref: str, bar: UUID) -> HttpResponseBase:
    """An uncertain match was somebody else."""
    if not queries.has_uncertain_bar(_case(request, ref), bar):
        raise Http404
    form = ReasonForm(request.POST or None)

    def do() -> Moved:
        reason = form.cleaned_data["reason"]
        return actions.clear_conflict(actor=request.actor, ref=ref, bar_id=bar, reason=reason, now=request.now)

    return _step(request, ref, "clear", form, do)


@allow(RECEIVE, confirmed=True)
def step_back(request: Request, ref: str) -> HttpResponseBase:
    """Stepping back from a case."""
    _case(request, ref)
    form = forms.Form(request.POST) if request.method == "POST" else forms.Form()
    return _step(
        request, ref, "step_back", form, lambda: actions.self_recuse(actor=request.actor, ref=ref, now=request.now)
    )


@allow(RECEIVE, confirmed=True)
def close(request: Request, ref: str) -> HttpResponseBase:
    """Closing, with everything a closed case must say."""
    _case(request, ref)
    form = CloseForm(request.POST or None)

    def do() -> None:
        actions.close(actor=request.actor, ref=ref, closing=form.closing, now=request.now)

    return _step(request, ref, "close", form, do)


@allow(RECEIVE, confirmed=True)
def reopen(request: Request, ref: str) -> HttpResponseBase:
    """Opening a closed case again."""
    _case(request, ref)
    form = ReasonForm(request.POST or None)

    def do() -> None:
        actions.reopen(actor=request.actor, ref=ref, reason=form.cleaned_data["reason"], now=request.now)

    return _step(request, ref, "reopen", form, do)
