"""The pages for when something went wrong: no detail leaks, and the way to help is always on them."""

import contextlib
import logging
import sys
import traceback
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from leeward.foundation.api.problems import Problem, as_answer, is_for_machines, nothing_here
from leeward.frontdoor.context import shell
from leeward.safeguarding.rules.telling import LONGEST_ANSWER

MOST_READ_AWAY = 32 * 1024 * 1024
PORTION = 64 * 1024
log = logging.getLogger("leeward.page")


def _where(error: BaseException | None) -> str:
    """What failed and on which lines of code: never the message, the address or a value, which may be somebody's."""
    if error is None:
        return "without an exception"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "leeward" in frame.filename]
    frames = frames or traceback.extract_tb(error.__traceback__)[-1:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-4:])
    return f"{type(error).__name__} at {', '.join(places)}"


def _page(request: HttpRequest, template: str, status: int, **more: object) -> HttpResponse:
    # Marked nowhere in the menu: which part of it a hidden page belongs to is nobody's business.
    page = render_to_string(template, {"shell": replace(shell(request)["shell"], path=""), **more}, request=None)
    return HttpResponse(page, status=status)


def _problem(problem: Problem) -> HttpResponse:
    response = as_answer(problem)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is hidden and what does not exist give this same page, byte for byte."""
    if is_for_machines(request):
        return _problem(nothing_here())
    return _page(request, "frontdoor/not_found.html", 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own refusals. Our doors answer with not_found instead."""
    return _page(request, "frontdoor/forbidden.html", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request no browser of ours would send. One with more text than a form takes is told how much it takes."""
    if is_for_machines(request):
        return _problem(Problem(400, "The request cannot be read. Check the host name, the address and the headers."))
    if isinstance(exception, RequestDataTooBig):
        _read_away(request)
        return _page(
            request,
            "frontdoor/too_large.html",
            413,
            megabytes=(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 1024**2,
            characters=LONGEST_ANSWER,
        )
    return _page(request, "frontdoor/bad_request.html", 400)


def _read_away(request: HttpRequest) -> None:
    """Takes what the browser is still sending, up to a point: one that is cut off shows its own error, not our page."""
    with contextlib.suppress(Exception):  # the connection may be gone, and the page is all that is left to do
        stream = request.META["wsgi.input"]
        for _ in range(MOST_READ_AWAY // PORTION):
            if not stream.read(PORTION):
                return


def form_not_trusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not match: usually a page left open over a sign-in, or cookies switched off."""
    return _page(request, "frontdoor/form_not_trusted.html", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. Uses nothing that may itself be broken: no database, no session."""
    log.error("A page failed: %s", _where(sys.exc_info()[1]))
    if is_for_machines(request):
        return _problem(Problem(500, "This is our fault. Nothing was changed; try again, and tell who runs Leeward."))
    return HttpResponse(render_to_string("frontdoor/broken.html"), status=500)
