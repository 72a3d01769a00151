"""Bringing people in from a file: check, look, confirm; and taking the last one back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.people import actions
from leeward.people.actions import Imported, Refused
from leeward.people.forms import ImportForm
from leeward.people.importing import waiting
from leeward.people.importing.table import CannotRead
from leeward.people.queries import imports

MOST_ROWS = 5_000
"""More would keep the browser waiting too long; the command takes them."""
MOST_SHOWN = 200
"""Problems on one page."""


@allow("people.change")
@require_http_methods(["GET", "POST"])
def import_page(request: Request) -> HttpResponseBase:
    """Checks a file and shows what would happen; nothing is kept yet."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    outcome, token = None, ""
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            outcome = _rehearse(request, content)
        except CannotRead as error:
            form.add_error("file", str(error))
        else:
            assert request.actor.account is not None
            token = "" if outcome.problems else waiting.keep(content, request.actor.account)
    context: dict[str, object] = {"form": form, "outcome": outcome, "token": token, "imports": imports.latest_imports()}
    context["changes"] = outcome.changes[: imports.MOST_SHOWN] if outcome is not None else ()
    return render(request, "people/import.html", {**context, "problems": _first(outcome)})


def _rehearse(request: Request, content: bytes) -> Imported:
    return actions.import_people(
        actor=request.actor, now=request.now, content=content, rehearse=True, most_rows=MOST_ROWS
    )


def _first(outcome: Imported | None) -> tuple[object, ...]:
    return outcome.problems[:MOST_SHOWN] if outcome is not None else ()


@allow("people.change", confirmed=True)
@require_POST
def import_confirm(request: Request) -> HttpResponseBase:
    """Imports the file that was checked."""
    assert request.actor.account is not None
    content = waiting.take(request.POST.get("token", ""), request.actor.account)
    if content is None:
        messages.error(request, _("The file has waited too long, or was imported already. Choose it again."))
        return redirect("people:import")
    done = actions.import_people(actor=request.actor, now=request.now, content=content, most_rows=MOST_ROWS)
    if not done.kept:
        messages.error(request, _("The directory has changed since the file was checked. Nothing was imported."))
        return redirect("people:import")
    messages.success(
        request,
        _("Imported: %(added)d added, %(changed)d changed, %(unchanged)d left as they are.")
        % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
    )
    return redirect("people:imported", done.run)


@allow("people.change")
@require_GET
def imported(request: Request, run: UUID) -> HttpResponseBase:
    """What one import did."""
    page = imports.import_page(run, request.now)
    if page is None:
        raise Http404
    return render(request, "people/imported.html", {"page": page})


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def undo(request: Request, run: UUID) -> HttpResponseBase:
    """Takes the last import back."""
    page = imports.import_page(run, request.now)
    if page is None:
        raise Http404
    if request.method == "POST":
        try:
            back, stays = actions.undo_import(actor=request.actor, now=request.now, run=run)
        except Refused as refusal:
            messages.error(request, refusal.text)
        else:
            said = _("Undone: %(back)d people are as before, of %(stays)d something stays.")
            messages.success(request, said % {"back": back, "stays": stays})
        return redirect("people:imported", run)
    return render(request, "people/undo_import.html", {"page": page})
