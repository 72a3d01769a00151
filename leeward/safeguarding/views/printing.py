"""A case on paper: asked for with a reason, handed over as a file, never sent by e-mail."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.foundation.pdf import PDF_TYPE, PdfFailed, render_pdf
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.printing import print_case
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.forms.printing import PrintForm
from leeward.safeguarding.views.cases import RECEIVE


@allow(RECEIVE, confirmed=True)
def print_page(request: Request, ref: str) -> HttpResponseBase:
    """Asks which parts and why; then gives the file."""
    if queries.find_case(request.actor, ref, request.now) is None:
        raise Http404
    form = PrintForm(PARTS, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = print_case(
                actor=request.actor,
                ref=ref,
                parts=form.parts,
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
            return as_file(render_pdf("safeguarding/records/print.html", {"print": made}), "record.pdf")
        except actions.NoSuchCase:
            raise Http404 from None
        except PdfFailed as failed:
            form.add_error(None, _("The file could not be made. %(why)s") % {"why": failed})
    return render(request, "safeguarding/records/ask_print.html", {"form": form, "ref": ref})


def as_file(body: bytes, name: str, kind: str = PDF_TYPE) -> HttpResponse:
    """A file to be saved, which no cache keeps. Its name says nothing of what is in it."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
