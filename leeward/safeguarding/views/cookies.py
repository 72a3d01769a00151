"""The one cookie of the report page, and the one of a visit with the six words. Neither says who somebody is."""

from django.conf import settings
from django.http import HttpResponseBase

from leeward.foundation.access import Request
from leeward.safeguarding.actions.drafts import DRAFT, VISIT

__all__ = ["DRAFT", "VISIT", "held", "hold"]


def held(request: Request, name: str) -> str:
    """What the browser holds, or nothing."""
    return request.COOKIES.get(name, "")


def hold(response: HttpResponseBase, name: str, token: str) -> None:
    """Lets the browser hold it until it is closed; never longer, never for script or another site."""
    response.set_cookie(name, token, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Strict", path="/")
