"""Guided procedures of a case: choose one, answer screen by screen, and end what is due."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.forms.procedures import EndDutyForm, ScreenForm
from leeward.safeguarding.labels import label
from leeward.safeguarding.rules.lifecycle import Refused
from leeward.safeguarding.rules.procedures.shape import Screen, all_screens, finished, next_screen
from leeward.safeguarding.views.cases import RECEIVE


@allow(RECEIVE, confirmed=True)
def choose(request: Request, ref: str) -> HttpResponseBase:
    """Which procedures there are."""
    if queries.find_case(request.actor, ref, request.now) is None:
        raise Http404
    return render(
        request,
        "safeguarding/procedures/choose.html",
        {"ref": ref, "procedures": queries.offered(request.now).values()},
    )


@allow(RECEIVE, confirmed=True)
@require_POST
def begin(request: Request, ref: str, procedure: str) -> HttpResponseBase:
    """Begins one, or goes on with it."""
    try:
        run = actions.begin_procedure(actor=request.actor, ref=ref, procedure=procedure, now=request.now)
    except (actions.NoSuchCase, actions.NoSuchProcedure):
        raise Http404 from None
    except Refused as refused:
        messages.error(request, label(refused.missing[0]))
        return redirect("safeguarding:case", ref=ref)
    return redirect("safeguarding:procedure", ref=ref, run=run)


@allow(RECEIVE, confirmed=True)
def go_on(request: Request, ref: str, run: UUID) -> HttpResponseBase:
    """What never to do, the answers so far, and the next screen; or the one chosen to be changed."""
    try:
        opened = actions.open_run(request.actor, ref, run, request.now)
        asked = request.POST.get("screen") or request.GET.get("screen")
        screens = all_screens(opened.procedure, opened.answers)
        screen = next((one for one in screens if one.key == asked), None)
        screen = screen or next_screen(opened.procedure, opened.answers)
        form = ScreenForm(screen, opened.answers, request.POST or None) if screen else None
        if screen and form and request.method == "POST" and form.is_valid():
            actions.answer_procedure(
                actor=request.actor, ref=ref, run=run, screen=screen.key, answers=form.answers, now=request.now
            )
            return redirect("safeguarding:procedure", ref=ref, run=run)
    except (actions.NoSuchCase, actions.NoSuchProcedure):
        raise Http404 from None
    except Refused as refused:
        messages.error(request, label(refused.missing[0]))
        return redirect("safeguarding:case", ref=ref)
    return render(request, "safeguarding/procedures/procedure.html", _shown(ref, opened, screen, form))


def _shown(ref: str, opened: actions.OpenRun, screen: Screen | None, form: ScreenForm | None) -> dict[str, object]:
    screens = all_screens(opened.procedure, opened.answers)
    keys = [one.key for one in screens]
    return {
        "ref": ref,
        "run": opened,
        "procedure": opened.procedure,
        "form": form,
        "screen": screen,
        "screens": screens,
        "number": keys.index(screen.key) + 1 if screen else 0,
        "answered": [one for one in screens if one != screen and any(q.key in opened.answers for q in one.questions)],
        "result": finished(opened.procedure, opened.answers),
    }


@allow(RECEIVE, confirmed=True)
def end_duty(request: Request, ref: str, duty: UUID) -> HttpResponseBase:
    """A duty is done, or does not apply."""
    try:
        line = actions.open_duty(request.actor, ref, duty, request.now)
        form = EndDutyForm(request.now, request.POST or None)
        if request.method == "POST" and form.is_valid() and _ended(request, ref, duty, form):
            return redirect("safeguarding:case", ref=ref)
    except (actions.NoSuchCase, actions.NoSuchProcedure):
        raise Http404 from None
    rule = queries.rule_line(line.rule, request.now)
    return render(request, "safeguarding/procedures/duty.html", {"ref": ref, "form": form, "duty": line, "rule": rule})


def _ended(request: Request, ref: str, duty: UUID, form: EndDutyForm) -> bool:
    """Ends the duty; False, with the reason on the form, where it cannot be set aside."""
    given = form.cleaned_data
    try:
        actions.end_duty(
            actor=request.actor,
            ref=ref,
            duty=duty,
            applies=given["applies"] == "yes",
            result=given["result"],
            done_at=form.done_at,
            now=request.now,
        )
    except actions.MayNotBeSetAside:
        form.add_error(
            "applies",
            _("The law puts this on one person: nobody else can set it aside. Where an answer is wrong, change it."),
        )
        return False
    return True
