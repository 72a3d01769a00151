"""Bringing people in from a file: check, look, confirm; and taking the last one back."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.people import actions, queries
from leeward.people.actions import Imported, Refused, missing
from leeward.people.actions.exporting import export_people
from leeward.people.actions.importing import check_size
from leeward.people.import_forms import ColumnsForm, ExportForm, ImportForm
from leeward.people.importing import waiting
from leeward.people.importing.table import CannotRead, read
from leeward.people.importing.waiting import Waiting
from leeward.people.queries import imports
from leeward.people.rules import PersonClass

MOST_ROWS = 5_000
"""More would keep the browser waiting too long; the command takes them."""
MOST_SHOWN = 200
"""Problems on one page."""


@allow("people.change")
@require_http_methods(["GET", "POST"])
def import_page(request: Request) -> HttpResponseBase:
    """Checks a file and shows what would happen; nothing is kept yet."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return _page(request, {"form": form})
    given = form.cleaned_data
    known = imports.columns_of_source(given["source"]) if given["source"] else {}
    return _checked(
        request, Waiting(given["file"].read(), known, given["source"], tuple(sorted(given["complete"]))), form
    )


@allow("people.change")
@require_POST
def import_columns(request: Request) -> HttpResponseBase:
    """Checks the file that waits again, with other meanings of its columns."""
    file = _waiting(request)
    if file is None:
        return redirect("people:import")
    form = ColumnsForm(read(file.content), file.columns, request.POST)
    return _checked(request, replace(file, columns=form.columns()) if form.is_valid() else file)


def _waiting(request: Request) -> Waiting | None:
    """The file a page before was about, once; a word about it where it is gone."""
    assert request.actor.account is not None
    file = waiting.take(request.POST.get("token", ""), request.actor.account)
    if file is None:
        messages.error(request, _("The file has waited too long, or was imported already. Choose it again."))
    return file


def _checked(request: Request, file: Waiting, form: ImportForm | None = None) -> HttpResponseBase:
    """What a file would do, and what its columns mean; it waits for what is chosen next."""
    assert request.actor.account is not None
    try:
        table = read(file.content)
        check_size(table, MOST_ROWS)
    except CannotRead as error:
        form = form or ImportForm()
        form.add_error("file", str(error))
        return _page(request, {"form": form})
    said: dict[str, object] = {"columns": ColumnsForm(table, file.columns), "source": file.source}
    said["token"] = waiting.keep(file, request.actor.account)
    try:
        outcome = _rehearsed(request, file)
    except CannotRead as error:
        return _page(request, {**said, "unclear": str(error)})
    if file.complete and not outcome.problems:
        said["missing"] = missing.missing_now(outcome, file.complete, now=request.now)
        said["absent"] = queries.people(outcome.missing[:MOST_SHOWN], queries.today(request.now))
    return _page(request, said, outcome)


def _rehearsed(request: Request, file: Waiting) -> Imported:
    return actions.import_people(
        actor=request.actor,
        now=request.now,
        content=file.content,
        rehearse=True,
        most_rows=MOST_ROWS,
        columns=file.columns,
        complete=frozenset(PersonClass(kind) for kind in file.complete),
    )


def _page(request: Request, said: dict[str, object], outcome: Imported | None = None) -> HttpResponseBase:
    context = {"form": ImportForm(), **said, "outcome": outcome, "imports": imports.latest_imports()}
    context["changes"] = outcome.changes[: imports.MOST_SHOWN] if outcome is not None else ()
    context["problems"] = outcome.problems[:MOST_SHOWN] if outcome is not None else ()
    return render(request, "people/import.html", context)


@allow("people.change", confirmed=True)
@require_POST
def import_confirm(request: Request) -> HttpResponseBase:
    """Imports the file that was checked; records who is missing from it as having left, where that is asked for."""
    file = _waiting(request)
    if file is None:
        return redirect("people:import")
    try:
        done, left = _import(request, file)
    except Refused as refusal:
        messages.error(request, refusal.text)
        return _checked(request, file)
    if not done.kept:
        messages.error(request, _("The directory has changed since the file was checked. Nothing was imported."))
        return redirect("people:import")
    messages.success(
        request,
        _("Imported: %(added)d added, %(changed)d changed, %(unchanged)d left as they are.")
        % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
    )
    if left:
        messages.success(request, _("Recorded as having left today, for the file does not name them: %d.") % left)
    return redirect("people:imported", done.run)


def _import(request: Request, file: Waiting) -> tuple[Imported, int]:
    """What was imported, and how many left with it."""
    actor, now = request.actor, request.now
    if request.POST.get("leave") and file.complete:
        sure = bool(request.POST.get("sure"))
        return missing.import_and_part(actor=actor, now=now, file=file, sure=sure, most_rows=MOST_ROWS)
    columns, source = file.columns, file.source
    done = actions.import_people(
        actor=actor, now=now, content=file.content, most_rows=MOST_ROWS, columns=columns, source=source
    )
    return done, 0


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponseBase:
    """The directory as a file, of one class or of all."""
    form = ExportForm(request.POST or None)
    if not form.is_valid():
        return render(request, "people/export.html", {"form": form})
    kind = form.cleaned_data["kind"]
    content = export_people(
        actor=request.actor,
        now=request.now,
        kind=PersonClass(kind) if kind else None,
        purpose=form.cleaned_data["purpose"],
    )
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="people-{queries.today(request.now).isoformat()}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


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
