"""Which browsers somebody is signed in with. Kept: the kind of browser, since when, and about when it was last used."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest, HttpResponseBase

from leeward.people.models import OpenSession
from leeward.people.sign_in_rules import device_in_words

SESSION = "leeward-session"
"""In the session: the number of its row, its key when last written, and when that was (seconds)."""
SHARED = "leeward-shared"
"""In the session: somebody said that this computer is shared."""
SHARED_MINUTES = 5
SEEN_EVERY = 300
"""Seconds between notes of when a session was used."""


def connect() -> None:
    """Called once when the rooms are wired."""
    user_logged_in.connect(_signed_in, dispatch_uid="leeward session")
    user_logged_out.connect(_signed_out, dispatch_uid="leeward session")


def idle_minutes(request: HttpRequest) -> int:
    """After how many minutes without a request this session ends: fewer at a shared computer."""
    usual = int(settings.LEEWARD_IDLE_MINUTES)
    return min(usual, SHARED_MINUTES) if request.session.get(SHARED) else usual


def _signed_in(sender: object, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> None:  # Any: a signal's
    now = int(time.time())
    moment = datetime.fromtimestamp(now, UTC)
    key = str(request.session.session_key)
    before = _own(request)
    if before is not None:
        OpenSession.objects.filter(pk=before[0]).delete()
    # Signing in again with the same session keeps its key.
    OpenSession.objects.filter(session_key=key).delete()
    row = OpenSession.objects.create(
        account_id=user.pk,
        session_key=key,
        device=device_in_words(str(request.META.get("HTTP_USER_AGENT", ""))),
        shared=bool(request.session.get(SHARED)),
        since=moment,
        seen=moment,
    )
    request.session[SESSION] = [str(row.pk), key, now]


def _signed_out(sender: object, request: HttpRequest, user: AbstractBaseUser | None, **more: Any) -> None:  # as above
    own = _own(request)
    if own is not None:
        OpenSession.objects.filter(pk=own[0]).delete()


def _own(request: HttpRequest) -> tuple[UUID, str, int] | None:
    kept = request.session.get(SESSION)
    return (UUID(kept[0]), kept[1], kept[2]) if isinstance(kept, list) else None


def own_session(request: HttpRequest) -> UUID | None:
    """The number of the session this request belongs to."""
    own = _own(request)
    return own[0] if own is not None else None


class SessionsMiddleware:
    """Notes now and then that a session is used, and ends one whose row is gone. After the idle middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            _note(request)
        return self.get_response(request)


def _note(request: HttpRequest) -> None:
    own, now = _own(request), int(time.time())
    user = request.user.pk
    if own is None or user is None:
        # A session older than this table: listed from now on.
        _signed_in(None, request, request.user)  # type: ignore[arg-type]  # signed in, so an account
        return
    row, key, seen = own
    current = str(request.session.session_key)
    if key == current and now - seen < SEEN_EVERY:
        return
    # A new key under the same row: choosing a password gives the session a new one.
    known = OpenSession.objects.filter(pk=row, account=user)
    if known.update(session_key=current, seen=datetime.fromtimestamp(now, UTC)):
        request.session[SESSION] = [str(row), current, now]
    else:
        logout(request)
