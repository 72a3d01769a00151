"""Who joins, moves, leaves or is here for a while: HR's board, one list, and everybody's own tasks."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.people import actions
from leeward.people.actions import Refused
from leeward.people.coming_forms import BoardForm, NotApplicableForm
from leeward.people.forms import refuse
from leeward.people.queries import comings
from leeward.people.task_rules import Occasion


@allow("people.change")
@require_GET
def board(request: Request) -> HttpResponseBase:
    """Everybody who joins, moves or leaves about now, with what is done."""
    form = BoardForm(request.GET)
    chosen = form.cleaned_data["occasion"] if form.is_valid() else ""
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    occasion = Occasion(chosen) if chosen else None
    found = comings.board(request.actor, request.now, occasion=occasion, page=number)
    return render(request, "people/comings/board.html", {"board": found, "form": form, "chosen": chosen})


@allow(SIGNED_IN)
@require_GET
def one_list(request: Request, task_list: UUID) -> HttpResponseBase:
    """One person's list."""
    page = comings.list_page(request.actor, task_list, request.now)
    if page is None:
        raise Http404
    manages = request.actor.may("people.change")
    shows_ends = manages and page.line.occasion in {Occasion.MOVING, Occasion.LEAVING}
    left = actions.left_behind_by(page.line.person, actor=request.actor, now=request.now) if shows_ends else None
    own = page.line.person == request.actor.person
    context = {"page": page, "line": page.line, "left": left, "may_change": manages, "own": own}
    return render(request, "people/comings/list.html", context)


@allow(SIGNED_IN)
@require_GET
def tasks(request: Request) -> HttpResponseBase:
    """What the reader is to do for people who join, move, leave or come for a while."""
    found = comings.to_do(request.actor, request.now)
    own = [one for one in found if one.own]
    others = [one for one in found if not one.own]
    return render(request, "people/comings/tasks.html", {"own": own, "others": others})


SETTLED = {"done": actions.tick, "again": actions.open_again}


@allow(SIGNED_IN, gated=False)
@require_POST
def settle(request: Request, task: UUID) -> HttpResponseBase:
    """Ticks a task, or takes a tick back."""
    found = comings.task_page(request.actor, task, request.now)
    do = SETTLED.get(request.POST.get("do", ""))
    if found is None or do is None:
        raise Http404
    try:
        do(actor=request.actor, now=request.now, task=task)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("“%(task)s” is noted.") % {"task": found.task.words})
    return redirect(_back(request, found.list))


def _back(request: Request, task_list: UUID) -> str:
    """Where the reader came from, of three pages."""
    pages = {"tasks": reverse("people:tasks"), "first-steps": reverse("people:first-steps")}
    return pages.get(request.POST.get("back", ""), reverse("people:list", args=[task_list]))


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def not_applicable(request: Request, task: UUID) -> HttpResponseBase:
    """Says that a task need not be done, and why."""
    found = comings.task_page(request.actor, task, request.now)
    if found is None:
        raise Http404
    form = NotApplicableForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.not_applicable(actor=request.actor, now=request.now, task=task, reason=reason)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("“%(task)s” is noted.") % {"task": found.task.words})
            return redirect("people:list", found.list)
    return render(request, "people/comings/not_applicable.html", {"form": form, "found": found})
