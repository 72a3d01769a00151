"""Handing a file to a browser so that it is saved, never run, shown or kept by anything on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from leeward.foundation.files.process import Copy


def as_download(copy: Copy) -> HttpResponse:
    """The copy as an attachment, in a sandbox of its own."""
    response = HttpResponse(copy.raw, content_type=copy.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=copy.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
