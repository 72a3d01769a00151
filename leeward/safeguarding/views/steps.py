"""The steps of work on a case, each a small form of its own. A refused step keeps what was written."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.involved import Moved
from leeward.safeguarding.forms.case import (
    ActionForm,
    DecideForm,
    EntryForm,
    FinishForm,
    PersonForm,
    ReasonForm,
    ReplyForm,
)
from leeward.safeguarding.labels import label
from leeward.safeguarding.rules.lifecycle import Refused, State
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.taking import take_step, the_case


@allow(RECEIVE, confirmed=True)
@require_POST
def acknowledge(request: Request, ref: str) -> HttpResponseBase:
    """Says that it is read and in hand."""
    the_case(request, ref)
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
    form = DecideForm(State(the_case(request, ref).state), pack.rules if pack else (), request.POST or None)

    def do() -> None:
        answers = form.cleaned_data
        guidance = queries.frozen_rule(answers["rule"], request.now) if answers["rule"] else ""
        decision = actions.DecisionText(
            answers["question"], answers["options"], answers["chosen"], answers["reason"], guidance
        )
        actions.decide(
            actor=request.actor,
            ref=ref,
            decision=decision,
            step=form.step,
            seen=answers["seen"],
            now=request.now,
        )

    return take_step(request, ref, "decide", form, do, ("options", "chosen", "reason"))


@allow(RECEIVE, confirmed=True)
def entry(request: Request, ref: str) -> HttpResponseBase:
    """A new line of the chronology."""
    return _entry(request, ref, None)


@allow(RECEIVE, confirmed=True)
def correction(request: Request, ref: str, corrects: UUID) -> HttpResponseBase:
    """A line that corrects another; both stay."""
    if not queries.has_entry(the_case(request, ref), corrects):
        raise Http404
    return _entry(request, ref, corrects)


def _entry(request: Request, ref: str, corrects: UUID | None) -> HttpResponseBase:
    the_case(request, ref)
    form = EntryForm(request.now, request.POST or None)

    def do() -> None:
        actions.add_entry(
            actor=request.actor,
            ref=ref,
            text=form.cleaned_data["text"],
            event_at=form.event_at,
            precision=Precision(form.cleaned_data["precision"]),
            corrects=corrects,
            kind=form.cleaned_data["kind"],
            known_from=form.cleaned_data["known_from"],
            voice=form.cleaned_data["voice"],
            now=request.now,
        )

    return take_step(request, ref, "correction" if corrects else "entry", form, do, ("text",))


@allow(RECEIVE, confirmed=True)
def action(request: Request, ref: str) -> HttpResponseBase:
    """Something to be done."""
    readers = [one.holder for one in queries.admitted(the_case(request, ref), request.now)]
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

    return take_step(request, ref, "action", form, do)


@allow(RECEIVE, confirmed=True)
def finish(request: Request, ref: str, action: UUID) -> HttpResponseBase:
    """An action is done."""
    if not queries.has_action(the_case(request, ref), action):
        raise Http404
    form = FinishForm(request.POST or None)

    def do() -> None:
        result = form.cleaned_data["result"]
        actions.finish_action(actor=request.actor, ref=ref, action=action, result=result, now=request.now)

    return take_step(request, ref, "finish", form, do)


@allow(RECEIVE, confirmed=True)
def reply(request: Request, ref: str) -> HttpResponseBase:
    """A message to whoever raised the concern."""
    the_case(request, ref)
    form = ReplyForm(request.POST or None)

    def do() -> None:
        actions.reply(actor=request.actor, ref=ref, text=form.cleaned_data["text"], now=request.now)

    return take_step(request, ref, "reply", form, do)


@allow(RECEIVE, confirmed=True)
def person(request: Request, ref: str) -> HttpResponseBase:
    """Somebody in the case; the readers are worked out again."""
    the_case(request, ref)
    form = PersonForm(request.POST or None)

    def do() -> Moved:
        answers = form.cleaned_data
        return actions.add_person(
            actor=request.actor, ref=ref, name=answers["name"], role=Role(answers["role"]), now=request.now
        )

    return take_step(request, ref, "person", form, do)


@allow(RECEIVE, confirmed=True)
def clear(request: Request, ref: str, bar: UUID) -> HttpResponseBase:
    """An uncertain match was somebody else."""
    if not queries.has_uncertain_bar(the_case(request, ref), bar):
        raise Http404
    form = ReasonForm(request.POST or None)

    def do() -> Moved:
        reason = form.cleaned_data["reason"]
        return actions.clear_conflict(actor=request.actor, ref=ref, bar_id=bar, reason=reason, now=request.now)

    return take_step(request, ref, "clear", form, do)


@allow(RECEIVE, confirmed=True)
def step_back(request: Request, ref: str) -> HttpResponseBase:
    """Stepping back from a case."""
    the_case(request, ref)
    form = forms.Form(request.POST) if request.method == "POST" else forms.Form()
    return take_step(
        request, ref, "step_back", form, lambda: actions.self_recuse(actor=request.actor, ref=ref, now=request.now)
    )


@allow(RECEIVE, confirmed=True)
def reopen(request: Request, ref: str) -> HttpResponseBase:
    """Opening a closed case again."""
    the_case(request, ref)
    form = ReasonForm(request.POST or None)

    def do() -> None:
        answers = form.cleaned_data
        actions.reopen(actor=request.actor, ref=ref, reason=answers["reason"], seen=answers["seen"], now=request.now)

    return take_step(request, ref, "reopen", form, do)
