"""The permission matrix: asked by everybody who is signed in, written and sent by whoever keeps policies."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.policy.actions import matrix as actions
from leeward.policy.forms_matrix import AskForm, CellForm, HoursForm, SendForm, asked_now
from leeward.policy.queries import matrix as queries
from leeward.policy.queries.matrix_words import answer_words, hours_words, lines
from leeward.policy.refusals import NoSuchPolicy, Refused


@allow(SIGNED_IN)
def matrix(request: Request) -> HttpResponseBase:
    """What is in force, and an answer to one question. Questions are not kept."""
    page = queries.current(request.now)
    context: dict[str, object] = {"page": page, "may_write": queries.may_write(request.actor)}
    if page is None:
        return render(request, "policy/matrix/matrix.html", context)
    asked = "technology" in request.GET
    form = AskForm(request.GET if asked else None, matrix=page.matrix, initial=asked_now(request.now))
    if asked and form.is_valid():
        context["answer"] = answer_words(queries.answer(page.matrix, form.question), page.matrix)
    context |= {"ask": form, "form": form if asked and form.errors else None, "lines": lines(page.matrix)}
    return render(request, "policy/matrix/matrix.html", context, status=400 if asked and form.errors else 200)


@allow(SIGNED_IN)
def version(request: Request, number: int) -> HttpResponseBase:
    """One version, with who wrote it and who agreed; also what somebody is asked to agree to."""
    try:
        page = queries.version_of(number, request.now)
    except NoSuchPolicy as error:
        raise Http404 from error
    return render(request, "policy/matrix/version.html", {"page": page, "lines": lines(page.matrix)})


@allow("policy.manage")
def draft(request: Request) -> HttpResponseBase:
    """The draft, line by line, and sending it."""
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, form):
        return redirect("policy:matrix-draft")
    written = queries.draft(request.now)
    context = {
        "form": form,
        "lines": lines(written),
        "hours": [(one.name, hours_words(one)) for one in written.hours],
        "waiting": queries.waiting_version(),
        "versions": queries.versions(request.now),
    }
    return render(request, "policy/matrix/draft.html", context, status=400 if form.errors else 200)


def _sent(request: Request, form: SendForm) -> bool:
    given = form.cleaned_data
    return _done(
        request,
        form,
        lambda: actions.send_matrix(
            actor=request.actor, reason=given["reason"], talked_with=given["talked_with"], now=request.now
        ),
        _("It was sent to be agreed. Until then the matrix in force stays as it is."),
    )


@allow("policy.manage")
def new_line(request: Request) -> HttpResponseBase:
    """A new line of the draft."""
    return _line(request, None)


@allow("policy.manage")
def line(request: Request, place: int) -> HttpResponseBase:
    """Changing the line at a place, counted from 0."""
    return _line(request, place)


def _line(request: Request, place: int | None) -> HttpResponse:
    written = queries.draft(request.now)
    if place is not None and place >= len(written.cells):
        raise Http404
    cell = None if place is None else written.cells[place]
    form = CellForm(request.POST or None, matrix=written, cell=cell)
    if request.method == "POST" and form.is_valid() and _put_line(request, form, place):
        return redirect("policy:matrix-draft")
    context = {"form": form, "place": place, "technologies": written.technologies}
    return render(request, "policy/matrix/line.html", context, status=400 if form.errors else 200)


def _put_line(request: Request, form: CellForm, place: int | None) -> bool:
    return _done(
        request,
        form,
        lambda: actions.put_cell(actor=request.actor, cell=form.cell, place=place, now=request.now),
        _("Kept in the draft."),
    )


@allow("policy.manage")
def drop_line(request: Request, place: int) -> HttpResponseBase:
    """Taking a line out of the draft."""
    if request.method == "POST":
        actions.drop_cell(actor=request.actor, place=place, now=request.now)
        messages.success(request, _("Taken out of the draft."))
    return redirect("policy:matrix-draft")


@allow("policy.manage")
def hours(request: Request) -> HttpResponseBase:
    """Hours of the draft: their list, one more, and taking one out."""
    if request.method == "POST" and "drop" in request.POST:
        return _drop_hours(request, request.POST["drop"])
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _put_hours(request, form):
        return redirect("policy:matrix-hours")
    listed = [(one.name, hours_words(one)) for one in queries.draft(request.now).hours]
    context = {"form": form, "hours": listed}
    return render(request, "policy/matrix/hours.html", context, status=400 if form.errors else 200)


def _put_hours(request: Request, form: HoursForm) -> bool:
    return _done(
        request,
        form,
        lambda: actions.put_hours(actor=request.actor, hours=form.hours, now=request.now),
        _("Kept in the draft."),
    )


def _drop_hours(request: Request, name: str) -> HttpResponse:
    try:
        actions.drop_hours(actor=request.actor, name=name, now=request.now)
        messages.success(request, _("Taken out of the draft."))
    except Refused as refusal:
        messages.error(request, refusal.text)
    return redirect("policy:matrix-hours")


def _done(request: Request, form: Form, change: Callable[[], object], said: str) -> bool:
    """Makes a change; False where it was refused, and the form then says why."""
    try:
        change()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
        return False
    messages.success(request, said)
    return True
