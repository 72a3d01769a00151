"""Files of a case: the question first, then the file; looking at it, opening a copy, sealing it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import Request, allow
from leeward.foundation.files.keeping import ContentGone, NotOpen, State
from leeward.foundation.files.kinds import NotTaken
from leeward.foundation.files.limits import bounds
from leeward.foundation.files.process import Copy
from leeward.foundation.files.receiving import too_large
from leeward.foundation.files.responses import as_download
from leeward.foundation.files.scanning import scanner_now
from leeward.foundation.files.wording import WHY_NOT
from leeward.foundation.vault.store import CannotOpen
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import files
from leeward.safeguarding.forms.files import AddFileForm, CouldForm, OriginalForm, SealForm
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.attaching import NEVER, Could
from leeward.safeguarding.views.cases import RECEIVE

ANSWERED = "leeward file question"
GOOD_FOR = 1800
"""Seconds for which "no" opens the upload."""


def _case(request: Request, ref: str) -> Case:
    found = queries.find_case(request.actor, ref, request.now)
    if found is None or not files.takes_files_now(found):
        raise Http404
    return found


def _said_no(request: Request, ref: str) -> str:
    return signing.dumps([ref, str(request.actor.person)], salt=ANSWERED)


def _did_say_no(request: Request, ref: str, token: str) -> bool:
    try:
        return bool(signing.loads(token, salt=ANSWERED, max_age=GOOD_FOR) == [ref, str(request.actor.person)])
    except signing.BadSignature:
        return False


@allow(RECEIVE, confirmed=True)
def ask(request: Request, ref: str) -> HttpResponseBase:
    """The question before any upload. Yes, or not sure: what never to do, and the procedure; nothing is uploaded."""
    _case(request, ref)
    form = CouldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["could"] == Could.NO:
            answer = redirect("safeguarding:case-file-add", ref=ref)
            answer["Location"] += f"?said={_said_no(request, ref)}"
            return answer
        return render(request, "safeguarding/files/never.html", {"ref": ref, "never": NEVER})
    return render(request, "safeguarding/files/ask.html", {"form": form, "ref": ref})


@allow(RECEIVE, confirmed=True)
def add(request: Request, ref: str) -> HttpResponseBase:
    """The file itself, once the question was answered with no."""
    _case(request, ref)
    said = request.POST.get("said", "") or request.GET.get("said", "")
    if not _did_say_no(request, ref, said):
        return redirect("safeguarding:case-file-ask", ref=ref)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        new = _added(request, ref, form)
        if new is not None:
            return redirect("safeguarding:case-file", ref=ref, file=new)
    return render(request, "safeguarding/files/add.html", {"form": form, "ref": ref, "said": said})


def _form(request: Request) -> AddFileForm:
    megabytes = bounds(request.now).size // 1024**2
    return AddFileForm(
        request.POST or None, request.FILES or None, megabytes=megabytes, too_large="file" in too_large(request)
    )


def _added(request: Request, ref: str, form: AddFileForm) -> UUID | None:
    """The new file, or None with what stands in the way put beside the field."""
    sent = form.sent
    try:
        return files.add_file(actor=request.actor, ref=ref, name=sent.name or "", raw=sent.read(), now=request.now)
    except NotTaken as refused:
        form.add_error("file", str(WHY_NOT[refused.why]))
    except OSError:
        form.add_error(
            "file", _("The file could not be kept: there is no room for it. Nothing of it was kept. Tell IT.")
        )
    except (actions.NoSuchCase, files.NoUpload):
        raise Http404 from None
    return None


@allow(RECEIVE, confirmed=True)
def show(request: Request, ref: str, file: UUID) -> HttpResponseBase:
    """What is known of a file, what may be done with it, and everything that was done with it."""
    try:
        page = files.look_at_file(actor=request.actor, ref=ref, file=file, now=request.now)
    except (actions.NoSuchCase, files.NoSuchFile):
        raise Http404 from None
    waiting = page.line.state == State.QUARANTINED
    shown = {"ref": ref, "file": page.line, "page": page, "scanner": scanner_now(request.now) if waiting else None}
    return render(request, "safeguarding/files/file.html", shown)


@allow(RECEIVE, confirmed=True)
@require_POST
def open_copy(request: Request, ref: str, file: UUID) -> HttpResponseBase:
    """A safe copy, made now and kept nowhere."""
    return _handed_out(
        request, ref, file, lambda: files.open_copy(actor=request.actor, ref=ref, file=file, now=request.now)
    )


def _handed_out(request: Request, ref: str, file: UUID, make: Callable[[], Copy]) -> HttpResponseBase:
    try:
        return as_download(make())
    except (actions.NoSuchCase, files.NoSuchFile, files.NoOriginals):
        raise Http404 from None
    except NotOpen:
        messages.error(request, _("This file cannot be opened now."))
    except NotTaken:
        messages.error(request, _("No safe copy of this file can be made here. It was not opened."))
    except (ContentGone, CannotOpen, OSError):
        messages.error(request, _("The content of this file is not as it was kept, or is missing. Tell IT."))
    return redirect("safeguarding:case-file", ref=ref, file=file)


@allow(RECEIVE, confirmed=True)
def original(request: Request, ref: str, file: UUID) -> HttpResponseBase:
    """The file as it was sent, with a reason, where the organisation allows it."""
    try:
        page = files.look_at_file(actor=request.actor, ref=ref, file=file, now=request.now)
    except (actions.NoSuchCase, files.NoSuchFile):
        raise Http404 from None
    if not page.originals:
        raise Http404
    form = OriginalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _handed_out(
            request,
            ref,
            file,
            lambda: files.open_original(actor=request.actor, ref=ref, file=file, reason=reason, now=request.now),
        )
    return render(request, "safeguarding/files/original.html", {"form": form, "ref": ref, "file": page.line})


@allow(RECEIVE, confirmed=True)
def seal(request: Request, ref: str, file: UUID) -> HttpResponseBase:
    """Seals a file for good."""
    try:
        page = files.look_at_file(actor=request.actor, ref=ref, file=file, now=request.now)
        if page.line.state == State.SEALED:
            return redirect("safeguarding:case-file", ref=ref, file=file)
        form = SealForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            files.seal_file(
                actor=request.actor,
                ref=ref,
                file=file,
                why=form.cleaned_data["why"],
                witness=form.cleaned_data["witness"],
                now=request.now,
            )
            messages.success(request, _("The file is sealed. Nobody here can open it."))
            return redirect("safeguarding:case-file", ref=ref, file=file)
    except (actions.NoSuchCase, files.NoSuchFile):
        raise Http404 from None
    return render(request, "safeguarding/files/seal.html", {"form": form, "ref": ref, "file": page.line})
