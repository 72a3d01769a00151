"""Handing a sealed file to the police: asking, and taking it out once when a second person agreed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import Request, allow
from leeward.foundation.approvals.actions import AlreadyAsked
from leeward.foundation.files.keeping import ContentGone, NotOpen
from leeward.foundation.files.responses import as_download
from leeward.foundation.vault.store import CannotOpen
from leeward.safeguarding import actions
from leeward.safeguarding.actions import file_release, files
from leeward.safeguarding.forms.files import ReleaseForm
from leeward.safeguarding.views.cases import RECEIVE


@allow(RECEIVE, confirmed=True)
def ask(request: Request, ref: str, file: UUID) -> HttpResponseBase:
    """Asks a second person to agree."""
    form = ReleaseForm(request.POST or None)
    try:
        page = files.look_at_file(actor=request.actor, ref=ref, file=file, now=request.now)
        if request.method == "POST" and form.is_valid():
            file_release.ask_for_release(actor=request.actor, ref=ref, file=file, now=request.now, **form.cleaned_data)
            messages.success(request, _("A second person is asked. You will find here whether they agree."))
            return redirect("safeguarding:case-file", ref=ref, file=file)
    except AlreadyAsked as error:
        form.add_error(None, str(error))
    except (actions.NoSuchCase, files.NoSuchFile, NotOpen):
        raise Http404 from None
    return render(request, "safeguarding/files/release.html", {"form": form, "ref": ref, "file": page.line})


@allow(RECEIVE, confirmed=True)
@require_POST
def hand_over(request: Request, ref: str, file: UUID) -> HttpResponseBase:
    """Hands it out, once."""
    try:
        return as_download(file_release.hand_over(actor=request.actor, ref=ref, file=file, now=request.now))
    except (actions.NoSuchCase, files.NoSuchFile):
        raise Http404 from None
    except file_release.NotReleased:
        messages.error(request, _("Nobody has agreed, or it was handed out already."))
    except (ContentGone, CannotOpen, OSError):
        messages.error(request, _("The content of this file is not as it was kept, or is missing. Tell IT."))
    return redirect("safeguarding:case-file", ref=ref, file=file)
