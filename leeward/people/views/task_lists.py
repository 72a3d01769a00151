"""The organisation's own lists of tasks: all of them, and one with its change, preview and history."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import Request, allow
from leeward.people.actions.task_lists import keep_list
from leeward.people.coming_words import LISTS
from leeward.people.forms import refuse
from leeward.people.queries import task_lists
from leeward.people.refusals import Refused
from leeward.people.rules import PersonClass
from leeward.people.task_list_forms import TaskRows, WhyForm
from leeward.people.task_rules import Occasion, TaskLine, difference
from leeward.people.wording import CLASSES


@allow("people.change")
@require_GET
def every_list(request: Request) -> HttpResponseBase:
    """Every list for each class of person."""
    known = task_lists.lists_in_force()
    found = [
        (words, occasion, [(kind, called, known.get((occasion, kind))) for kind, called in CLASSES.items()])
        for occasion, words in LISTS.items()
    ]
    return render(request, "people/comings/task_lists.html", {"found": found})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def change_list(request: Request, occasion: str, kind: str) -> HttpResponseBase:
    """One list: changed, looked at before it is kept, and its history."""
    if occasion not in set(Occasion) or kind not in set(PersonClass):
        raise Http404
    key = Occasion(occasion), PersonClass(kind)
    now = task_lists.list_in_force(*key)
    rows, why = TaskRows(now.lines, request.POST or None), WhyForm(request.POST or None)
    lines = rows.lines() if request.method == "POST" and rows.is_valid() and why.is_valid() else None
    if lines is not None and request.POST.get("do") == "keep" and _kept(request, key, lines, why):
        return redirect("people:change-list", occasion, kind)
    context = {"rows": rows.forms, "form": why, "number": now.number, "versions": task_lists.versions_of(*key)}
    context["preview"] = difference(now.lines, lines) if lines is not None else None
    return render(
        request,
        "people/comings/change_list.html",
        {**context, "called": LISTS[key[0]], "kind": CLASSES[key[1]], "shown": lines is not None},
    )


def _kept(request: Request, key: task_lists.Key, lines: list[TaskLine], why: WhyForm) -> bool:
    """Keeps the list; False with the reason in the form where it is refused."""
    said = why.cleaned_data["why"]
    try:
        keep_list(actor=request.actor, now=request.now, occasion=key[0], kind=key[1], lines=lines, why=said)
    except Refused as refusal:
        refuse(why, refusal)
        return False
    messages.success(request, _("The list is kept. It holds for everybody from now on."))
    return True
