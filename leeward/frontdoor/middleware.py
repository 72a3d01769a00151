"""What every answer carries, and when a quiet session ends."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from leeward.people.sign_in.sessions import idle_minutes

Answer = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
LAST_SEEN = "leeward-last-seen"
LONG_ENOUGH_TO_MISS = 20


class HeadersMiddleware:
    """Every page: nothing runs that is not ours, nothing is kept by the browser. Static files pass before this."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def typed(request: HttpRequest) -> list[str]:
    """The longer texts of a form, for giving back to whoever typed them. Never secrets, tokens or files."""
    secret = ("csrf", "password", "token", "code", "secret")
    return [
        text
        for name, texts in request.POST.lists()
        for text in map(str, texts)
        if len(text) > LONG_ENOUGH_TO_MISS and not any(word in name.lower() for word in secret)
    ]


class IdleMiddleware:
    """Ends a session after LEEWARD_IDLE_MINUTES without a request, sooner at a shared computer.

    After Django's authentication middleware.

    What was sent in a form after that is not carried out and not stored. The page says so and shows the text once more,
    to be copied.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        seen = request.session.get(LAST_SEEN)
        if isinstance(seen, int) and now - seen > idle_minutes(request) * 60:
            logout(request)
            if request.method in {"GET", "HEAD"}:
                return redirect(f"/signed-out?{urlencode({'next': request.get_full_path()})}")
            return render(request, "frontdoor/signed_out.html", {"lost": True, "typed": typed(request)}, status=401)
        if seen is None or now - seen >= 5:
            request.session[LAST_SEEN] = now
        return self.get_response(request)
